"""To whom a mailing goes: own people who allowed it, narrowed by what is known of them.

**What a partner may use.** Signatures, speakers and letters are the lead's to look at. A partner
goes by what people ticked for it there, the source of their consent: a segment of one person must
not tell it whether that person signed. Whether a mail was opened nobody knows: there are no
tracking pixels, and so no such segment.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self, TypeVar

from sqlalchemy import ColumnElement, Select, func, select

from ...db import db
from ...hearings.speaking.models import Speaker
from ...mail.models import Suppression
from ...people.listing import by_tags
from ...people.models import Consent, Person
from ...petitions.models import Signature
from ..letters.models import Letter
from .conditions import (
    NUMBER,
    STANDING,
    Condition,
    by_column,
    by_mailbox,
    by_source,
    consents,
    counted,
    few_of,
    got,
    of_people,
    suppressed,
)

MOST = 200  # wards, tags or languages of one segment
SAMPLE = 10
PARTS = ("speaks", "writes")  # at a hearing
Numbers = tuple[int, ...]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Segment:
    """What its people have in common; an empty field asks for nothing.

    `signed`, `hearing`, `wrote` and `without` are numbers of a petition, a hearing, a letter action
    and a mailing that they did not get; 0 for none. `part` is how they take part in the hearing.
    """

    signed: int = 0
    wards: tuple[str, ...] = ()
    hearing: int = 0
    part: str = ""
    tags: Numbers = ()
    languages: tuple[str, ...] = ()
    wrote: int = 0
    source: str = ""
    without: int = 0

    @property
    def values(self) -> dict[str, Any]:
        """As a mailing keeps it: only what is asked for, in values that JSON has."""
        return {name: plain(value) for name, value in asdict(self).items() if value}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """A segment from what is kept, or from a form's values; what makes no sense is nothing."""
        known = {one.name: one.default for one in fields(cls)}
        return cls(**{name: like(known[name], name, values.get(name)) for name in known})


def plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def like(default: Any, name: str, value: Any) -> Any:
    """A value as this field has it."""
    if isinstance(default, tuple):
        every = value if isinstance(value, list | tuple) else []
        make = number if name == "tags" else text
        return tuple(dict.fromkeys(filter(None, map(make, every[:MOST]))))
    return number(value) if isinstance(default, int) else text(value)


def number(value: Any) -> int:
    digits = str(value)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0


def text(value: Any) -> str:
    return value[:120] if isinstance(value, str) else ""


