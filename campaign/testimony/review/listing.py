"""Which drafts the desk's table shows, and in which order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, case, func
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...db import db
from ...factsheet import all_stale
from ...forms import Question
from ...hearings.models import Hearing
from ...hearings.speaking.models import Speaker
from ...people.searching import fits
from ..models import KIND, STATES, Draft
from ..place import Place

PAGE = 50
ORDER = {name: number for number, name in enumerate(("in_review", "changes_asked", "draft"))}
SORTS = {
    "": _("What waits for review first"),
    "name": _("Name"),
    "hearing": _("Hearing, the next first"),
    "changed": _("Last change"),
}
NOBODY = "none"  # instead of a reviewer's number


@dataclass(frozen=True)
class Asked(Question):
    """Which drafts somebody wants to see; empty, or what no draft has, asks for nothing."""

    q: str = ""
    hearing: str = ""  # its slug
    state: str = ""
    reviewer: str = ""  # a user's number, or “none”
    stale: str = ""
    sort: str = ""

    def but(self, **values: str) -> dict[str, str]:
        """The words of an address that asks for the same, but this."""
        return {name: value for name, value in (self.values | values).items() if value}


def drafts_of(place: Place) -> Select[Draft]:
    query = db.select(Draft).join(Draft.speaker).join(Speaker.hearing)
    return query.where(Hearing.campaign_id == place.campaign.id, Speaker.state != "withdrawn")


def narrowed(place: Place, asked: Asked) -> Select[Draft]:
    """The drafts that fit, in the order that is asked for."""
    query = drafts_of(place)
    if asked.hearing:
        query = query.where(Hearing.slug == asked.hearing)
    if asked.state in STATES:
        query = query.where(Draft.state == asked.state)
    if asked.reviewer == NOBODY:
        query = query.where(Draft.reviewer_id.is_(None))
    elif asked.reviewer.isdecimal() and len(asked.reviewer) < 10:
        query = query.where(Draft.reviewer_id == int(asked.reviewer))
    if asked.stale:
        query = query.where(Draft.id.in_(stale_numbers(place)))
    if asked.q:
        query = query.where(Draft.id.in_(named(place, asked.q)))
    return query.order_by(*order_of(asked.sort), Draft.id)


def order_of(sort: str) -> tuple[Any, ...]:
    match sort:
        case "name":
            return (func.lower(Speaker.name),)
        case "hearing":
            return (Hearing.starts_at, func.lower(Speaker.name))
        case "changed":
            return (Draft.changed_at.desc(),)
    return case(ORDER, value=Draft.state, else_=len(ORDER)), Draft.changed_at


def page(place: Place, asked: Asked, number: int) -> Pagination:
    query = narrowed(place, asked).options(*WHOLE)
    found = db.paginate(query, page=max(1, number), per_page=PAGE, error_out=False)
    if found.total and not found.items:  # somebody else has shortened the list
        return db.paginate(query, page=found.pages, per_page=PAGE, error_out=False)
    return found


WHOLE = (
    contains_eager(Draft.speaker).options(
        joinedload(Speaker.ward), contains_eager(Speaker.hearing).joinedload(Hearing.rule)
    ),
    joinedload(Draft.reviewer),
    selectinload(Draft.versions),
)


def stale_numbers(place: Place) -> Counter[int]:
    """How many facts of each draft need a decision."""
    found = (one.document for one in all_stale(place.campaign))
    return Counter(int(number) for kind, number in found if kind == KIND and number.isdecimal())


def named(place: Place, asked: str) -> list[int]:
    """Drafts of speakers in whose name each word that is asked for begins one."""
    query = drafts_of(place).with_only_columns(Draft.id, Speaker.name)
    return [row.id for row in db.session.execute(query) if fits(asked, row.name)]


def counts(place: Place, asked: Asked) -> Counter[str]:
    """How many drafts are in each state, at the hearing that is asked for."""
    query = drafts_of(place).with_only_columns(Draft.state, func.count(Draft.id))
    if asked.hearing:
        query = query.where(Hearing.slug == asked.hearing)
    return Counter(dict(db.session.execute(query.group_by(Draft.state)).all()))


def hearings(place: Place) -> Sequence[Hearing]:
    """Those that have drafts, the next first."""
    query = db.select(Hearing).where(
        Hearing.campaign_id == place.campaign.id,
        Hearing.id.in_(db.select(Speaker.hearing_id).join(Draft, Draft.speaker_id == Speaker.id)),
    )
    return db.session.scalars(query.order_by(Hearing.starts_at, Hearing.id)).all()
