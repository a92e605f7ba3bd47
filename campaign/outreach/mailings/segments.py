"""To whom a mailing goes: own people who allowed it, narrowed by what is known of them.

**What a partner may use.** Signatures, speakers and letters are the lead's to look at. A partner
goes by what people ticked for it there (the source of their consent) and by who came through its
own link: a segment of one person must not tell it whether that person signed. Whether a mail was
opened nobody knows: there are no tracking pixels, and so no such segment.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self, TypeVar

from sqlalchemy import ColumnElement, Select, and_, cast, exists, func, or_, select
from sqlalchemy import String as Text

from ...db import db
from ...hearings.speaking.models import Speaker
from ...mail.models import OutgoingEmail, Suppression
from ...people.listing import Narrowing, by_row, by_tags
from ...people.models import EMAIL, Consent, OtherMailbox, Person
from ...petitions.models import Signature
from ..letters.models import Letter

MOST = 200  # wards, tags or languages of one segment
SOME = 30_000  # people whose numbers are looked up first
SAMPLE = 10
PARTS = ("speaks", "writes")  # at a hearing
GOT = ("queued", "sending", "sent", "uncertain")
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

    def narrowings(self) -> list[Narrowing]:
        """One condition on Person for each thing that is asked for."""
        wanted, mine = self.segment, self.organization_id
        found = []
        if wanted.wards:
            found.append(by_column(mine, Person.division, wanted.wards))
        if wanted.languages:
            found.append(by_column(mine, Person.language, wanted.languages))
        if wanted.tags:
            found.append(by_tags(mine, list(wanted.tags)))
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
            found.append(Narrowing(~got(wanted.without)))
        return found

    def by_act(self, model: Any, source: str, *conditions: ColumnElement[bool]) -> Narrowing:
        """Those who did something in the campaign, as far as this organization may know."""
        found = by_mailbox(self.organization_id, model, conditions)
        if self.is_lead:
            return found
        recruiter = model.recruited_by_id if model is Letter else model.organization_id
        mine = by_mailbox(
            self.organization_id, model, (*conditions, recruiter == self.organization_id)
        )
        ticked = by_source(self.organization_id, source)
        assert mine.numbers is not None
        assert ticked.numbers is not None
        both = mine.numbers.union(ticked.numbers).subquery()
        return Narrowing(or_(mine.condition, ticked.condition), select(both.c[0]))

    def fitting(self, *more: ColumnElement[bool]) -> Select[Any]:
        """Numbers of the people whom the segment describes, whether they may be mailed or not."""
        narrowings = self.narrowings()
        query = select(Person.id).where(Person.organization_id == self.organization_id, *more)
        query = query.where(*(one.condition for one in narrowings))
        first = few_of(narrowings)
        return query if first is None else query.where(Person.id.in_(first))

    def receivers(self, *more: ColumnElement[bool]) -> Select[Any]:
        """Numbers of those who get the mail: their consent stands and their mailbox works."""
        return self.fitting(consents(), ~suppressed(), *more)

    def count(self) -> int:
        return counted(self.receivers())

    def left_out(self) -> dict[str, int]:
        """How many fit and get nothing, by why: no consent, or the mailbox is shut."""
        return {
            "consent": counted(self.fitting(~consents())),
            "suppressed": counted(self.fitting(consents(), suppressed())),
        }

    def sample(self) -> list[Person]:
        """Ten of them, for people to look at."""
        query = self.receivers().order_by(Person.id).limit(SAMPLE)
        return people(list(db.session.scalars(query)))

    def languages(self) -> dict[str, int]:
        """How many receivers speak each language."""
        query = self.receivers().with_only_columns(Person.language, func.count())
        return {row[0]: row[1] for row in db.session.execute(query.group_by(Person.language))}

    def has(self, person_id: int) -> bool:
        return db.session.scalar(self.receivers(Person.id == person_id)) is not None

    def next_to(self, person_id: int, is_back: bool = False) -> int | None:
        """The receiver after a person, or before them, in the order of their numbers."""
        side = Person.id < person_id if is_back else Person.id > person_id
        order = Person.id.desc() if is_back else Person.id
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


def counted(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def few_of(narrowings: list[Narrowing]) -> Select[Any] | None:
    """The shortest list of numbers that one of these leaves, if any is short enough to go by."""
    best: tuple[int, Select[Any]] | None = None
    for one in narrowings:
        if one.numbers is not None:
            size = counted(one.numbers.limit(SOME + 1))
            if size <= SOME and (best is None or size < best[0]):
                best = size, one.numbers
    return best[1] if best else None


def consents() -> ColumnElement[bool]:
    """Whether a person's consent to be mailed stands."""
    row = Consent.__table__.c
    standing = (row.purpose == EMAIL, row.withdrawn_at.is_(None))
    return exists().where(row.person_id == Person.id, *standing).correlate(Person)


def suppressed() -> ColumnElement[bool]:
    row = Suppression.__table__.c
    return exists().where(row.mailbox == Person.mailbox).correlate(Person)


def by_column(organization_id: int, column: Any, values: tuple[str, ...]) -> Narrowing:
    mine = select(Person.id).where(Person.organization_id == organization_id)
    return Narrowing(column.in_(values), mine.where(column.in_(values)))


def by_source(organization_id: int, source: str) -> Narrowing:
    return by_row(Consent, organization_id, lambda row: [row.source == source])


def by_mailbox(
    organization_id: int, model: Any, conditions: tuple[ColumnElement[bool], ...]
) -> Narrowing:
    """Those with a mailbox, of any of their own, that such a row names."""
    other = OtherMailbox.__table__.c
    theirs = select(other.mailbox).where(other.person_id == Person.id).correlate(Person)
    row = or_(model.mailbox == Person.mailbox, model.mailbox.in_(theirs))
    first = select(Person.id).join(model, model.mailbox == Person.mailbox)
    second = select(OtherMailbox.person_id).join(model, model.mailbox == OtherMailbox.mailbox)
    numbers = union_of(
        first.where(Person.organization_id == organization_id, *conditions),
        second.where(OtherMailbox.organization_id == organization_id, *conditions),
    )
    return Narrowing(exists().where(row, *conditions).correlate(Person), numbers)


def union_of(*queries: Select[Any]) -> Select[Any]:
    both = queries[0].union(*queries[1:]).subquery()
    return select(both.c[0])


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


def got(mailing_id: int) -> ColumnElement[bool]:
    """Whether a person got that mailing, or will."""
    row = OutgoingEmail.__table__.c
    key = f"mailing:{mailing_id}:" + cast(Person.id, Text)
    return exists().where(and_(row.key == key, row.state.in_(GOT))).correlate(Person)
