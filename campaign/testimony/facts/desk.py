"""What has changed of the facts that a draft cites: the organizers' page."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.checks import me
from ...db import db
from ...factsheet.forms import Uses, UsesForm
from ...security import allow
from ..desk import bp
from ..models import Draft
from ..place import LEAD, Place, get_my_draft, get_place, note
from .deciding import DONE, attempt
from .waiting import hint, waiting


@bp.route("/<int:number>/facts", methods=["GET", "POST"])
@allow(LEAD)
def facts(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Each changed fact with the sentence before and after: take it, or keep the old one."""
    place = get_place(organization, campaign)
    draft = get_my_draft(place, number)
    if request.method != "POST":
        return page(place, draft)
    form = UsesForm()
    status = attempt(draft, form, me().name, me())
    if status != DONE:
        return page(get_place(organization, campaign), get_my_draft(place, number), form), status
    note("fact.decided", place, draft, decision=form.decision.data)
    db.session.commit()
    flash(
        _("The testimony says the new sentence from now on.")
        if form.decision.data == "update"
        else _("The testimony keeps its sentence."),
        "success",
    )
    return redirect(place.url("facts", draft), 303)


def page(place: Place, draft: Draft, posted: Uses | None = None) -> str:
    return render_template(
        "testimony/facts/facts.html",
        place=place,
        draft=draft,
        waiting=waiting(draft, UsesForm, posted),
        form=posted,
        hint=hint(UsesForm),
    )
