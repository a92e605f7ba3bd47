"""Which document says which fact in which version, and which of them need another look.

One document pins one version of a fact, in all its places (its languages, its fields).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
)
from sqlalchemy.orm import Mapped, aliased, contains_eager, mapped_column, relationship

from ..coalition.models import Campaign, one_of
from ..db import Model, Timestamp, db, now, zone
from ..filters import zone_info
from ..signals import citation_deciding, citation_updated
from .content import CORRECTED, Change, changes
from .documents import Reference
from .markup import keys_in
from .models import Fact, FactVersion, today

DECISIONS = ("update", "keep")


class Citation(Model):
    """A document says a fact, in the version it had when the words were written."""

    __table_args__ = (
        UniqueConstraint("document_kind", "document_id", "place", "fact_id"),
        ForeignKeyConstraint(
            ["fact_id", "version_number"], ["fact_version.fact_id", "fact_version.number"]
        ),
        one_of("decision", DECISIONS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_kind: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(80), default="")  # the language or the field
    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"), index=True)
    version_number: Mapped[int]
    cited_at: Mapped[Timestamp] = mapped_column(default=now)
    decision: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    decided_at: Mapped[Timestamp | None]
    decided_version: Mapped[int | None]  # the current version when somebody decided
    fact: Mapped[Fact] = relationship()


@dataclass(frozen=True)
class Stale:
    """A citation that somebody must look at, and why."""

    citation: Citation
    fact: Fact
    pinned: FactVersion
    current: FactVersion
    why: str  # changed, superseded, retracted, disputed or overdue
    places: tuple[str, ...] = ("",)

    @property
    def document(self) -> Reference:
        return self.citation.document_kind, self.citation.document_id

    @property
    def old_sentence(self) -> str:
        return self.pinned.statement

    @property
    def new_sentence(self) -> str:
        return self.current.statement

    @property
    def can_update(self) -> bool:
        """Whether there is a newer sentence, and it is right."""
        return self.pinned.number != self.current.number and not self.current.is_corrected

    @property
    def changes(self) -> list[Change]:
        """What else differs; empty when only time has passed."""
        return changes(self.pinned.content, self.current.content)


class OutdatedDecisionError(ValueError):
    """The fact changed again after the person saw it."""


def cite(
    document_kind: str, document_id: Any, text: str, campaign: Campaign, place: str = ""
) -> list[Citation]:
    """Store what this text of a document cites now; return its citations, by key.

    New keys get the version the document pins elsewhere, else the current one. Pins stay.
    Keys that are gone from the text are forgotten. Unknown keys are left out.
    """
    keys = keys_in(text)
    here = {one.fact.key: one for one in _of(document_kind, document_id) if one.place == place}
    for key in here.keys() - keys:
        db.session.delete(here.pop(key))
    pinned = pins(document_kind, document_id)
    for fact in _facts(campaign, [key for key in keys if key not in here]):
        here[fact.key] = Citation(
            document_kind=document_kind,
            document_id=str(document_id),
            place=place,
            fact=fact,
            version_number=pinned.get(fact.key, fact.version_number),
        )
        db.session.add(here[fact.key])
    db.session.flush()
    return [here[key] for key in keys if key in here]


def pins(document_kind: str, document_id: Any) -> dict[str, int]:
    """The version that a document uses of each fact it cites, by key."""
    return {one.fact.key: one.version_number for one in _of(document_kind, document_id)}


def pins_of(document_kind: str, campaign: Campaign) -> dict[str, dict[str, int]]:
    """The same for every document of a kind in a campaign, by its id."""
    query = (
        db.select(Citation.document_id, Fact.key, Citation.version_number)
        .join(Citation.fact)
        .where(Citation.document_kind == document_kind, Fact.campaign_id == campaign.id)
        .order_by(Citation.id)
    )
    found: dict[str, dict[str, int]] = {}
    for number, key, version in db.session.execute(query):
        found.setdefault(number, {})[key] = version
    return found


def stale(document_kind: str, document_id: Any) -> list[Stale]:
    """The facts of a document that changed or fell due since it cited or last decided them."""
    return _stale(
        and_(Citation.document_kind == document_kind, Citation.document_id == str(document_id))
    )


def all_stale(campaign: Campaign) -> list[Stale]:
    """The same for every document of a campaign."""
    return _stale(Fact.campaign_id == campaign.id)


def stale_uses(fact: Fact) -> list[Stale]:
    """The same for every document that cites this fact."""
    return _stale(Fact.id == fact.id)


def where_used(fact: Fact) -> list[Citation]:
    """Every place that cites a fact, whatever its version."""
    query = db.select(Citation).filter_by(fact_id=fact.id).order_by(*_ORDER)
    return list(db.session.scalars(query))


def decide(
    citation: Citation,
    decision: str,
    reason: str,
    by: str,
    seen: int | None = None,
    *,
    user: Any = None,
) -> None:
    """Bring a document to the current version of a fact, or keep its own, and say why.

    It holds for the document's other places too, and until the fact changes again.
    Pass the version that the person was shown as `seen`: OutdatedDecisionError if it is not the
    newest any more. ValueError for another word than update or keep, or keep without a reason.
    `user` is whose account decides; the room of the document hears of an update.
    """
    if decision not in DECISIONS:
        raise ValueError(f"decide update or keep, not {decision!r}")
    if decision == "keep" and not reason.strip():
        raise ValueError("keeping an outdated sentence needs a reason")
    newest = citation.fact.version_number
    if seen is not None and seen != newest:
        raise OutdatedDecisionError(f"version {newest} came after version {seen}")
    document = (citation.document_kind, citation.document_id)
    fact_id, moment = citation.fact_id, now()
    citation_deciding.send(document)
    mine = [one for one in _of(*document, lock=True) if one.fact_id == fact_id]
    if not mine:
        raise OutdatedDecisionError("somebody has taken it out of the text meanwhile")
    for one in mine:
        one.decision, one.reason, one.decided_by = decision, reason.strip(), by
        one.decided_at, one.decided_version = moment, newest
        if decision == "update":
            one.version_number = newest
    db.session.flush()
    if decision == "update":
        citation_updated.send(mine[0], user=user)


_ORDER = (Citation.document_kind, Citation.document_id, Citation.place, Citation.id)


def _of(document_kind: str, document_id: Any, lock: bool = False) -> list[Citation]:
    query = (
        db.select(Citation)
        .filter_by(document_kind=document_kind, document_id=str(document_id))
        .join(Citation.fact)
        .options(contains_eager(Citation.fact))
        .order_by(Citation.id)
    )
    if lock:
        query = query.with_for_update(of=Citation).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def _facts(campaign: Campaign, keys: list[str]) -> Iterable[Fact]:
    if not keys:
        return []
    wanted = set(keys)
    query = db.select(Fact).where(Fact.campaign_id == campaign.id).order_by(Fact.id)
    if len(wanted) <= 500:  # databases limit how many values one statement binds
        query = query.where(Fact.key.in_(wanted))
    return [fact for fact in db.session.scalars(query) if fact.key in wanted]


_PINNED, _CURRENT = aliased(FactVersion), aliased(FactVersion)
_CITED = (  # made once: every page of the desk asks
    db.select(Citation, _PINNED, _CURRENT)
    .join(Fact, Fact.id == Citation.fact_id)
    .join(_PINNED, and_(_PINNED.fact_id == Fact.id, _PINNED.number == Citation.version_number))
    .join(_CURRENT, and_(_CURRENT.fact_id == Fact.id, _CURRENT.number == Fact.version_number))
    .options(contains_eager(Citation.fact))
    .order_by(*_ORDER)
)


def _stale(where: ColumnElement[bool]) -> list[Stale]:
    found: dict[tuple[str, str, int], Stale] = {}
    for citation, old, new in db.session.execute(_CITED.where(where, _may_be_stale(_CURRENT))):
        why = _why(citation, old, new)
        if why:
            key = (citation.document_kind, citation.document_id, citation.fact_id)
            places = (*found[key].places, citation.place) if key in found else (citation.place,)
            first = found[key].citation if key in found else citation
            found[key] = Stale(first, citation.fact, old, new, why, places)
    return list(found.values())


def _may_be_stale(current: type[FactVersion]) -> ColumnElement[bool]:
    """What the database can tell: of thousands of citations `_why` looks at few."""
    return or_(
        Citation.version_number != Fact.version_number,
        current.status.in_(CORRECTED),
        Fact.review_by < today(),
    )


def _why(citation: Citation, pinned: FactVersion, current: FactVersion) -> str | None:
    """Why a citation needs a decision, or None: nothing happened, or somebody decided since."""
    kept = citation.decision == "keep" and citation.decided_version == current.number
    if current.is_corrected and not kept:
        return current.status
    if pinned.number != current.number and not kept:
        if current.status == "disputed" and pinned.status != "disputed":
            return "disputed"
        return "changed"
    return "overdue" if citation.fact.is_overdue and not _decided_late(citation) else None


def _decided_late(citation: Citation) -> bool:
    """Whether somebody kept the sentence after its fact had fallen due."""
    if citation.decision != "keep" or citation.decided_at is None:
        return False
    review_by = citation.fact.review_by
    return (
        review_by is not None
        and citation.decided_at.astimezone(zone_info(zone())).date() > review_by
    )
