"""The line-up of a hearing: its order, its points, and whether it fits."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import escape

from ...coalition.permissions import lead_of_campaign
from ...db import db
from ...forms import asked_number
from ...security import allow
from ..models import Hearing
from ..place import Place, get_my_hearing, get_place, note
from ..speaking import pool
from . import deals, ordering
from .forms import LineUpForm, numbers_in
from .members import LineUp, line_up
from .parts import parts

bp = Blueprint(
    "lineup_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/hearings"
)
LEAD = lead_of_campaign("organizer")
PAGE = 15  # speakers on a page: 40 points are 600 cells


@bp.route("/<slug>/line-up", methods=["GET", "POST"])
@allow(LEAD)
def lineup(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Who speaks in which order, who says what, and for how long."""
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)
    form = LineUpForm()
    if not form.submitted():
        return page(place, hearing, line_up(hearing), form), form.status
    pool.lock(hearing)
    name, numbers = form.deed
    if name == "deal":
        return deal_again(place, hearing, form)
    if name == "undo":
        return undone(place, hearing, form)
    if name in ("give", "take"):
        return by_hand(place, hearing, name, *numbers)
    return ordered(place, hearing, form, name, numbers)


def page(place: Place, hearing: Hearing, found: LineUp, form: LineUpForm, **more: Any) -> str:
    """A window of the line-up; coverage and the clock are those of the whole."""
    points = deals.points_of(place.campaign)
    pages = max(1, -(-len(found.rows) // PAGE))
    number = min(max(1, asked_number("page", 1)), pages)
    first = (number - 1) * PAGE
    shown = found.rows[first : first + PAGE]
    covered = deals.coverage(found)
    dealt = deals.of_speakers(hearing, [one.id for one in shown])
    return render_template(
        "hearings/lineup/lineup.html",
        place=place,
        hearing=hearing,
        parts=parts(place, hearing),
        form=form,
        lineup=found,
        shown=shown,
        first=first,
        page=number,
        pages=pages,
        points=points,
        covered=covered,
        mark=ordering.mark(found.order),
        lacking=sorted(points, key=lambda one: lack(one, covered[one.id])),
        dealt=dealt,
        columns=[(one.id, escape(one.name), dealt[one.id]) for one in shown],
        counts=pool.counts(hearing),
        **more,
    )


def lack(point: Any, count: int) -> tuple[bool, bool, int]:
    """Sorts what must be said and nobody says before all else."""
    return not (point.is_must and not count), count >= point.wanted, point.position


def deal_again(place: Place, hearing: Hearing, form: LineUpForm) -> ResponseReturnValue:
    """Deal anew, and answer with the page that can take it back."""
    found = line_up(hearing)
    change = deals.deal_anew(found, deals.points_of(place.campaign))
    note("lineup.dealt", place, hearing, new=len(change.new), gone=len(change.gone))
    token = deals.undo_token(hearing, change) if change.new or change.gone else ""
    db.session.commit()
    return page(place, hearing, line_up(hearing), form, change=change, undo=token)


def undone(place: Place, hearing: Hearing, form: LineUpForm) -> ResponseReturnValue:
    if deals.undo(hearing, form.undo.data or ""):
        db.session.commit()
        flash(_("The points are dealt as they were before."), "success")
    else:
        flash(_("Somebody has dealt points since. Nothing was taken back."), "error")
    return back(place, hearing)


def by_hand(
    place: Place, hearing: Hearing, name: str, speaker: int, point: int
) -> ResponseReturnValue:
    """Deal one point by hand, or take it away."""
    row = next((one for one in line_up(hearing).rows if one.id == speaker), None)
    known = next((one for one in deals.points_of(place.campaign) if one.id == point), None)
    if row is None or known is None:
        flash(_("This speaker or this point is no longer here. Nothing was changed."), "error")
    elif name == "give":
        deals.give(hearing, speaker, point)
        flash(_("%(name)s says it: %(point)s", name=row.name, point=known.title), "success")
    else:
        deals.take(hearing, speaker, point)
        flash(_("%(name)s no longer says: %(point)s", name=row.name, point=known.title), "success")
    db.session.commit()
    return back(place, hearing, "matrix")


def ordered(
    place: Place, hearing: Hearing, form: LineUpForm, name: str, numbers: list[int]
) -> ResponseReturnValue:
    """Store another order, unless somebody else has stored one since the page was opened."""
    found = line_up(hearing)
    mine = wanted_order(found, form, name, numbers)
    if form.seen.data != ordering.mark(found.order):
        return clash(place, hearing, found, form, mine), 409
    ordering.save(hearing, mine, found.rows)
    note("lineup.ordered", place, hearing, how=name)
    db.session.commit()
    if not numbers:
        flash(_("The order is saved."), "success")
        return back(place, hearing)
    names = {one.id: one.name for one in found.rows}
    if numbers[0] not in names:
        flash(_("This speaker is no longer in the line-up."), "error")
        return back(place, hearing)
    at = mine.index(numbers[0])
    speaker = names[numbers[0]]
    words = _("%(name)s is number %(at)d of %(count)d.", name=speaker, at=at + 1, count=len(mine))
    flash(words, "success")
    return back(place, hearing, f"speaker-{numbers[0]}", at // PAGE + 1)


def wanted_order(found: LineUp, form: LineUpForm, name: str, numbers: list[int]) -> list[int]:
    """The order that somebody means: the stored one with what they change in it."""
    if name == "drawn":
        return ordering.by_drawn(found.rows)
    if name == "alternate":
        return ordering.alternating(found.rows)
    if name == "mine":
        return ordering.agreed(numbers_in(form.wanted.data or ""), found.order)
    speaker = numbers[0]
    at = found.order.index(speaker) if speaker in found.order else 0
    to = {"up": at - 1, "down": at + 1}.get(name, int(form.to.data or at + 1) - 1)
    return ordering.moved(found.order, speaker, to)


def clash(place: Place, hearing: Hearing, found: LineUp, form: LineUpForm, mine: list[int]) -> str:
    """Both orders, side by side; mine can still be saved."""
    names = {one.id: one.name for one in found.rows}
    db.session.rollback()
    return render_template(
        "hearings/lineup/clash.html",
        place=place,
        hearing=hearing,
        parts=parts(place, hearing),
        form=form,
        stored=found.order,
        mine=mine,
        mark=ordering.mark(found.order),
        names=names,
    )


def back(
    place: Place, hearing: Hearing, anchor: str | None = None, number: int | None = None
) -> ResponseReturnValue:
    number = number or request.args.get("page", 1, type=int)
    values = {"page": number} if number > 1 else {}
    return redirect(place.url("lineup_desk.lineup", hearing, _anchor=anchor, **values), 303)
