"""Giving tags to people and taking them away, one or a million at once, and undoing that."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, insert, literal, select, update

from ..db import Prepared, bound, db, now
from .listing import tag_key
from .models import Tag, Tagged, Tagging

UNDO = timedelta(days=1)
_keep_tag = Prepared(lambda insert: insert(Tag).values(bound(Tag)).on_conflict_do_nothing())


def get_tag(organization_id: int, name: str) -> Tag:
    """The organization's tag of this name, new or known; the unique key decides."""
    values = {"organization_id": organization_id, "key": tag_key(name)}
    query = select(Tag).filter_by(**values)
    found = db.session.scalar(query)
    if found is None:
        _keep_tag(db.session.connection(), name=name[:40], **values)
        found = db.session.scalars(query).one()
    return found


def change(tag: Tag, deed: str, people: Select[int]) -> Tagging:
    """Give the tag to these people, or take it from them; counts those for whom that is new."""
    tagging = Tagging(organization_id=tag.organization_id, tag=tag, deed=deed, count=0)
    db.session.add(tagging)
    db.session.flush()
    tagging.count = (add if deed == "add" else remove)(tagging, people)
    return tagging


def add(tagging: Tagging, people: Select[int]) -> int:
    """Bring back those who had it once, then give it to those who never had."""
    had = rows(tagging, Tagged.removed_by_id.is_not(None), Tagged.person_id.in_(people))
    back = run(had.values(removed_by_id=None, added_by_id=tagging.id))
    has = select(Tagged.person_id).where(Tagged.tag_id == tagging.tag_id)
    chosen = people.subquery()
    new = select(
        literal(tagging.organization_id), literal(tagging.tag_id), chosen.c.id, literal(tagging.id)
    ).where(chosen.c.id.not_in(has))
    columns = ["organization_id", "tag_id", "person_id", "added_by_id"]
    return back + run(insert(Tagged).from_select(columns, new, include_defaults=False))


def remove(tagging: Tagging, people: Select[int]) -> int:
    has = rows(tagging, Tagged.removed_by_id.is_(None), Tagged.person_id.in_(people))
    return run(has.values(removed_by_id=tagging.id))


def rows(tagging: Tagging, *conditions: Any) -> Any:
    mine = (Tagged.organization_id == tagging.organization_id, Tagged.tag_id == tagging.tag_id)
    return update(Tagged).where(*mine, *conditions)


def run(statement: Any) -> int:
    options = {"synchronize_session": False, "preserve_rowcount": True}
    found: Any = db.session.execute(statement, execution_options=options)
    return int(found.rowcount)


def undo(tagging: Tagging) -> bool:
    """Take an act back, once: who got the tag by it loses it, who lost it has it again."""
    mine = update(Tagging).where(Tagging.id == tagging.id, Tagging.undone_at.is_(None))
    if not run(mine.values(undone_at=now())):
        return False
    if tagging.deed == "add":
        given = (Tagged.added_by_id == tagging.id, Tagged.removed_by_id.is_(None))
        run(delete(Tagged).where(Tagged.organization_id == tagging.organization_id, *given))
    else:
        run(rows(tagging, Tagged.removed_by_id == tagging.id).values(removed_by_id=None))
    return True


def last_act(organization_id: int) -> Tagging | None:
    """The latest act that can still be undone."""
    query = (
        select(Tagging)
        .where(
            Tagging.organization_id == organization_id,
            Tagging.undone_at.is_(None),
            Tagging.at > now() - UNDO,
        )
        .order_by(Tagging.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def tags_of(person_id: int) -> list[Tag]:
    query = (
        select(Tag)
        .join(Tagged, Tagged.tag_id == Tag.id)
        .where(Tagged.person_id == person_id, Tagged.removed_by_id.is_(None))
        .order_by(Tag.key)
    )
    return list(db.session.scalars(query))


def tags_of_all(people: list[int]) -> dict[int, list[str]]:
    """The names of the tags of several people, by the person's number."""
    query = (
        select(Tagged.person_id, Tag.name)
        .join(Tag, Tagged.tag_id == Tag.id)
        .where(Tagged.person_id.in_(people), Tagged.removed_by_id.is_(None))
        .order_by(Tag.key)
    )
    found: dict[int, list[str]] = {}
    for person_id, name in db.session.execute(query):
        found.setdefault(person_id, []).append(name)
    return found
