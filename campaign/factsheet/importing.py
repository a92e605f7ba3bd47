"""Bring a fact sheet from a file: first what would change, then all of it or nothing.

Facts that the file does not name stay as they are and are reported. A date of care that the
file does not give stays too, so that an older file does not undo `facts check --links`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_

from ..coalition.models import Campaign
from ..db import db
from .citing import Citation
from .content import Change, changes
from .documents import Document, Reference, find_documents
from .files.entries import Entry, Item, Problem, Unreadable
from .files.items import read_items
from .models import Fact, FactVersion
from .sheet import current_versions


@dataclass(frozen=True)
class Revision:
    """A fact that the file says differently."""

    fact: Fact
    item: Item
    old: FactVersion
    said: list[Change]  # makes a new version
    care: list[Change]  # does not
    used_in: list["Use"]  # documents that cite it: each keeps its sentence until a decision

    @property
    def new_sentence(self) -> str:
        return str(self.item.content["statement"])


@dataclass(frozen=True)
class Use:
    """A document cites a fact, and this is the sentence it has."""

    document: Reference
    version: int
    sentence: str


@dataclass
class Plan:
    """What an import will do."""

    campaign: Campaign
    new: list[Item] = field(default_factory=list)
    changed: list[Revision] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.new) + len(self.changed)

    @cached_property
    def documents(self) -> dict[Reference, Document]:
        """The documents that cite what changes."""
        return find_documents(use.document for one in self.changed for use in one.used_in)


def make_plan(campaign: Campaign, items: list[Item]) -> Plan:
    """Compare a file with the sheet. Raises Unreadable where one contradicts the other."""
    versions = current_versions(campaign)
    check_against(items, versions)
    used = documents(campaign)
    plan = Plan(campaign)
    for item in items:
        old = versions.get(item.key)
        if old is None:
            plan.new.append(item)
            continue
        said = changes(old.content, item.content)
        care = [
            Change(name, old.fact.care[name], day)
            for name, day in item.care.items()
            if old.fact.care[name] != day
        ]
        if said or care:
            uses = used.get(old.fact.id, []) if said else []
            plan.changed.append(Revision(old.fact, item, old, said, care, uses))
        else:
            plan.unchanged.append(item.key)
    named = {item.key for item in items}
    plan.not_in_file = [key for key in versions if key not in named]
    return plan


def load(table: dict[str, Any], campaign: Campaign, by: str) -> Plan:
    """Import a parsed TOML sheet. Raises Unreadable, counting facts, not lines; no commit."""
    entries = [
        Entry(values, lambda path, number=number: number)  # type: ignore[misc]
        for number, values in enumerate(table["fact"], 1)
    ]
    plan = make_plan(campaign, read_items(entries))
    for _done in carry_out(plan, by):
        pass
    return plan


def check_against(items: list[Item], versions: dict[str, FactVersion]) -> None:
    """What is public stays public; what replaces a fact must exist and be another one."""
    problems = []
    keys = {item.key for item in items} | versions.keys()
    for item in items:
        old, other = versions.get(item.key), item.content["superseded_by"]
        if old and old.status != "draft" and item.content["status"] == "draft":
            sentence = _(
                "“%(key)s” is public and cannot be a draft again: retract it instead.",
                key=item.key,
            )
            problems.append(Problem(item.line(("status",)), sentence))
        if other and (other == item.key or other not in keys):
            sentence = _(
                "“%(key)s” is superseded by “%(other)s”, which is no other fact here.",
                key=item.key,
                other=other,
            )
            problems.append(Problem(item.line(("superseded_by",)), sentence))
    if problems:
        raise Unreadable(problems)


def carry_out(plan: Plan, by: str) -> Iterator[str]:
    """Do what the plan says, a fact at a time; yields the key of each. The caller commits."""
    for item in plan.new:
        fact = Fact(campaign=plan.campaign, key=item.key, version_number=0, **item.care)
        db.session.add(fact)
        fact.revise(item.content, by)
        yield item.key
    for revision in plan.changed:
        for name, day in revision.item.care.items():
            setattr(revision.fact, name, day)
        if revision.said:
            revision.fact.revise(revision.item.content, by, old=revision.old)
        yield revision.item.key


def documents(campaign: Campaign) -> dict[int, list[Use]]:
    """The documents that cite each fact, by the fact's id."""
    query = (
        db.select(
            Citation.fact_id,
            Citation.document_kind,
            Citation.document_id,
            FactVersion.number,
            FactVersion.statement,
        )
        .join(Citation.fact)
        .join(
            FactVersion,
            and_(
                FactVersion.fact_id == Citation.fact_id,
                FactVersion.number == Citation.version_number,
            ),
        )
        .where(Fact.campaign_id == campaign.id)
        .order_by(Citation.document_kind, Citation.document_id)
        .distinct()
    )
    used: dict[int, list[Use]] = {}
    for fact_id, kind, document_id, number, sentence in db.session.execute(query):
        used.setdefault(fact_id, []).append(Use((kind, document_id), number, sentence))
    return used
