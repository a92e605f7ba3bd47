"""Getting through to the body: apply now, and the hours in which it calls back."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from ...db import now
from ...security import allow
from ..models import Hearing
from ..place import Place
from ..rules.deadlines import CLOSED, Opening, openings
from . import listing
from .desk import ORGANIZER, at_hearing, bp, carried_out
from .forms import ActForm


@bp.route("/apply", methods=["GET", "POST"])
@allow(ORGANIZER)
def apply(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Where and how one applies now, and who has not; mark who has."""
    place, hearing = at_hearing(organization, campaign, slug)
    form = ActForm()
    form.offer(hearing, "applied")
    form.act.data, form.act.raw_data = "applied", None
    if form.submitted():
        found = carried_out(place, hearing, form, form.numbers.data or [])
        done = {"done": found.batch} if found.taken else {}
        return redirect(place.url("speakers_desk.apply", hearing, **done), 303)
    return apply_page(place, hearing, form)


def apply_page(place: Place, hearing: Hearing, form: ActForm) -> ResponseReturnValue:
    ways = [one for one in openings(hearing) if one.window.purpose == "speak"]
    page = render_template(
        "hearings/speaking/apply.html",
        place=place,
        hearing=hearing,
        ways=[one for one in ways if one.state() != CLOSED],
        people=listing.not_applied(hearing),
        form=form,
    )
    return page, form.status


@bp.route("/calls", methods=["GET", "POST"])
@allow(ORGANIZER)
def watch(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Who is to be called back, with one button each for what came of it."""
    place, hearing = at_hearing(organization, campaign, slug)
    form = ActForm()
    form.offer(hearing, "confirmed", "forfeited")
    if form.submitted():
        carried_out(place, hearing, form, form.numbers.data or [])
        return redirect(place.url("speakers_desk.watch", hearing), 303)
    calls = calls_of(hearing)
    page = render_template(
        "hearings/speaking/watch.html",
        place=place,
        hearing=hearing,
        people=listing.on_phone(hearing),
        applied=listing.may_be_called(hearing, calls),
        calls=calls,
        now=now(),
        form=form,
    )
    return page, form.status


def calls_of(hearing: Hearing) -> list[Opening]:
    """The windows after which the body calls back, the next hours first; none that is over."""
    found = [
        one for one in openings(hearing) if one.calls_from and one.calls_to and one.calls_to > now()
    ]
    return sorted(found, key=lambda one: one.calls_from or now())
