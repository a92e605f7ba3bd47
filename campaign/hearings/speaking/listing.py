"""A hearing's pool as its organizers look it through: filtered, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select

from ...db import db
from ...forms import Question
from ...people.searching import fits
from ..models import Hearing
from ..rules.deadlines import CLOSED, Opening
from . import pool
from .models import MODES, STATES, Speaker

PAGE = 50
MOST_MATCHES = 5_000  # of a search, more than any pool has


@dataclass(frozen=True)
class Asked(Question):
    """Whom somebody wants to see; empty, or what no speaker has, asks for nothing."""

    state: str = ""
    mode: str = ""
    q: str = ""


def page(hearing: Hearing, asked: Asked, number: int) -> Pagination:
    """Speakers in the order of the draw, then as they signed up."""
    order = (Speaker.drawn.is_(None), Speaker.drawn, Speaker.signed_up_at, Speaker.id)
    query = narrowed(asked, pool.select_pool(hearing)).order_by(*order)
    if asked.q:
        query = query.where(Speaker.id.in_(matching(hearing, asked)[:MOST_MATCHES]))
    found = db.paginate(query, page=max(1, number), per_page=PAGE, error_out=False)
    if found.total and not found.items:  # somebody else has shortened the list
        return db.paginate(query, page=found.pages, per_page=PAGE, error_out=False)
    return found


def narrowed(asked: Asked, query: Select[Any]) -> Select[Any]:
    is_known = asked.state in STATES
    query = query.where(Speaker.state == asked.state if is_known else Speaker.state != "withdrawn")
    return query.where(Speaker.mode == asked.mode) if asked.mode in MODES else query


def matching(hearing: Hearing, asked: Asked) -> list[int]:
    """Numbers of those in whose name, address or words each word that is asked for begins one.

    Words are compared without accents, which the databases do each in their own way: so the
    texts of the pool, a few thousand at most, are looked through here.
    """
    query = db.select(Speaker.id, Speaker.name, Speaker.email, Speaker.says)
    mine = query.where(Speaker.hearing_id == hearing.id, Speaker.proven_at.is_not(None))
    rows = db.session.execute(narrowed(asked, mine).order_by(Speaker.id))
    return [row.id for row in rows if fits(asked.q, row.name, row.email, row.says)]


def modes_of(opening: Opening) -> tuple[str, ...]:
    """Which modes of speakers a window is for."""
    window = opening.window
    if window.purpose == "write":
        return ("written",)
    if window.purpose != "speak":
        return ()
    return ("in_person", "remote") if window.mode == "any" else (window.mode,)


def not_applied(hearing: Hearing) -> Sequence[Speaker]:
    """Those who want to speak and of whom nobody has said that they applied."""
    mine = pool.select_pool(hearing).where(
        Speaker.state.in_(("interested", "ready")), Speaker.mode != "written"
    )
    return db.session.scalars(mine.order_by(Speaker.signed_up_at, Speaker.id)).all()


def is_closed(mode: str, found: Sequence[Opening]) -> bool:
    """Whether every window for this mode has closed."""
    mine = [one for one in found if mode in modes_of(one)]
    return bool(mine) and all(one.state() == CLOSED for one in mine)


def on_phone(hearing: Hearing) -> Sequence[Speaker]:
    """Those whom the body calls back, or has: the drawn first, in the clerk's order."""
    states = ("drawn", "confirmed", "forfeited")
    mine = pool.select_pool(hearing).where(Speaker.state.in_(states), Speaker.mode != "written")
    order = (Speaker.state != "drawn", Speaker.drawn.is_(None), Speaker.drawn, Speaker.id)
    return db.session.scalars(mine.order_by(*order)).all()


def may_be_called(hearing: Hearing, calls: Sequence[Opening]) -> Sequence[Speaker]:
    """Those who applied where the body calls back, and of whom nobody knows yet."""
    modes = {mode for one in calls for mode in modes_of(one)}
    mine = pool.select_pool(hearing).where(Speaker.state == "applied", Speaker.mode.in_(modes))
    return db.session.scalars(mine.order_by(Speaker.signed_up_at, Speaker.id).limit(PAGE)).all()


def applied(hearing: Hearing, most: int) -> Sequence[Speaker]:
    """Those who wait for the draw, as they signed up."""
    mine = pool.select_pool(hearing).where(Speaker.state == "applied")
    return db.session.scalars(mine.order_by(Speaker.signed_up_at, Speaker.id).limit(most)).all()