@dataclass(frozen=True)
class Audience:
    """A segment of one organization's people in one campaign, as it may look at them."""

    organization_id: int
    is_lead: bool
    segment: Segment

    def conditions(self) -> list[Condition]:
        """One condition on Person for each thing that is asked for."""
        wanted, mine = self.segment, self.organization_id
        found = []
        if wanted.wards:
            found.append(by_column(mine, Person.division, wanted.wards))
        if wanted.languages:
            found.append(by_column(mine, Person.language, wanted.languages))
        if wanted.tags:
            found.append(of_people(by_tags(mine, list(wanted.tags))))
        if wanted.source:
            found.append(by_source(mine, wanted.source))
        if wanted.signed:
            found.append(self.by_act(Signature, f"petition:{wanted.signed}", *signed(wanted)))
        if wanted.hearing:
            found.append(
                self.by_act(Speaker, f"hearing:{wanted.hearing}", *speaks(wanted, self.is_lead))
            )
        if wanted.wrote:
            found.append(self.by_act(Letter, f"letter:{wanted.wrote}", *wrote(wanted)))
        if wanted.without:
            everybody = select(Person.id).where(Person.organization_id == mine)
            found.append(Condition(~got(wanted.without), everybody, everybody))
        return found

    def by_act(self, model: Any, source: str, *conditions: ColumnElement[bool]) -> Condition:
        """Those who did something in the campaign, as far as this organization may know."""
        if self.is_lead:
            return by_mailbox(self.organization_id, model, conditions)
        return by_source(self.organization_id, source)

    def fitting(self) -> Select[Any]:
        """Numbers of the people whom the segment describes, whether they may be mailed or not."""
        query = select(Person.id).where(Person.organization_id == self.organization_id)
        return self.narrowed(query, Person.id)

    def receivers(self, *more: ColumnElement[bool], of: Sequence[Any] = ()) -> Select[Any]:
        """Numbers of those who get the mail: their consent stands and their mailbox works.

        It walks the organization's consents in the order of people, from where `more` says
        (of `NUMBER`), so that the next five hundred cost the same at the end of a million.
        """
        query = select(*of or (NUMBER,)).select_from(Consent)
        query = query.join(Person, Person.id == Consent.person_id)
        query = query.where(Consent.organization_id == self.organization_id, *STANDING)
        return self.narrowed(query.where(~suppressed(), *more), NUMBER)

    def narrowed(self, query: Select[Any], number: Any) -> Select[Any]:
        conditions = self.conditions()
        query = query.where(*(one.holds for one in conditions))
        first = few_of(conditions)
        return query if first is None else query.where(number.in_(first))

    def count(self) -> int:
        """How many receivers; who is left out is taken off where nothing narrows them."""
        if self.segment != Segment():
            return counted(self.receivers())
        return self.standing() - counted(self.shut())

    def standing(self) -> int:
        """How many consents of the organization stand."""
        query = select(func.count()).select_from(Consent)
        query = query.where(Consent.organization_id == self.organization_id, *STANDING)
        return db.session.scalar(query) or 0

    def shut(self) -> Select[Any]:
        """Those who fit and allow it, and whose mailbox is shut: few, so it begins with those."""
        gone = Person.mailbox.in_(select(Suppression.mailbox))
        query = select(Person.id).where(gone)
        query = query.where(Person.organization_id == self.organization_id, consents())
        return self.narrowed(query, Person.id)

    def left_out(self, count: int) -> dict[str, int]:
        """How many fit beside the `count` that get it, by why: no consent, or a shut mailbox."""
        shut = counted(self.shut())
        return {"consent": counted(self.fitting()) - count - shut, "suppressed": shut}

    def sample(self) -> list[Person]:
        """Ten of them, for people to look at."""
        query = self.receivers().order_by(NUMBER).limit(SAMPLE)
        return people(list(db.session.scalars(query)))

    def languages(self) -> dict[str, int]:
        """How many receivers speak each language."""
        query = self.receivers(of=(Person.language, func.count())).group_by(Person.language)
        return {row[0]: row[1] for row in db.session.execute(query)}

    def has(self, person_id: int) -> bool:
        return db.session.scalar(self.receivers(NUMBER.in_([person_id]))) is not None

    def next_to(self, person_id: int, is_back: bool = False) -> int | None:
        """The receiver after a person, or before them, in the order of their numbers."""
        side = person_id > NUMBER if is_back else person_id < NUMBER
        order = NUMBER.desc() if is_back else NUMBER
        return db.session.scalar(self.receivers(side).order_by(order).limit(1))


def beside(look: Callable[[], Found]) -> Found:
    """Look in a reading transaction of its own: no writer waits while everybody is counted.

    What the session had begun ends first.
    """
    db.session.rollback()
    db.session.connection(execution_options={"looks": True})
    try:
        return look()
    finally:
        db.session.rollback()


def people(numbers: Iterable[int]) -> list[Person]:
    """These people, in the order of their numbers."""
    query = select(Person).where(Person.id.in_(list(numbers))).order_by(Person.id)
    return list(db.session.scalars(query))


def signed(wanted: Segment) -> list[ColumnElement[bool]]:
    """Confirmed signatures that stand."""
    return [
        Signature.petition_id == wanted.signed,
        Signature.confirmed_at.is_not(None),
        Signature.withdrawn_at.is_(None),
        Signature.invalidated_at.is_(None),
    ]


def speaks(wanted: Segment, is_lead: bool) -> list[ColumnElement[bool]]:
    """Speakers who proved their mailbox and did not withdraw; how they speak is the lead's."""
    found = [
        Speaker.hearing_id == wanted.hearing,
        Speaker.proven_at.is_not(None),
        Speaker.state != "withdrawn",
    ]
    if is_lead and wanted.part in PARTS:
        writes = Speaker.mode == "written"
        found.append(writes if wanted.part == "writes" else ~writes)
    return found


def wrote(wanted: Segment) -> list[ColumnElement[bool]]:
    """Letters that their writers confirmed."""
    left = Letter.state.not_in(("unconfirmed", "withdrawn"))
    return [Letter.action_id == wanted.wrote, Letter.confirmed_at.is_not(None), left]
