"""The desk of testimony: the table of all drafts, acts with several, and who says the same."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import mail
from ...accounts.checks import me
from ...db import db
from ...forms import asked_number
from ...hearings.editing import members
from ...hearings.place import get_my_hearing
from ...security import allow
from .. import similarity
from ..desk import bp
from ..models import STATES
from ..place import LEAD, Place, get_place
from . import bulk, listing, queue, rows
from .forms import BulkForm


@bp.get("")
@allow(LEAD)
def drafts(organization: str, campaign: str) -> ResponseReturnValue:
    """Every draft of the campaign, with what a reviewer wants to know of it."""
    place = get_place(organization, campaign)
    return page(place, BulkForm(formdata=None))


@bp.post("/act")
@allow(LEAD)
def act(organization: str, campaign: str) -> ResponseReturnValue:
    """One act with every draft that is ticked."""
    place, form = get_place(organization, campaign), BulkForm()
    form.offer(members(place.organization))
    if not form.submitted():
        return page(place, form)
    found = bulk.some(place, form.numbers.data or [])
    if form.act.data == "assign":
        count = bulk.assign(place, found, form.reviewer.data or None, me())
        said = ngettext("%(num)s reviewer is noted.", "%(num)s reviewers are noted.", count)
    else:
        count = bulk.nudge(place, found)
        said = ngettext("%(num)s writer is reminded.", "%(num)s writers are reminded.", count)
        if count < len(found):
            said += " " + _("The others are done, were reminded today, or have no address.")
    db.session.commit()
    mail.wake()
    flash(said, "success" if count else "info")
    asked = listing.Asked.from_words(request.args)
    return redirect(place.url("drafts", None, **asked.values, page=request.args.get("page")), 303)


@bp.get("/next", endpoint="next")
@allow(LEAD)
def next_draft(organization: str, campaign: str) -> ResponseReturnValue:
    """Lead to the next draft that waits for review."""
    place = get_place(organization, campaign)
    found = queue.find_next(place, asked_number("after"))
    if found is None:
        flash(_("Nothing waits for review."), "info")
        return redirect(place.url("drafts"), 303)
    return redirect(place.url("draft", found), 303)


@bp.get("/alike")
@allow(LEAD)
def alike(organization: str, campaign: str) -> ResponseReturnValue:
    """Which drafts of a hearing say much the same, and the sentence that they share."""
    place = get_place(organization, campaign)
    every = listing.Listing(place, listing.Asked()).hearings
    slug = request.args.get("hearing", "")
    hearing = get_my_hearing(place, slug) if slug else next(iter(every), None)  # type: ignore[arg-type]
    return render_template(
        "testimony/review/alike.html",
        place=place,
        hearings=every,
        hearing=hearing,
        found=similarity.groups(hearing) if hearing else [],
    )


def page(place: Place, form: BulkForm) -> ResponseReturnValue:
    asked = listing.Asked.from_words(request.args)
    people = members(place.organization)
    form.offer(people)
    found = listing.Listing(place, asked)
    shelf = found.page(asked_number("page", 1))
    text = render_template(
        "testimony/review/drafts.html",
        place=place,
        asked=asked,
        page=shelf,
        rows=rows.rows_of(found.load(shelf.items), found.stale),
        stale=found.outdated,
        counts=found.counts,
        states=STATES,
        sorts=listing.SORTS,
        hearings=found.hearings,
        people=people,
        waiting=queue.count(place),
        form=form,
    )
    return text, form.status
