"""Whose rows a query may see: what one organization keeps, no other organization reads.

The scope is held below the views. A query through the session that names an `Owned` table gets
`organization_id = <mine>` added, wherever the table stands in it; one that nobody narrowed is
refused before it reaches the database. Statements run straight through the driver
(`db.Prepared`) are not seen here: those that touch such tables carry the organization themselves.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from flask import g, has_app_context
from sqlalchemy import Engine, ForeignKey, event
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)

from ..db import Model

EVERYONE = 0  # the scope of residents' own pages, jobs and commands
NARROWED = "narrowed"


class UnscopedError(LookupError):
    """A query for rows of organizations that does not say whose."""


class Owned:
    """Mixin: a row that one organization keeps and no other sees."""

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)


def current() -> int | None:
    """The organization whose rows may be read now; EVERYONE, or None where nobody said."""
    return g.get("scope") if has_app_context() else None


@contextmanager
def of(organization_id: int) -> Iterator[None]:
    """Read the rows of this organization alone, outside a request of its members."""
    before = current()
    g.scope = organization_id
    try:
        yield
    finally:
        g.scope = before


def everyones() -> Any:
    """Read the rows of all organizations, for the resident they are about or for upkeep."""
    return of(EVERYONE)


@event.listens_for(Session, "do_orm_execute")
def narrow(state: ORMExecuteState) -> None:
    """Add the organization to a statement, or mark it as one for everyone's rows."""
    scope = current()
    wants_all = scope == EVERYONE or state.execution_options.get("everyones")
    if wants_all or state.is_column_load:  # more columns of a row that one has
        state.update_execution_options(**{NARROWED: True})
    elif scope is not None and state.is_orm_statement:
        mine = with_loader_criteria(
            Owned, lambda cls: cls.organization_id == scope, include_aliases=True
        )
        state.statement = state.statement.options(mine)
        state.update_execution_options(**{NARROWED: True})
    elif state.bind_mapper is not None and issubclass(state.bind_mapper.class_, Owned):
        raise UnscopedError(f"say whose rows of {state.bind_mapper.class_.__name__} are meant")


@event.listens_for(Engine, "before_cursor_execute")
def refuse_unscoped(connection: Any, cursor: Any, sql: str, *more: Any) -> None:
    """Refuse a reading statement that names an organization's table and was not narrowed."""
    context = more[1]
    options = getattr(context, "execution_options", {})
    if names_owned(sql) and not (options.get(NARROWED) or options.get("everyones")):
        raise UnscopedError(f"say whose rows are meant: {sql[:200]}")


@event.listens_for(Session, "before_flush")
def keep_to_own(session: Session, *_: Any) -> None:
    """Refuse to write another organization's row."""
    scope = current()
    if not scope:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Owned) and owner_of(row) != scope:
            raise UnscopedError(f"this {type(row).__name__} belongs to another organization")


def owner_of(row: Any) -> int | None:
    organization = getattr(row, "organization", None)
    number: int | None = row.organization_id
    return number if number is not None else getattr(organization, "id", None)


@lru_cache(2000)
def names_owned(sql: str) -> bool:
    if not sql.lstrip()[:6].upper().startswith(("SELECT", "WITH")):
        return False
    found = re.findall(r'\b(?:FROM|JOIN)\s+"?(\w+)|,\s*"?(\w+)"?(?=\s*(?:,|WHERE|AS\b|$))', sql)
    return not owned_tables().isdisjoint({name for pair in found for name in pair if name})


def owned_tables() -> frozenset[str]:
    owned = [one for one in Model.registry.mappers if issubclass(one.class_, Owned)]
    return frozenset(one.local_table.description for one in owned)
