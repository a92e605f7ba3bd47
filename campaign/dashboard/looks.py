"""What needs a look: documents whose facts have changed, and what people decided about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import abort

from ..coalition.models import Campaign
from ..db import db
from ..factsheet import (
    Citation,
    Document,
    Fact,
    FactVersion,
    OutdatedDecisionError,
    Stale,
    all_stale,
    decide,
    fact_path,
    find_documents,
)
from ..factsheet.differences import Difference, Piece, differences, word_pieces
from ..factsheet.editing import lock_sheet

DECIDED = 10  # decisions shown


@dataclass(frozen=True)
class Look:
    """A document says something that its fact no longer says just so."""

    stale: Stale
    document: Document
    campaign: Campaign

    @property
    def number(self) -> int:
        return self.stale.citation.id

    @property
    def is_same_sentence(self) -> bool:
        return self.stale.old_sentence == self.stale.new_sentence

    @property
    def old(self) -> list[Piece]:
        """The document's sentence; what has gone since is marked."""
        return [one for one in self._pieces if one.kind != "come"]

    @property
    def new(self) -> list[Piece]:
        """The fact's sentence; what has come is marked."""
        return [one for one in self._pieces if one.kind != "gone"]

    @property
    def _pieces(self) -> list[Piece]:
        return word_pieces(self.stale.old_sentence, self.stale.new_sentence)

    @property
    def others(self) -> list[Difference]:
        """What differs besides the sentence."""
        found = differences(self.stale.pinned, self.stale.current)
        return [one for one in found if one.field != "statement"]

    @property
    def can_update(self) -> bool:
        """Whether the new sentence would be right: what was taken back has none."""
        newer = self.stale.pinned.number != self.stale.current.number
        return newer and not self.stale.current.is_corrected

    def path(self, version: FactVersion) -> str | None:
        """Where anyone reads a version; None while it is not public."""
        is_public = self.campaign.is_public and self.stale.fact.is_public
        if not is_public or version.status == "draft":
            return None
        return fact_path(self.campaign.slug, self.stale.fact.key, version.number)

    @property
    def replacement(self) -> str | None:
        """Where to read the fact that took this one's place."""
        key = self.stale.current.superseded_by
        return fact_path(self.campaign.slug, key) if key and self.campaign.is_public else None


@dataclass(frozen=True)
class Decided:
    """What somebody decided about a document, for all members to read."""

    document: Document
    key: str
    decision: str
    version: int  # the fact's newest when it was decided
    reason: str
    by: str
    at: datetime


def looks(campaign: Campaign) -> list[Look]:
    """Everything in this campaign that waits for a decision, document by document."""
    flagged = all_stale(campaign)
    named = find_documents(one.document for one in flagged)
    return [Look(one, named[one.document], campaign) for one in flagged]


def take_decision(
    campaign: Campaign, by: str, *, citation: int, seen: int, decision: str, reason: str
) -> Look:
    """Decide about one look, as `by`, and return it. The caller commits.

    OutdatedDecisionError when the fact changed again or somebody else has decided since;
    ValueError when there is no newer sentence to take. Aborts 404 for other campaigns'.
    """
    lock_sheet(campaign)
    mine = get_citation(campaign, citation)
    look = find_look(looks(campaign), mine)
    if look is None or look.stale.current.number != seen:
        raise OutdatedDecisionError("decided already, or changed again")
    if decision == "update" and not look.can_update:
        raise ValueError("there is no newer sentence")
    decide(mine, decision, reason, by, seen=seen)
    return look


def get_citation(campaign: Campaign, number: int) -> Citation:
    query = db.select(Citation).join(Citation.fact)
    mine = query.where(Citation.id == number, Fact.campaign_id == campaign.id)
    found: Citation = db.session.scalar(mine) or abort(404)
    return found


def find_look(among: Iterable[Look], citation: Citation) -> Look | None:
    """The look at this citation: a document has one for each fact, in all its places."""
    wanted = (citation.document_kind, citation.document_id, citation.fact_id)
    for one in among:
        if (*one.stale.document, one.stale.fact.id) == wanted:
            return one
    return None


def decided(campaign: Campaign) -> list[Decided]:
    """The latest decisions, one for each document and fact, newest first."""
    query = (
        db.select(
            Citation.document_kind,
            Citation.document_id,
            Fact.key,
            Citation.decision,
            Citation.decided_version,
            Citation.reason,
            Citation.decided_by,
            Citation.decided_at,
        )
        .join(Citation.fact)
        .where(Fact.campaign_id == campaign.id, Citation.decision.is_not(None))
        .order_by(Citation.decided_at.desc(), Fact.key)
        .distinct()
        .limit(DECIDED)
    )
    rows = db.session.execute(query).all()
    named = find_documents((kind, number) for kind, number, *_ in rows)
    return [Decided(named[kind, number], *rest) for kind, number, *rest in rows]
