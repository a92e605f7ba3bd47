"""A hearing's pool as its organizers look it through: filtered, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Select, func

from ...db import db
from ...people.searching import fits
from ..models import Hearing
from ..rules.deadlines import CLOSED, Opening
from . import pool
from .models import MODES, STATES, Speaker

PAGE = 50
PAGE_OF_MATCHES = 5000  # of a search, more than any pool has


@dataclass(frozen=True)
class Asked:
    """Whom somebody wants to see; empty asks for nothing."""

    state: str = ""
    mode: str = ""
    q: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        state, mode = given.get("state", ""), given.get("mode", "")
        return cls(
            state if state in STATES else "",
            mode if mode in MODES else "",
            given.get("q", "").strip()[:100],
        )

    @property
    def values(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Page:
    """One page of speakers, as the pager wants it."""

    speakers: Sequence[Speaker]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def prev_num(self) -> int:
        return self.page - 1

    @property
    def next_num(self) -> int:
        return self.page + 1


def page(hearing: Hearing, asked: Asked, number: int) -> Page:
    """Speakers in the order of the draw, then as they signed up."""
    order = (Speaker.drawn.is_(None), Speaker.drawn, Speaker.signed_up_at, Speaker.id)
    query = narrowed(hearing, asked, pool.select_pool(hearing)).order_by(*order)
    if asked.q:
        found = matching(hearing, asked)
        query = query.where(Speaker.id.in_(found[:PAGE_OF_MATCHES]))
        total = min(len(found), PAGE_OF_MATCHES)
    else:
        counted = narrowed(hearing, asked, db.select(func.count(Speaker.id)))
        proven = Speaker.proven_at.is_not(None)
        total = db.session.scalar(counted.where(Speaker.hearing_id == hearing.id, proven)) or 0
    last = max(1, -(-total // PAGE))
    number = min(max(1, number), last)
    speakers = db.session.scalars(query.offset((number - 1) * PAGE).limit(PAGE)).all()
    return Page(speakers, number, total)


def narrowed(hearing: Hearing, asked: Asked, query: Select[Speaker]) -> Select[Speaker]:
    state = Speaker.state == asked.state if asked.state else Speaker.state != "withdrawn"
    query = query.where(state)
    return query.where(Speaker.mode == asked.mode) if asked.mode else query


def matching(hearing: Hearing, asked: Asked) -> list[int]:
    """Numbers of those in whose name, address or words each word that is asked for begins one.

    Words are compared without accents, which the databases do each in their own way: so the
    texts of the pool, a few thousand at most, are looked through here.
    """
    query = db.select(Speaker.id, Speaker.name, Speaker.email, Speaker.says)
    mine = query.where(Speaker.hearing_id == hearing.id, Speaker.proven_at.is_not(None))
    rows = db.session.execute(narrowed(hearing, asked, mine).order_by(Speaker.id))
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
