"""Which drafts the desk's table shows, and in which order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, case, func
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload

from ...db import db
from ...factsheet import all_stale
from ...factsheet.listing import Shelf
from ...forms import Question
from ...hearings.models import Hearing
from ...hearings.speaking.models import Speaker
from ...people.searching import PARTS, begins, folded
from ..models import KIND, STATES, UNFINISHED, Draft
from ..place import Place

PAGE = 50
ORDER = {name: number for number, name in enumerate(("in_review", "changes_asked", "draft"))}
SORTS = {
    "": _("What waits for review first"),
    "name": _("Name"),
    "hearing": _("Hearing, the next first"),
    "changed": _("Last change"),
}
MOST = 500  # drafts that one statement asks for
UNDONE = "unfinished"  # instead of a state: any in which the writer has it
NOBODY = "none"  # instead of a reviewer's number


@dataclass(frozen=True)
class Asked(Question):
    """Which drafts somebody wants to see; empty, or what no draft has, asks for nothing."""

    q: str = ""
    hearing: str = ""  # its slug
    state: str = ""  # or “unfinished”
    reviewer: str = ""  # a user's number, or “none”
    stale: str = ""
    sort: str = ""

    def but(self, **values: str) -> dict[str, str]:
        """The words of an address that asks for the same, but this."""
        return {name: value for name, value in (self.values | values).items() if value}


@dataclass(frozen=True)
class Listing:
    """The drafts of a campaign that somebody asks for."""

    place: Place
    asked: Asked

    @cached_property
    def hearings(self) -> Sequence[Hearing]:
        """Those that have drafts, the next first. While they are at hand, no row loads its own."""
        mine = db.select(Speaker.hearing_id).join(Draft, Draft.speaker_id == Speaker.id)
        query = db.select(Hearing).options(joinedload(Hearing.rule))
        query = query.where(Hearing.campaign_id == self.place.campaign.id, Hearing.id.in_(mine))
        return db.session.scalars(query.order_by(Hearing.starts_at, Hearing.id)).all()

    @cached_property
    def stale(self) -> Counter[int]:
        """How many facts of each draft need a decision."""
        found = (one.document for one in all_stale(self.place.campaign))
        return Counter(int(number) for kind, number in found if kind == KIND and number.isdecimal())

    @cached_property
    def numbers(self) -> list[int]:
        """Of the drafts that fit, in the order that is asked for.

        Names are compared here: no database folds accents as the other does.
        """
        asked = self.asked
        wanted = PARTS.findall(folded(asked.q))
        query = narrowed(self.place, asked).with_only_columns(Draft.id, Speaker.name)
        return [
            number
            for number, name in db.session.execute(query)
            if (not asked.stale or number in self.stale) and (not asked.q or begins(wanted, name))
        ]

    def page(self, number: int) -> Shelf:
        """The numbers of one page; the last where somebody else has shortened the list."""
        most = max(1, -(-len(self.numbers) // PAGE))
        page = min(max(1, number), most)
        return Shelf(page=page, per_page=PAGE, error_out=False, items=self.numbers)

    def load(self, numbers: Sequence[int]) -> list[Draft]:
        """These drafts in this order, each with what the table says of it."""
        hearings = self.hearings
        found: dict[int, Draft] = {}
        for first in range(0, len(numbers), MOST):
            query = db.select(Draft).where(Draft.id.in_(numbers[first : first + MOST]))
            query = query.join(Draft.speaker).options(*WHOLE)
            found |= {one.id: one for one in db.session.scalars(query)}
        mine = (found[number] for number in numbers if number in found)
        return [one for one in mine if one.hearing in hearings]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many drafts are in each state, at the hearing that is asked for."""
        query = at_hearing(drafts_of(self.place), self.asked).group_by(Draft.state)
        found = db.session.execute(query.with_only_columns(Draft.state, func.count(Draft.id)))
        return Counter(dict(found.all()))

    @cached_property
    def outdated(self) -> int:
        """How many of the drafts at that hearing have facts to decide."""
        if not self.stale:
            return 0
        query = at_hearing(drafts_of(self.place), self.asked).with_only_columns(Draft.id)
        return sum(number in self.stale for number in db.session.scalars(query))


UNSHOWN = (Speaker.access, Speaker.says, Speaker.wishes, Speaker.wanted, Speaker.address)
WHOLE = (
    contains_eager(Draft.speaker).options(
        joinedload(Speaker.ward), *(defer(one) for one in UNSHOWN)
    ),
    joinedload(Draft.reviewer),
    selectinload(Draft.versions),
)


def drafts_of(place: Place) -> Select[Draft]:
    query = db.select(Draft).join(Draft.speaker).join(Speaker.hearing)
    return query.where(Hearing.campaign_id == place.campaign.id, Speaker.state != "withdrawn")


def at_hearing(query: Select[Draft], asked: Asked) -> Select[Draft]:
    return query.where(Hearing.slug == asked.hearing) if asked.hearing else query


def narrowed(place: Place, asked: Asked) -> Select[Draft]:
    """The drafts that fit, as far as the database can tell, in the order that is asked for."""
    query = at_hearing(drafts_of(place), asked)
    if asked.state in (*STATES, UNDONE):
        query = query.where(Draft.state.in_(UNFINISHED if asked.state == UNDONE else [asked.state]))
    if asked.reviewer == NOBODY:
        query = query.where(Draft.reviewer_id.is_(None))
    elif asked.reviewer.isdecimal() and len(asked.reviewer) < 10:
        query = query.where(Draft.reviewer_id == int(asked.reviewer))
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
