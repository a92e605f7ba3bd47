"""Writing the people of an import: what must be together in one transaction, the rest after it.

On SQLite everybody else waits for that transaction, so the words by which people are found
follow in small pieces.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from ...db import db, is_postgresql, now
from ..merging import index as index_one
from ..models import EMAIL, Consent, Import, Person, PersonWord, Tagged
from ..searching import sort_name, words
from ..tagging import get_tag, run
from .planning import Change, Plan, all_tags, first_language
from .rows import Incoming

PIECE = 1000  # people whose words are written at once
Progress = Callable[[int], object]


def bring(one: Import, plan: Plan) -> None:
    """Write everybody of a plan, in the open transaction."""
    keep_people(one, plan.new)
    for change in plan.changed:
        apply(change)
    ids = newcomers(one)
    added = [(ids[row.mailbox], row) for row in plan.new if row.mailbox in ids]
    lacking = [(one.known.id, one.row) for one in plan.changed if not one.known.has_consent]
    give_consents(one, [*added, *lacking])
    give_tags(one, plan, ids)


def source_of(one: Import) -> str:
    return f"import:{one.id}"


def insert_many(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there already are left as they are."""
    insert = postgresql.insert if is_postgresql() else sqlite.insert
    rows = list(rows)
    if rows:
        statement = insert(model.__table__).on_conflict_do_nothing()
        db.session.connection().execute(statement, rows)


def keep_people(one: Import, rows: list[Incoming]) -> None:
    moment, language = now(), first_language()
    insert_many(
        Person,
        (
            {
                "organization_id": one.organization_id,
                "mailbox": row.mailbox,
                "name": row.name,
                "email": row.email,
                "division": row.division,
                "language": row.language or language,
                "sort_name": sort_name(row.name, row.email),
                "import_id": one.id,
                "version": 1,
                "created_at": moment,
            }
            for row in rows
        ),
    )


def newcomers(one: Import) -> dict[str, int]:
    query = select(Person.mailbox, Person.id).where(
        Person.organization_id == one.organization_id, Person.import_id == one.id
    )
    return {row.mailbox: row.id for row in db.session.execute(query)}


def apply(change: Change) -> None:
    """Write what a row adds to a record that was there."""
    if not change.values:
        return
    person = db.session.get_one(Person, change.known.id)
    for name, value in change.values.items():
        setattr(person, name, value)
    if "name" in change.values:
        person.sort_name = sort_name(person.name, person.email)
        db.session.flush()
        index_one(person)


def give_consents(one: Import, people: list[tuple[int, Incoming]]) -> None:
    insert_many(
        Consent,
        (
            {
                "organization_id": one.organization_id,
                "person_id": person_id,
                "purpose": EMAIL,
                "wording_id": one.wording_id,
                "source": source_of(one),
                "given_at": row.agreed_at or one.created_at,
                "withdrawn_at": None,
            }
            for person_id, row in people
        ),
    )


def give_tags(one: Import, plan: Plan, ids: dict[str, int]) -> None:
    tags = {name: get_tag(one.organization_id, name).id for name in dict.fromkeys(all_tags(plan))}
    given = [(ids[row.mailbox], tag) for row in plan.new if row.mailbox in ids for tag in row.tags]
    given += [(change.known.id, tag) for change in plan.changed for tag in change.tags]
    insert_many(
        Tagged,
        (
            {
                "organization_id": one.organization_id,
                "tag_id": tags[tag],
                "person_id": person_id,
                "added_by_id": None,
                "removed_by_id": None,
            }
            for person_id, tag in given
        ),
    )


def make_findable(one: Import, progress: Progress = lambda done: None) -> None:
    """Write the words of everybody who came, a thousand at a time, each piece committed.

    Broken off, it goes on where it stopped.
    """
    while people := next_piece(one):
        insert_many(
            PersonWord,
            (
                {"organization_id": one.organization_id, "person_id": number, "word": word}
                for number, name, email in people
                for word in words(name, email)
            ),
        )
        one.cursor, one.done = people[-1][0], one.done + len(people)
        db.session.commit()
        progress(one.done)
    mine = update(Import).where(Import.id == one.id, Import.state == "indexing")
    run(mine.values(state="done", finished_at=now()))
    db.session.commit()


def next_piece(one: Import) -> list[Any]:
    query = (
        select(Person.id, Person.name, Person.email)
        .where(
            Person.organization_id == one.organization_id,
            Person.import_id == one.id,
            Person.id > one.cursor,
        )
        .order_by(Person.id)
        .limit(PIECE)
    )
    return list(db.session.execute(query))
