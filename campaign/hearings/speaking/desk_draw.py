"""Recording the body's draw from its clerk's list."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import mail
from ...accounts.checks import me
from ...db import db
from ...security import allow
from .. import place as places
from ..models import Hearing
from ..place import Place
from . import drawing, listing, pool, words
from .desk import ORGANIZER, at_hearing, bp
from .forms import DrawForm, whole_number
from .telling import tell_drawn

MOST_TICKS = 200  # people to tick; a longer list is pasted


@bp.route("/draw", methods=["GET", "POST"])
@allow(ORGANIZER)
def draw(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Paste the list or tick it, look at what it means, then record it."""
    place, hearing = at_hearing(organization, campaign, slug)
    if hearing.rule.is_own:
        abort(404)
    form = DrawForm()
    if not form.submitted():
        return draw_page(place, hearing, form)
    is_sure = "carry_out" in request.form
    if is_sure:
        pool.lock(hearing)
    found = read(hearing, form)
    if not is_sure or found.problems or form.seen.data != found.mark:
        has_changed = is_sure and not found.problems
        db.session.rollback()
        return draw_page(place, hearing, form, read(hearing, form), has_changed)
    return carried_out(place, hearing, form, found)


def carried_out(
    place: Place, hearing: Hearing, form: DrawForm, found: drawing.Draw
) -> ResponseReturnValue:
    if not found.changes:
        db.session.rollback()
        flash(_("Nothing changes: this list is recorded already."), "info")
        return redirect(place.url("speakers_desk.pool", hearing), 303)
    count = {"drawn": len(found.new), "rest": len(found.rest)}
    steps = drawing.carry_out(found, me())
    if form.tells.data:
        tell_drawn(hearing, [one.speaker for one in steps.taken], steps.batch)
    places.note("speakers.drawn", place, hearing, **count, batch=steps.batch)
    db.session.commit()
    mail.wake()
    flash(_("%(drawn)s drawn, %(rest)s not drawn.", **count), words.kind_of(steps))
    done = {"done": steps.batch} if steps.taken else {}
    return redirect(place.url("speakers_desk.pool", hearing, **done), 303)


def read(hearing: Hearing, form: DrawForm) -> drawing.Draw:
    text, ticked = form.text.data or "", form.ticked.data or []
    return drawing.read(hearing, text, chosen(text), ticked, str(form.part.data))


def chosen(text: str) -> dict[int, int]:
    """Who was chosen for a line, as long as the line still says the same."""
    found = {}
    for at, _number, name in drawing.split(text):
        choice = request.form.get(f"choice_{at}", "")
        if choice and request.form.get(f"name_{at}") == name:
            found[at] = drawing.STRANGER if choice == "none" else whole_number(choice) or -1
    return found


def draw_page(
    place: Place,
    hearing: Hearing,
    form: DrawForm,
    found: drawing.Draw | None = None,
    has_changed: bool = False,
) -> ResponseReturnValue:
    """The form, and below it what the list means."""
    if found is not None:
        form.seen.data, form.seen.raw_data = found.mark, None
    page = render_template(
        "hearings/speaking/draw.html",
        place=place,
        hearing=hearing,
        form=form,
        draw=found,
        has_changed=has_changed,
        applied=listing.applied(hearing, MOST_TICKS + 1),
        most_ticks=MOST_TICKS,
    )
    status = form.status
    if found is not None and found.problems:
        status = 422
    return page, 409 if has_changed else status
