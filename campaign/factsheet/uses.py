"""Where a fact is used, and what is decided about each place: take the new sentence, or keep."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..accounts.models import User
from ..db import db
from .citing import (
    Citation,
    OutdatedDecisionError,
    Stale,
    decide,
    stale_uses,
    where_used,
)
from .documents import Document, Reference, find_documents
from .editing import lock_sheet
from .models import Fact, FactVersion


@dataclass(frozen=True)
class UsedIn:
    """A document that cites the fact, in the version it has, and whether that waits for someone."""

    citation: Citation  # the first of its places
    document: Document
    version: FactVersion
    stale: Stale | None

    @property
    def number(self) -> int:
        return self.citation.id

    @property
    def is_kept(self) -> bool:
        """Whether somebody decided that it keeps an older or overdue sentence."""
        newest = self.citation.fact.version_number
        kept = self.citation.decision == "keep" and self.citation.decided_version == newest
        return self.stale is None and kept

    @property
    def can_update(self) -> bool:
        """Whether there is a newer sentence, it is right, and the document can still say it."""
        return self.stale is not None and self.stale.can_update and not self.document.is_frozen


def used_in(fact: Fact) -> list[UsedIn]:
    """Every document that cites a fact; those that wait for a decision first."""
    first: dict[Reference, Citation] = {}
    for one in where_used(fact):
        first.setdefault((one.document_kind, one.document_id), one)
    named = find_documents(first)
    waiting = {one.document: one for one in stale_uses(fact)}
    numbers = {one.version_number for one in first.values()}
    versions = {one.number: one for one in versions_of(fact, numbers)}
    found = [
        UsedIn(one, named[where], versions[one.version_number], waiting.get(where))
        for where, one in first.items()
    ]
    return sorted(found, key=lambda one: one.stale is None)


def versions_of(fact: Fact, numbers: Iterable[int]) -> list[FactVersion]:
    query = db.select(FactVersion).where(
        FactVersion.fact_id == fact.id, FactVersion.number.in_(set(numbers))
    )
    return list(db.session.scalars(query))


class FrozenDocumentError(ValueError):
    """Somebody has the document: it keeps its sentence."""


@dataclass(frozen=True)
class Decision:
    """What somebody decides: update, or keep with a reason; `seen` is the version they saw."""

    decision: str
    reason: str
    by: str
    seen: int
    user: User | None = None  # None for somebody without an account


def decide_some(fact: Fact, chosen: Iterable[int], what: Decision) -> list[Document]:
    """Decide about several documents at once: all of them or none. The caller commits.

    `chosen` are numbers of citations. OutdatedDecisionError when the fact changed or somebody
    else decided since; ValueError when there is no newer sentence to take, FrozenDocumentError
    when the document cannot say it any more.
    """
    lock_sheet(fact.campaign)
    db.session.refresh(fact)
    waiting = {one.number: one for one in used_in(fact)}
    done = []
    for one in map(waiting.get, dict.fromkeys(chosen)):
        if one is None or one.stale is None:
            raise OutdatedDecisionError("decided already, or cited no more")
        if what.decision == "update" and one.document.is_frozen:
            raise FrozenDocumentError("handed over already")
        if what.decision == "update" and not one.can_update:
            raise ValueError("there is no newer sentence")
        decide(one.citation, what.decision, what.reason, what.by, what.seen, user=what.user)
        done.append(one.document)
    return done


def take_back(fact: Fact, number: int) -> Document:
    """Take a decision to keep back: the document waits for one again. The caller commits.

    OutdatedDecisionError when nobody keeps it any more.
    """
    lock_sheet(fact.campaign)
    db.session.refresh(fact)
    kept = next((one for one in used_in(fact) if one.number == number and one.is_kept), None)
    if kept is None:
        raise OutdatedDecisionError("not kept any more")
    mine = (kept.citation.document_kind, kept.citation.document_id)
    for one in where_used(fact):
        if (one.document_kind, one.document_id) == mine:
            one.decision = one.reason = one.decided_by = one.decided_version = None
            one.decided_at = None
    db.session.flush()
    return kept.document
