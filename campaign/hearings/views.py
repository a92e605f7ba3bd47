"""Public pages of hearings: what comes, and one of them with all the ways of taking part."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import format_date
from sqlalchemy.orm import joinedload

from ..db import db, now
from ..officials.models import Body
from ..pages import keep
from ..security import allow, public
from .calendars import views as calendars  # noqa: F401  (its pages)
from .models import Hearing
from .public import bp, joining, mine, ways  # noqa: F401  (their pages)
from .public.finding import get_hearing

MOST = 300  # hearings on one page


@bp.get("/hearings")
@allow(public)
def hearings() -> Response:
    """What comes by month, the nearest first; or what has been, the latest first."""
    is_past, slug = bool(request.args.get("past")), request.args.get("body", "")
    found = list(db.session.scalars(listed(is_past, slug)))
    page = render_template(
        "hearings/hearings.html",
        months=by_month(found),
        is_past=is_past,
        bodies=bodies(),
        asked=slug,
    )
    return keep(make_response(page))


def listed(is_past: bool, slug: str) -> Any:
    """A hearing is past from its beginning on: whoever comes later has missed the first."""
    query = db.select(Hearing).where(Hearing.published_at.is_not(None))
    if is_past:
        query = query.where(Hearing.starts_at <= now()).order_by(Hearing.starts_at.desc())
    else:
        query = query.where(Hearing.starts_at > now()).order_by(Hearing.starts_at)
    if slug:
        of = db.select(Body.id).filter_by(slug=slug).scalar_subquery()
        query = query.where((Hearing.body_id == of) | Hearing.other_bodies.any(Body.slug == slug))
    return query.options(joinedload(Hearing.body)).limit(MOST)


def by_month(found: Iterable[Hearing]) -> list[tuple[str, list[Hearing]]]:
    """Months as people say them, where each body meets."""
    months = groupby(found, key=lambda one: one.local_start.strftime("%Y-%m"))
    made = []
    for _month, some in months:
        inside = list(some)
        made.append((format_date(inside[0].local_start.date(), "LLLL y"), inside))
    return made


def bodies() -> list[Body]:
    """Those that have hearings, for the filter."""
    public_ones = db.select(Hearing.body_id).where(Hearing.published_at.is_not(None))
    query = db.select(Body).where(Body.id.in_(public_ones)).order_by(Body.slug)
    return list(db.session.scalars(query))


@bp.get("/hearings/<slug>")
@allow(public)
def hearing(slug: str) -> Response:
    """What it is, when, how one takes part, and what will be published about who does."""
    found = get_hearing(slug)
    page = render_template(
        "hearings/hearing.html",
        hearing=found,
        ways=ways.ways(found),
        open_modes=ways.open_modes(found),
        may_write=ways.may_write(found),
        earlier=predecessors(found),
    )
    return keep(make_response(page))


def predecessors(found: Hearing) -> list[Hearing]:
    """Hearings that were moved to this one."""
    before = db.select(Hearing).filter_by(successor_id=found.id)
    return list(db.session.scalars(before.where(Hearing.published_at.is_not(None))))
