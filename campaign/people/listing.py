"""An organization's people, narrowed and in the order of their names, at a million as at ten.

No page counts: it walks an index from where the page before ended. Where a filter leaves few
people, those are found first by its own index and the walk is spared.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import selectinload

from ..db import db
from .models import EMAIL, Consent, Person, PersonWord, Tag, Tagged
from .searching import asked_words, folded

PAGE = 50
FEW = 2000  # people that are looked at one by one
SOME = 30_000  # people that are sorted
LAST = "\U0010ffff"
SOURCES = 100  # shown in the filter


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see; an empty field asks for nothing."""

    q: str = ""
    ward: str = ""
    language: str = ""
    tag: str = ""  # its number
    consent: str = ""  # given or withdrawn
    source: str = ""

    @property
    def values(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Narrowing:
    """A condition on Person, and the numbers of those it holds for, by an index of its own."""

    condition: ColumnElement[bool]
    numbers: Select[Any] | None = None


@dataclass(frozen=True)
class Page:
    people: Sequence[Person]
    next: int | None  # the last person of this page when others follow
    previous: int | None = None  # the first one when others stand before


def page(
    organization_id: int, asked: Asked, after: int | None = None, before: int | None = None
) -> Page:
    """Fifty people in the order of their names, those after one of them or before one."""
    narrowings = narrow(organization_id, asked)
    query = select(Person).where(
        Person.organization_id == organization_id, *(one.condition for one in narrowings)
    )
    few = fewest(narrowings)
    if few is not None:
        if not few:
            return Page([], None)
        query = query.where(Person.id.in_(few))
    elif (some := some_of(narrowings)) is not None:
        query = query.where(Person.id.in_(some))
    start = place_of(organization_id, after if before is None else before)
    return walk(query, start, is_back=before is not None and start is not None)


def walk(query: Select[Any], start: Any, is_back: bool) -> Page:
    """The page of a query that begins at a place, or that ends there."""
    order = (Person.sort_name, Person.id)
    if start is not None:
        query = query.where(tuple_(*order) < start if is_back else tuple_(*order) > start)
    query = query.order_by(*(one.desc() if is_back else one for one in order)).limit(PAGE + 1)
    found = db.session.scalars(query.options(selectinload(Person.consents))).all()
    people, has_more = found[:PAGE], len(found) > PAGE
    if not people:
        return Page([], None)
    if is_back:
        people = people[::-1]
        return Page(people, people[-1].id, people[0].id if has_more else None)
    has_previous = start is not None
    return Page(people, people[-1].id if has_more else None, people[0].id if has_previous else None)


def selection(organization_id: int, asked: Asked) -> Select[int]:
    """The numbers of everybody who was asked for."""
    conditions = [one.condition for one in narrow(organization_id, asked)]
    return select(Person.id).where(Person.organization_id == organization_id, *conditions)


def count(organization_id: int, asked: Asked) -> int:
    """How many that are: for pages that act on all of them, not for the list."""
    numbers = selection(organization_id, asked).subquery()
    return db.session.scalar(select(func.count()).select_from(numbers)) or 0


def some_of(narrowings: list[Narrowing]) -> Select[Any] | None:
    """Those that one of these leaves, if they are sooner sorted than everybody walked past."""
    for one in narrowings:
        if one.numbers is not None:
            counted = select(func.count()).select_from(one.numbers.limit(SOME + 1).subquery())
            if (db.session.scalar(counted) or 0) <= SOME:
                return one.numbers
    return None


def fewest(narrowings: list[Narrowing]) -> list[int] | None:
    """The numbers that one of these leaves, if any leaves only few."""
    best: list[int] | None = None
    for one in narrowings:
        if one.numbers is not None:
            found = list(db.session.scalars(one.numbers.limit(FEW + 1)))
            if len(found) <= FEW and (best is None or len(found) < len(best)):
                best = found
    return best


def place_of(organization_id: int, number: int | None) -> Any:
    """Where a person stands in the order; None for one who is not here."""
    if number is None:
        return None
    row = db.session.execute(
        select(Person.sort_name, Person.id).filter_by(id=number, organization_id=organization_id)
    ).first()
    return tuple_(*row) if row else None


def narrow(organization_id: int, asked: Asked) -> list[Narrowing]:
    found = [by_word(organization_id, word) for word in asked_words(asked.q)]
    mine = select(Person.id).where(Person.organization_id == organization_id)
    for column, value in ((Person.division, asked.ward), (Person.language, asked.language)):
        if value:
            found.append(Narrowing(column == value, mine.where(column == value)))
    if asked.tag:
        is_number = asked.tag.isdecimal() and len(asked.tag) < 10
        found.append(by_tags(organization_id, [int(asked.tag)] if is_number else []))
    if asked.consent:
        found.append(by_consent(organization_id, asked.consent == "given"))
    if asked.source:
        found.append(by_row(Consent, organization_id, lambda row: [row.source == asked.source]))
    return found


def by_row(
    model: Any, organization_id: int, conditions: Callable[[Any], list[ColumnElement[bool]]]
) -> Narrowing:
    """Those about whom there is such a row; `conditions` are made from the model's columns.

    Looked up person by person the organization is left out, so that SQLite goes by the person.
    """
    row = model.__table__.c
    return Narrowing(
        exists().where(row.person_id == Person.id, *conditions(row)).correlate(Person),
        select(model.person_id).where(model.organization_id == organization_id, *conditions(model)),
    )


def by_consent(organization_id: int, is_given: bool) -> Narrowing:
    def conditions(row: Any) -> list[ColumnElement[bool]]:
        state = row.withdrawn_at.is_(None) if is_given else row.withdrawn_at.is_not(None)
        return [row.purpose == EMAIL, state]

    found = by_row(Consent, organization_id, conditions)
    # Nearly everybody's consent stands: no use to look for them first.
    return Narrowing(found.condition) if is_given else found


def by_tags(organization_id: int, numbers: list[int]) -> Narrowing:
    return by_row(
        Tagged,
        organization_id,
        lambda row: [row.tag_id.in_(numbers), row.removed_by_id.is_(None)],
    )


def by_word(organization_id: int, word: str) -> Narrowing:
    """Those with a word, or a tag, that begins so."""
    words = by_row(
        PersonWord, organization_id, lambda row: [row.word >= word, row.word < word + LAST]
    )
    begins = select(Tag.id).where(
        Tag.organization_id == organization_id, Tag.key >= word, Tag.key < word + LAST
    )
    tags = list(db.session.scalars(begins))
    if not tags:
        return words
    tagged = by_tags(organization_id, tags)
    assert words.numbers is not None
    assert tagged.numbers is not None
    both = words.numbers.union(tagged.numbers).subquery()
    return Narrowing(or_(words.condition, tagged.condition), select(both.c.person_id))


def languages(organization_id: int) -> list[str]:
    return distinct(Person.language, Person.organization_id == organization_id)


def sources(organization_id: int) -> list[str]:
    return distinct(Consent.source, Consent.organization_id == organization_id)


def distinct(column: Any, condition: ColumnElement[bool]) -> list[str]:
    """The values of an indexed column, each found by one step of its index."""
    found: list[str] = []
    while len(found) < SOURCES:
        query = select(func.min(column)).where(condition)
        value = db.session.scalar(query.where(column > found[-1]) if found else query)
        if value is None:
            break
        found.append(value)
    return found


def tags(organization_id: int) -> Sequence[Tag]:
    """The tags of an organization, in their order."""
    query = select(Tag).where(Tag.organization_id == organization_id).order_by(Tag.key)
    return db.session.scalars(query).all()


def tag_key(name: str) -> str:
    """A tag's name without capitals and accents: the same key, the same tag."""
    return " ".join(folded(name).split())[:60]
