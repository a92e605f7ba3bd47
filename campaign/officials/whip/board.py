"""The board of one measure: everybody who votes on it, where they stand, whom to visit first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Self

from ...db import db
from .. import asking
from ..models import Body, Official, Term
from ..record.models import AgendaItem, Meeting, Sponsor
from ..terms import in_force
from .counting import UNKNOWN, Entry, Totals, newest, older_and_stronger, totals
from .entries import entries_of
from .models import STANCES, Whip
from .voters import Voter, terms_since, today_at, voters, ward_number

SOON, HISTORY = timedelta(days=7), timedelta(weeks=26)
OPENNESS = {"undecided": 3, UNKNOWN: 3, "lean yes": 2, "lean no": 2}  # how much a visit may move


@dataclass(frozen=True)
class Row:
    """One office holder on the board."""

    voter: Voter
    day: date
    entry: Entry | None  # the one that counts
    older: Entry | None  # an older one of stronger evidence that says otherwise
    signers: int
    committees: tuple[Body, ...]
    deals_with_it: bool  # sits in a committee that has the measure on an agenda
    sponsor: Sponsor | None

    @property
    def official(self) -> Official:
        return self.voter.official

    @cached_property
    def value(self) -> str:
        return self.entry.value_on(self.day) if self.entry else UNKNOWN

    @property
    def is_faded(self) -> bool:
        return self.entry is not None and self.value != self.entry.value

    @property
    def fades_on(self) -> date | None:
        return self.entry.fades_on(self.day) if self.entry else None

    @property
    def fades_soon(self) -> bool:
        return self.fades_on is not None and self.fades_on <= self.day + SOON

    @property
    def score(self) -> int:
        """How much a visit is worth: openness × (signers in the ward + 1), twice in committee."""
        twice = 2 if self.deals_with_it else 1
        return OPENNESS.get(self.value, 0) * (self.signers + 1) * twice


@dataclass(frozen=True)
class Asked:
    """What a page of the board shows, and in which order."""

    sort: str = "ward"
    stance: str = ""
    committee: str = ""  # slug
    faded: bool = False

    def shows(self, row: Row) -> bool:
        is_in = any(one.slug == self.committee for one in row.committees)
        fits = (row.value == self.stance or not self.stance) and (is_in or not self.committee)
        return fits and (row.is_faded or not self.faded)

    def order(self, row: Row) -> tuple[object, ...]:
        by_ward = (ward_number(row.voter), row.official.sort_name)
        keys: dict[str, tuple[object, ...]] = {
            "name": (row.official.sort_name,),
            "stance": (STANCES.index(row.value),),
            "faded": (not row.is_faded, row.fades_on or date.max),
            "visit": (-row.score,),
        }
        return *keys.get(self.sort, ()), *by_ward


@dataclass(frozen=True)
class Board:
    """A count as it stands on a day."""

    whip: Whip
    day: date
    rows: list[Row]
    vacant: list[str]  # seats that nobody holds
    entries: list[Entry]
    terms: Sequence[Term]  # of the last half year, too

    @cached_property
    def totals(self) -> Totals:
        entries = {one.official.id: one.entry for one in self.rows if one.entry}
        officials = [one.official.id for one in self.rows]
        return totals(self.whip.wanted, self.whip.needed, officials, entries, self.day)

    @property
    def faded(self) -> list[Row]:
        return [one for one in self.rows if one.is_faded]

    @property
    def contested(self) -> list[Row]:
        return [one for one in self.rows if one.older]

    @property
    def sponsors(self) -> list[Row]:
        return [one for one in self.rows if one.sponsor]

    @cached_property
    def committees(self) -> list[Body]:
        every = {one.id: one for row in self.rows for one in row.committees}
        return sorted(every.values(), key=lambda one: one.slug)

    def shown(self, asked: Asked) -> list[Row]:
        return sorted((one for one in self.rows if asked.shows(one)), key=asked.order)


def board(whip: Whip) -> Board:
    """Everybody who has a vote today, with the entry that counts; a handful of statements."""
    body, entries = whip.measure.body, entries_of(whip)
    today = today_at(body)
    terms, around = terms_since(body, today - HISTORY), Around.of(whip, entries, today)
    rows = [around.row(one) for one in voters(body, today, terms)]
    held = {one.voter.term.seat_id for one in rows}
    vacant = [one.label for one in body.seats if one.id not in held]
    return Board(whip, today, rows, vacant, entries, terms)


@dataclass(frozen=True)
class Around:
    """What is known about everybody on a day, to make their rows from."""

    day: date
    entries: dict[int, list[Entry]]
    counting: dict[int, Entry]
    sponsors: dict[int, Sponsor]
    committees: dict[int, list[Body]]
    dealing: set[int]  # bodies that have the measure on an agenda, or decide it
    signers: Counter[int]

    @classmethod
    def of(cls, whip: Whip, entries: Sequence[Entry], day: date) -> Self:
        body = whip.measure.body
        return cls(
            day,
            grouped(entries),
            newest(entries, day),
            {one.official_id: one for one in whip.measure.sponsors},
            committees_on(body.parent or body, day),
            dealing_with(whip),
            asking.signers(whip.campaign),
        )

    def row(self, voter: Voter) -> Row:
        number = voter.official.id
        entry, committees = self.counting.get(number), self.committees.get(number, ())
        return Row(
            voter,
            self.day,
            entry,
            older_and_stronger(self.entries[number], entry, self.day) if entry else None,
            self.signers[voter.ward.id] if voter.ward else 0,
            tuple(committees),
            any(one.id in self.dealing for one in committees),
            self.sponsors.get(number),
        )


def grouped(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.official, []).append(one)
    return found


def committees_on(council: Body, on: date) -> dict[int, list[Body]]:
    """The committees and boards of a council that each official sits in that day."""
    parts = {one.id: one for one in council.parts}
    query = in_force(on).where(Term.body_id.in_(parts)).order_by(Term.body_id)
    found: dict[int, list[Body]] = {}
    for official, body in db.session.execute(
        query.with_only_columns(Term.official_id, Term.body_id)
    ):
        found.setdefault(official, []).append(parts[body])
    return found


def dealing_with(whip: Whip) -> set[int]:
    """The bodies that have had the measure on an agenda, and the one that decides it."""
    query = (
        db.select(Meeting.body_id)
        .join(AgendaItem)
        .where(AgendaItem.measure_id == whip.measure_id)
        .distinct()
    )
    return {whip.measure.body_id, *db.session.scalars(query)}
