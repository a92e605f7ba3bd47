"""How Alembic reaches our database: with the app's own engine, each version one transaction."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

from campaign.db import UTCDateTime, db


def is_ours(
    thing: object, name: str | None, kind: str, reflected: bool, compare_to: object
) -> bool:
    """Leave alone the tables that full-text search and the job queue make for themselves."""
    is_theirs = "_fts" in (name or "") or (name or "").startswith("huey_")
    return not (kind == "table" and reflected and compare_to is None and is_theirs)


def as_plain(kind: str, thing: object, context_: object) -> str | bool:
    """Write our own types as what the database has, so that a migration never changes meaning."""
    return "sa.DateTime(timezone=True)" if isinstance(thing, UTCDateTime) else False


def tables_may_be_rebuilt(connection: Connection, is_over: bool = False) -> None:
    """SQLite rebuilds a table by dropping it, which must not touch the rows that point to it.

    The pragma counts only outside a transaction, so it goes straight to the driver.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.execute(f"PRAGMA foreign_keys={'ON' if is_over else 'OFF'}")


def check_references(**kwargs: Any) -> None:
    """Before a version is committed: every row still points to one that is there."""
    connection: Connection = kwargs["ctx"].connection
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"{len(lost)} rows point nowhere, the first in {lost[0][0]}")


with db.engine.connect().execution_options(everyones=True) as connection:
    tables_may_be_rebuilt(connection)
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        on_version_apply=check_references,
        include_object=is_ours,
        render_item=as_plain,
        compare_type=True,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        tables_may_be_rebuilt(connection, is_over=True)
