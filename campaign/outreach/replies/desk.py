"""Organizers' pages of replies: answers to read, stances made of them, and answer rates."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.checks import me
from ...coalition.editing import OutdatedEditError
from ...db import db, now
from ...forms import StaffForm
from ...officials.whip.access import KEEP, find_my_part
from ...officials.whip.entries import RefusedError
from ...officials.whip.words import value_words
from ...security import allow
from ...tables import csv_lines
from ..letters.models import Letter, LetterAction
from ..letters_desk import bp, tabs
from ..place import LEAD, Place, get_my_action, get_place, note
from . import deciding
from . import rates as counted
from .forms import DecisionForm
from .models import LetterReply
from .reading import Answer, decided, source_words, unread


@bp.get("/<slug>/replies")
@allow(LEAD)
def replies(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Answers to read, each with what it might mean for the vote; and who answers at all."""
    place = get_place(organization, campaign)
    return replies_page(place, get_my_action(place, slug))


def replies_page(
    place: Place,
    mine: LetterAction,
    posted: DecisionForm | None = None,
    number: int = 0,
) -> str:
    found = counted.rates(mine)
    whip = deciding.whip_of(mine) if find_my_part(mine.campaign) else None
    waiting = unread(mine)
    return render_template(
        "outreach/replies/replies.html",
        place=place,
        action=mine,
        counts=tabs.counts_of(mine),
        whip=whip,
        may_read_whip=find_my_part(mine.campaign) is not None,
        waiting=[(one, form_for(one, posted, number)) for one in waiting],
        decided=decided(mine),
        rates=found,
        shares=[(one.official.name, round(100 * one.share)) for one in found[:20]],
        value_words=value_words,
        form=posted or StaffForm(formdata=None),
    )


def form_for(answer: Answer, posted: DecisionForm | None, number: int) -> DecisionForm:
    """The form of one answer: what was just typed there, else what is proposed."""
    if posted is not None and answer.letter.id == number:
        return posted
    values: dict[str, Any] = {
        "edition": answer.reply.edition,
        "value": answer.guess.value or "undecided",
        "evidence": answer.evidence,
        "on": answer.on,
        "source": source_words(answer),
    }
    return DecisionForm(formdata=None).about(answer.letter.id, values)


def get_my_reply(place: Place, slug: str, number: int) -> tuple[LetterAction, LetterReply]:
    """The answer to a letter of this campaign, by the letter's number; else 404."""
    mine = get_my_action(place, slug)
    query = db.select(LetterReply).join(LetterReply.letter)
    query = query.where(Letter.action_id == mine.id, Letter.id == number)
    found: LetterReply = db.session.scalar(query) or abort(404)
    return mine, found


@bp.post("/<slug>/replies/<int:number>/stance")
@allow(KEEP)
def accept_reply(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Make a stance in the whip count of an answer."""
    place, form = get_place(organization, campaign), DecisionForm()
    mine, found = get_my_reply(place, slug, number)
    whip = deciding.whip_of(mine) or abort(404)
    if not form.submitted():
        return again(place, mine, form, number), 422
    said = {name: form.values[name] for name in ("value", "evidence", "on", "source")}
    try:
        deciding.accept(found, whip, seen=form.edition.data or 0, by=me(), **said)
    except (OutdatedEditError, RefusedError) as error:
        return refused(place, mine, form, number, error)
    note("letters.stance", place, f"letters/{mine.slug}", letter=number)
    db.session.commit()
    flash(_("It stands in the whip count now."), "success")
    return to_replies(place, mine)


def refused(
    place: Place, mine: LetterAction, form: DecisionForm, number: int, error: Exception
) -> ResponseReturnValue:
    db.session.rollback()
    form.form_errors = [
        _("The answer was changed, or somebody decided about it. Look at it again.")
        if isinstance(error, OutdatedEditError)
        else _(
            "The count does not take it: it is closed, the day is yet to come, or the official"
            " holds no seat any more."
        )
    ]
    return again(place, mine, form, number), 409


def again(place: Place, mine: LetterAction, form: DecisionForm, number: int) -> str:
    """The page that the button was on, with what was typed."""
    for one in form:
        one.id = one.label.field_id = f"{one.short_name}-{number}"
    kept = db.session.get(LetterReply, number, populate_existing=True)
    if kept is not None:
        form.edition.data, form.edition.raw_data = kept.edition, None
    return replies_page(place, mine, form, number)


@bp.post("/<slug>/replies/<int:number>/dismiss")
@allow(LEAD)
def dismiss_reply(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """It was read, and says nothing of the vote."""
    place, form = get_place(organization, campaign), DecisionForm()
    mine, found = get_my_reply(place, slug, number)
    form.validate()
    if form.edition.errors or form.csrf_token.errors:
        abort(400, _("The form was damaged on its way. Open the page again."))
    try:
        deciding.dismiss(found, form.edition.data or 0, me())
    except OutdatedEditError as error:
        form = DecisionForm(formdata=None)
        return refused(place, mine, form, 0, error)
    note("letters.dismissed", place, f"letters/{mine.slug}", letter=number)
    db.session.commit()
    flash(_("Read. It stays below, where it can be taken back."), "success")
    return to_replies(place, mine)


@bp.post("/<slug>/replies/<int:number>/undo")
@allow(LEAD)
def undo_reply(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Take back what was decided about an answer; its stance is withdrawn."""
    place = get_place(organization, campaign)
    mine, found = get_my_reply(place, slug, number)
    if not StaffForm().submitted():
        abort(400, _("The form was damaged on its way. Open the page again."))
    if deciding.undo(found):
        note("letters.undecided", place, f"letters/{mine.slug}", letter=number)
        db.session.commit()
        flash(_("Taken back. The answer waits again."), "success")
    return to_replies(place, mine)


def to_replies(place: Place, mine: LetterAction) -> ResponseReturnValue:
    return redirect(place.url("letters_desk.replies", slug=mine.slug), 303)


@bp.get("/<slug>/replies/rates.csv")
@allow(LEAD)
def rates(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Answer rates as a table to take out: officials and numbers, no residents."""
    place = get_place(organization, campaign)
    mine = get_my_action(place, slug)
    lines = b"".join(csv_lines(counted.header(), list(counted.cells(counted.rates(mine)))))
    name = f"{mine.slug}-answers-{now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(lines, mimetype="text/csv", headers=headers)
