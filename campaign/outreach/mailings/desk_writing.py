"""Writing a mailing: name, sender, and subject, line and text in each language."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from ...accounts.checks import me
from ...coalition.editing import OutdatedEditError
from ...config import settings
from ...db import db
from ...factsheet import decide
from ...factsheet.content import CORRECTED
from ...factsheet.sheet import current_versions
from ...i18n import own_name
from ...petitions.writing.publishing import statuses
from ...petitions.writing.texts import problems
from ...security import allow
from ..place import WRITES, Place, get_my_mailing, get_place, note
from . import acts, bp
from .desk import decided
from .fields import INSTEAD, NAMES, slips
from .forms import MailingForm
from .models import Mailing
from .rendering import facts_of
from .saving import cite_all, save


@bp.route("/new", methods=["GET", "POST"])
@allow(WRITES)
def new(organization: str, campaign: str) -> ResponseReturnValue:
    """Write a mailing that is not there yet."""
    place, form = get_place(organization, campaign), MailingForm.in_languages()
    if request.method != "POST":
        form.edition.data = 0
        return edit_page(place, None, form)
    if is_preview(form) or not form.submitted():
        return edit_page(place, None, form)
    made = Mailing(organization=place.organization, campaign=place.campaign, created_by=me())
    for name, value in said(form, made).items():
        setattr(made, name, value)
    db.session.add(made)
    db.session.flush()
    cite_all(made)
    note("mailing.created", place, f"mailings/{made.id}")
    db.session.commit()
    flash(_("Saved as a draft. Next: to whom?"), "success")
    return redirect(place.url("mailings_desk.segment", number=made.id), 303)


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@allow(WRITES)
def edit(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Change what a mailing says, until it begins."""
    place = get_place(organization, campaign)
    mine = get_my_mailing(place, number)
    if not mine.is_written_on:
        abort(409, _("It has begun or was put away: its words stay. Copy it to write a new one."))
    form = MailingForm.in_languages()
    if request.method != "POST":
        form.fill(mine)
        form.edition.data = mine.edition
        for name in form.said:
            form[name].data = getattr(mine, name)
        return edit_page(place, mine, form)
    if is_preview(form) or not form.submitted():
        return edit_page(place, mine, form)
    return stored(place, mine, form)


def stored(place: Place, mine: Mailing, form: MailingForm) -> ResponseReturnValue:
    was, before = mine.state, mine.edition
    try:
        mine = save(mine.id, form.edition.data or 0, **said(form, mine))
    except OutdatedEditError:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = mine.edition, None
        page, _status = edit_page(place, mine, form, is_outdated=True)
        return page, 409
    except acts.RefusedError:
        db.session.rollback()
        abort(409, _("It has begun or was put away: its words stay. Copy it to write a new one."))
    if mine.edition != before:
        note("mailing.edited", place, f"mailings/{mine.id}", edition=mine.edition)
    db.session.commit()
    words = _("Saved.")
    if was != mine.state:
        words = _("Saved. It is a draft again: schedule it anew when it is right.")
    flash(words, "success")
    return redirect(place.url("mailings_desk.mailing", number=mine.id), 303)


def said(form: MailingForm, mine: Mailing) -> dict[str, Any]:
    return form.said | form.every_text(mine)


def is_preview(form: MailingForm) -> bool:
    """Whether this post only wants to see how it looks; what is wrong shows, too."""
    wanted = request.form.get("act") == "preview"
    if wanted:
        form.validate()
    return wanted


def edit_page(
    place: Place, mine: Mailing | None, form: MailingForm, *, is_outdated: bool = False
) -> tuple[str, int]:
    """The form, what is wrong in which line, what it looks like, and on a conflict both texts."""
    versions = current_versions(place.campaign).values()
    page = render_template(
        "outreach/mailings/edit.html",
        place=place,
        mailing=mine,
        form=form,
        sections=sections(place, mine, form),
        names=NAMES,
        instead=INSTEAD,
        palette=sorted(versions, key=lambda one: one.status in CORRECTED),
        is_preview=request.form.get("act") == "preview",
        clashes=clashes(form, mine) if is_outdated and mine else [],
        is_outdated=is_outdated,
    )
    return page, form.status


def clashes(form: MailingForm, mine: Mailing) -> list[tuple[Any, str, str]]:
    """Label, stored and typed text of each field in which the two differ."""
    own = [
        (form[name].label.text, getattr(mine, name), value)
        for name, value in form.said.items()
        if getattr(mine, name) != value
    ]
    return own + form.overwritten(mine)


def sections(place: Place, mine: Mailing | None, form: MailingForm) -> list[dict[str, Any]]:
    """Each language: its fields, what is wrong with them, and its text as people read it."""
    known = statuses(place.campaign)
    words = form.every_text(mine)
    drawn = Mailing(id=mine.id if mine else None, campaign=place.campaign, **words)
    return [
        {
            "code": code,
            "name": own_name(code),
            "problems": found_in(words, code, known),
            "html": preview_of(drawn, code, words),
            "subject": words["subject"].get(code, ""),
        }
        for code in settings().language_codes
    ]


def preview_of(drawn: Mailing, code: str, words: dict[str, dict[str, str]]) -> Markup | str:
    text = words["text"].get(code, "")
    return facts_of(drawn, code, text).html if text else ""


def found_in(words: dict[str, dict[str, str]], code: str, known: dict[str, str]) -> list[str]:
    """What is wrong with fields and facts, in the subject first."""
    subject = [
        _("Subject: %(words)s", words=str(one)) for one in slips(words["subject"].get(code, ""))
    ]
    text = words["text"].get(code, "")
    return [*subject, *map(str, slips(text)), *map(str, problems(text, known))]


@bp.post("/<int:number>/facts")
@allow(WRITES)
def update_facts(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Take the newest sentence of every fact in it that has changed."""

    def renew(mine: Mailing) -> None:
        for one in acts.outdated(mine):
            if not one.can_update:
                sentence = _(
                    "“%(key)s” was taken back: leave it out of the text.", key=one.fact.key
                )
                raise acts.RefusedError(sentence)
            reason = _("Taken over in the mailing.")
            decide(one.citation, "update", reason, me().name, one.current.number, user=me())
        db.session.refresh(mine)

    said = _("The mailing says the newest sentences now. Look at the preview again.")
    return decided(get_place(organization, campaign), number, "mailing.facts", renew, said)
