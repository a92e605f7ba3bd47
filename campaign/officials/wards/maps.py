"""Which map of a body's wards is in force on a day."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func

from ...db import db
from ..models import Body
from .models import WardMap, WardShape


def maps(body: Body) -> Sequence[WardMap]:
    """Every map of a body, the newest first."""
    mine = db.select(WardMap).where(WardMap.body_id == body.id)
    return db.session.scalars(mine.order_by(WardMap.starts_on.desc(), WardMap.id.desc())).all()


def map_on(body: Body, on: date) -> WardMap | None:
    """The map in force that day; both of its days belong to it."""
    begun = db.select(WardMap).where(WardMap.body_id == body.id, WardMap.starts_on <= on)
    lasting = begun.where(WardMap.ends_on.is_(None) | (WardMap.ends_on >= on))
    return db.session.scalar(lasting.order_by(WardMap.starts_on.desc()).limit(1))


def overlapping(
    body: Body, starts_on: date, ends_on: date | None, but: WardMap | None
) -> WardMap | None:
    """Another map that is in force on one of these days."""
    for one in maps(body):
        begins_before = ends_on is None or one.starts_on <= ends_on
        lasts_until = one.ends_on is None or one.ends_on >= starts_on
        if one is not but and begins_before and lasts_until:
            return one
    return None


def ward_counts(body: Body) -> dict[int, int]:
    """How many wards each map of a body has, by the map's number."""
    count = func.count().label("wards")
    mine = db.select(WardShape.map_id, count).join(WardMap).where(WardMap.body_id == body.id)
    rows = db.session.execute(mine.group_by(WardShape.map_id))
    return {row.map_id: row.wards for row in rows}


def period_fault(body: Body, starts_on: date, ends_on: date | None, but: WardMap | None) -> str:
    """Why a map cannot be in force on these days, as a sentence, or nothing."""
    if ends_on and ends_on < starts_on:
        return _("The last day of the map is before its first.")
    other = overlapping(body, starts_on, ends_on, but)
    if other is None:
        return ""
    if other.ends_on is None:
        words = _("Map “%(name)s” is in force from %(day)s and has no last day yet.")
        return words % {"name": other.name, "day": other.starts_on}
    words = _("Map “%(name)s” is in force from %(first)s to %(last)s: two cannot be at once.")
    return words % {"name": other.name, "first": other.starts_on, "last": other.ends_on}
