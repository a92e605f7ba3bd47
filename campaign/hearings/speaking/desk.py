"""The pool of a hearing: who wants to be heard, how far they are, and steps with many at once."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import mail
from ...accounts.checks import me
from ...coalition.permissions import lead_of_campaign
from ...db import db
from ...forms import StaffForm, asked_number
from ...security import allow
from .. import place as places
from ..models import Hearing
from ..place import Place, get_my_hearing, get_place
from . import acting, listing, pool, seats, words
from .forms import ActForm, UndoForm, receipts_form, whole_number
from .models import MODES, STATES, Speaker
from .way import Steps

bp = Blueprint(
    "speakers_desk",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/hearings/<slug>",
)
ORGANIZER = lead_of_campaign("organizer")
MOST = 500  # speakers of one act


@bp.get("/speakers", endpoint="pool")
@allow(ORGANIZER)
def show_pool(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """The speakers, filtered, with numbers by state."""
    place, hearing = at_hearing(organization, campaign, slug)
    return pool_page(place, hearing, ActForm(formdata=None))


@bp.post("/speakers/act")
@allow(ORGANIZER)
def act(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Take one step with everybody who is ticked."""
    place, hearing = at_hearing(organization, campaign, slug)
    form = ActForm()
    form.offer(hearing)
    if not form.submitted():
        return pool_page(place, hearing, form)
    asked = listing.Asked.from_words(request.args)
    numbers = (form.numbers.data or [])[:MOST]
    if form.act.data == "filed":
        return redirect(place.url("speakers_desk.receipts", hearing, number=numbers), 303)
    found = carried_out(place, hearing, form, numbers)
    where = {"page": request.args.get("page"), "done": found.batch if found.taken else None}
    return redirect(place.url("speakers_desk.pool", hearing, **asked.values, **where), 303)


@bp.route("/speakers/receipts", methods=["GET", "POST"])
@allow(ORGANIZER)
def receipts(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Mark comments as filed, each with what the body said that it got."""
    place, hearing = at_hearing(organization, campaign, slug)
    numbers = [whole_number(one) for one in request.args.getlist("number")][:MOST]
    people = [one for one in pool.some(hearing, numbers) if "filed" in acting.offered(one)]
    form = receipts_form(people)
    if not people:
        flash(_("None of them can be marked as filed."), "warning")
        return redirect(place.url("speakers_desk.pool", hearing), 303)
    if not form.submitted():
        page = render_template(
            "hearings/speaking/receipts.html", place=place, hearing=hearing, form=form
        )
        return page, form.status
    texts = {one.id: form.data.get(f"receipt_{one.id}") or "" for one in people}
    pool.lock(hearing)
    found = acting.act(hearing, list(texts), "filed", me(), receipts=texts)
    return told(place, hearing, "filed", found)


@bp.get("/speakers/history")
@allow(ORGANIZER)
def history(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What was done with the pool, newest first, each with the way back."""
    place, hearing = at_hearing(organization, campaign, slug)
    return render_template(
        "hearings/speaking/history.html",
        place=place,
        hearing=hearing,
        acts=acting.history(hearing),
        button_form=StaffForm(),
    )


@bp.post("/speakers/undo")
@allow(ORGANIZER)
def undo(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Take back what was done with several, for those who have not gone on since."""
    place, hearing = at_hearing(organization, campaign, slug)
    form = UndoForm()
    if not form.submitted():
        abort(400)
    batch = form.batch.data or ""
    pool.lock(hearing)
    found = acting.undo(hearing, batch, me())
    if found.taken:
        keep_seats_filled(hearing)
        places.note("speakers.undone", place, hearing, count=len(found.taken), batch=batch)
    db.session.commit()
    wake(hearing)
    if not found.taken and not found.refused:
        abort(404)
    flash(words.undone_words(found), words.kind_of(found))
    return redirect(place.url("speakers_desk.pool", hearing), 303)


def at_hearing(organization: str, campaign: str, slug: str) -> tuple[Place, Hearing]:
    place = get_place(organization, campaign)
    return place, get_my_hearing(place, slug)


def get_my_speaker(hearing: Hearing, number: int) -> Speaker:
    """A speaker of this hearing's pool, or 404."""
    found = pool.some(hearing, [min(number, 2**31 - 1)])
    return found[0] if found else abort(404)


def carried_out(place: Place, hearing: Hearing, form: ActForm, numbers: list[int]) -> Steps:
    """Lock, take the step, fill seats that it frees, note it, commit, and say what came of it."""
    name = str(form.act.data)
    pool.lock(hearing)
    found = acting.act(hearing, numbers, name, me(), why=form.why.data or "")
    told(place, hearing, name, found)
    return found


def told(place: Place, hearing: Hearing, name: str, found: Steps) -> ResponseReturnValue:
    """The end of every act with speakers."""
    message = words.done_words(found)
    if found.taken:
        keep_seats_filled(hearing)
        about: dict[str, Any] = {"step": name, "count": len(found.taken), "batch": found.batch}
        places.note("speakers.marked", place, hearing, **about)
    db.session.commit()
    wake(hearing)
    flash(message, words.kind_of(found))
    values = {"done": found.batch} if found.taken else {}
    return redirect(place.url("speakers_desk.pool", hearing, **values), 303)


def keep_seats_filled(hearing: Hearing) -> None:
    """Where the seats are ours, offer what is free now to who waits."""
    if hearing.rule.is_own:
        db.session.flush()
        seats.fill(hearing)


def wake(hearing: Hearing) -> None:
    if hearing.rule.is_own:
        mail.wake()


def pool_page(place: Place, hearing: Hearing, form: ActForm) -> ResponseReturnValue:
    asked = listing.Asked.from_words(request.args)
    if not form.act.choices:
        form.offer(hearing)
    page = render_template(
        "hearings/speaking/pool.html",
        place=place,
        hearing=hearing,
        asked=asked,
        page=listing.page(hearing, asked, asked_number("page", 1)),
        counts=pool.counts(hearing),
        states=STATES,
        modes=MODES,
        form=form,
        batch=request.args.get("done", "")[:32],
    )
    return page, form.status
