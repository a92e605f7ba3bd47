"""What has changed of the facts that a testimony cites: its writer’s page, and organizers’."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.checks import me
from ...db import db
from ...factsheet.forms import Uses, UsesForm
from ...security import allow, public
from .. import desk, views
from ..hand import Hand
from ..place import LEAD, note
from .deciding import DONE, attempt
from .waiting import MyUsesForm, hint, waiting

METHODS = ["GET", "POST"]


@views.bp.route("/drafts/<token>/facts", methods=METHODS)
@allow(public)
def facts(token: str) -> ResponseReturnValue:
    """Each changed fact with the sentence before and after: take it, or keep the old one."""
    hand = Hand.of_link(token)
    if request.method != "POST":
        return page(hand)
    form = MyUsesForm()
    status = attempt(hand.draft, form, _("the writer"), None)
    if status != DONE:
        return page(Hand.of_link(token), form), status
    db.session.commit()
    return redirect(hand.url("facts", done=form.decision.data), 303)


@desk.bp.route("/<int:number>/facts", methods=METHODS, endpoint="facts")
@allow(LEAD)
def facts_of(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """The same for organizers."""
    hand = Hand.of_organizer(organization, campaign, number)
    if request.method != "POST":
        return page(hand)
    form = UsesForm()
    status = attempt(hand.draft, form, me().name, me())
    if status != DONE:
        return page(Hand.of_organizer(organization, campaign, number), form), status
    note("fact.decided", hand.place, hand.draft, decision=form.decision.data)  # type: ignore[arg-type]
    db.session.commit()
    flash(
        _("The testimony says the new sentence from now on.")
        if form.decision.data == "update"
        else _("The testimony keeps its sentence."),
        "success",
    )
    return redirect(hand.url("facts"), 303)


def page(hand: Hand, posted: Uses | None = None) -> str:
    kind, done = UsesForm if hand.place else MyUsesForm, request.args.get("done", "")
    return render_template(
        "testimony/facts/facts.html" if hand.place else "testimony/facts/mine.html",
        place=hand.place,
        draft=hand.draft,
        waiting=waiting(hand.draft, kind, posted),
        form=posted,
        hint=hint(kind),
        done=done if done in ("update", "keep") else "",
    )
