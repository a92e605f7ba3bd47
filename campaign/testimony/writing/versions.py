"""All lengths and languages of a testimony, side by side; another one is begun or removed here."""

from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func
from wtforms import SelectChoice  # type: ignore[attr-defined]

from ...config import settings
from ...db import db
from ...forms import LARGEST, asked_number
from ...hearings.lineup import clock_words
from ...i18n import own_name
from ...security import allow, public
from .. import desk, speech, views
from ..beginning import READ, add_version, remove_version
from ..hand import Hand
from ..models import Comment, Draft, Revision, Version
from ..place import LEAD, get_version, note
from ..saving import FrozenError
from .check import check
from .forms import StaffVersionForm, WriterVersionForm

METHODS = ["GET", "POST"]
Form = WriterVersionForm | StaffVersionForm


@views.bp.route("/drafts/<token>/versions", methods=METHODS)
@allow(public)
def versions(token: str) -> ResponseReturnValue:
    """My lengths and languages."""
    return versions_of(Hand.of_link(token))


@desk.bp.route("/<int:number>/versions", methods=METHODS, endpoint="versions")
@allow(LEAD)
def versions_for(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """The same for organizers."""
    return versions_of(Hand.of_organizer(organization, campaign, number))


def versions_of(hand: Hand) -> ResponseReturnValue:
    form = make_form(hand)
    if request.method != "POST":
        return page(hand, form)
    if hand.draft.is_frozen:
        abort(409, _("This testimony was filed, so it cannot be changed any more."))
    if request.form.get("act") == "remove":
        return removed(hand, form)
    if not form.submitted():
        return page(hand, form)
    return added(hand, form)


def make_form(hand: Hand) -> Form:
    form: Any = StaffVersionForm() if hand.place else WriterVersionForm()
    form.seconds.choices = [SelectChoice(str(one), length(one)) for one in (*speech.LENGTHS, READ)]
    form.language.choices = [SelectChoice(code, own_name(code)) for code in languages(hand.draft)]
    if request.method != "POST":
        form.language.data = hand.draft.main.language
        there = {one.seconds for one in hand.draft.versions}
        form.seconds.data = str(next((one for one in speech.LENGTHS if one not in there), READ))
    return form


def length(seconds: int) -> str:
    return clock_words(seconds) if seconds else _("To be read, not spoken")


def languages(draft: Draft) -> list[str]:
    """Those of this site, those whose pace is known, and those it is written in already."""
    written = [one.language for one in draft.versions]
    return list(dict.fromkeys([*written, *settings().language_codes, *speech.PACES]))


def added(hand: Hand, form: Form) -> ResponseReturnValue:
    main = hand.draft.main
    text = main.text if form.start.data == "copy" else ""
    language, seconds = str(form.language.data), int(form.seconds.data or 0)
    try:
        made = add_version(hand.draft, language, seconds, text, hand.by)
    except FrozenError:
        db.session.rollback()
        abort(409, _("This testimony was filed, so it cannot be changed any more."))
    if made is None:
        db.session.rollback()
        form.seconds.errors = [_("This length is there already in this language.")]
        return page(hand, form)
    noted("draft.version_added", hand, made)
    db.session.commit()
    return redirect(hand.url("write", made), 303)


def removed(hand: Hand, form: Form) -> ResponseReturnValue:
    """Remove a version for good; the page has said before what is lost."""
    number = request.form.get("version", 0, type=int)
    version = get_version(hand.draft, number if 0 < number <= LARGEST else 0)
    if hand.place and not form.csrf_token.validate(form):  # type: ignore[union-attr]
        abort(422, _("Open the page anew and try again."))
    try:
        noted("draft.version_removed", hand, version)
        remove_version(version)
    except ValueError:  # the main one, or it was filed meanwhile
        db.session.rollback()
        abort(409, _("This version cannot be removed."))
    db.session.commit()
    return redirect(hand.url("versions"), 303)


def noted(act: str, hand: Hand, version: Version) -> None:
    """What organizers do is in the audit; what a writer does on their own text is not."""
    if hand.place:
        note(act, hand.place, hand.draft, version=version.place)


def page(hand: Hand, form: Form) -> ResponseReturnValue:
    draft = hand.draft
    allowance = speech.allowance(draft.speaker)
    checks = [check(one, one.text, draft.pace, allowance) for one in draft.versions]
    doomed = next((one for one in draft.versions[1:] if one.id == asked_number("remove")), None)
    answer = render_template(
        "testimony/writing/versions.html",
        hand=hand,
        draft=draft,
        checks=checks,
        form=form,
        doomed=doomed,
        lost=lost(doomed) if doomed else {},
    )
    return answer, form.status


def lost(version: Version) -> dict[str, int]:
    """What removing a version takes with it."""
    mine = {
        "revisions": db.select(func.count()).select_from(Revision).filter_by(version_id=version.id),
        "comments": db.select(func.count()).select_from(Comment).filter_by(version_id=version.id),
    }
    return {name: db.session.scalar(query) or 0 for name, query in mine.items()}
