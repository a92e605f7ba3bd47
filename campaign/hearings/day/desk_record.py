"""The record of a hearing: points made, what officials said, and copies of it."""

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.checks import me
from ...coalition.editing import OutdatedEditError, edit
from ...db import db
from ...forms import StaffForm, asked_number
from ...security import allow
from ..lineup.parts import parts
from ..models import Hearing
from ..place import Place, get_my_hearing, get_place, note
from ..speaking import pool
from . import record as records
from .desk import LEAD, bp
from .forms import HeardForm, MadeForm
from .models import Heard
from .sheet import points_by_speaker

PAGE = 50  # speakers on a page


@bp.route("/<slug>/record", methods=["GET", "POST"])
@allow(LEAD)
def record(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Who spoke and what was heard; a new entry is written here."""
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)
    form = offered(hearing)
    if request.method != "POST":
        form.edition.data = 0
    if not form.submitted():
        return record_page(place, hearing, form), form.status
    pool.lock(hearing)
    heard = records.heard_now(hearing, me(), **form.said)
    records.keep_promise(place, heard, me())
    saved(place, hearing, _("Noted."))
    return back(place, hearing, f"heard-{heard.id}")


def record_page(place: Place, hearing: Hearing, form: HeardForm) -> str:
    found = records.record_of(hearing)
    first = max(0, asked_number("page", 1) - 1) * PAGE
    rows = found.rows[first : first + PAGE]
    return render_template(
        "hearings/day/record.html",
        place=place,
        hearing=hearing,
        parts=parts(place, hearing),
        form=form,
        act_form=StaffForm(formdata=None),
        record=found,
        rows=rows,
        first=first,
        has_more=len(found.rows) > first + PAGE,
        page=first // PAGE + 1,
        points=points_by_speaker(hearing, rows),
    )


@bp.post("/<slug>/record/made")
@allow(LEAD)
def made(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Tick which points were made."""
    place = get_place(organization, campaign)
    hearing, form = get_my_hearing(place, slug), MadeForm()
    if not form.submitted():
        return record_page(place, hearing, offered(hearing, empty=True)), 422
    pool.lock(hearing)
    records.set_made(hearing, form.speakers, form.made.data or [])
    saved(place, hearing, _("Saved."))
    return back(place, hearing, "spoke")


@bp.route("/<slug>/record/<int:number>", methods=["GET", "POST"])
@allow(LEAD)
def edit_heard(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Correct an entry; who saves second sees both."""
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)
    heard = records.get_heard(hearing, number)
    form = offered(hearing, heard)
    if request.method != "POST":
        form.fill(heard)
    if not form.submitted():
        return heard_page(place, hearing, heard, form), form.status
    try:
        edit(heard, form.edition.data or 0, **form.said)
    except OutdatedEditError:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = heard.edition, None
        return heard_page(place, hearing, heard, form, is_outdated=True), 409
    records.keep_promise(place, heard, me())
    saved(place, hearing, _("Saved."))
    return back(place, hearing, f"heard-{heard.id}")


@bp.route("/<slug>/record/<int:number>/delete", methods=["GET", "POST"])
@allow(LEAD)
def delete_heard(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Ask, then delete an entry; the note of the talk that came of it stays."""
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)
    heard, form = records.get_heard(hearing, number), StaffForm()
    if not form.submitted():
        page = render_template(
            "hearings/day/delete.html", place=place, hearing=hearing, heard=heard, form=form
        )
        return page, form.status
    db.session.delete(heard)
    saved(place, hearing, _("The entry is deleted."))
    return back(place, hearing, "heard")


@bp.get("/<slug>/record.txt")
@allow(LEAD)
def record_text(organization: str, campaign: str, slug: str) -> Response:
    """The record to copy: plain text."""
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)
    found = records.record_of(hearing)
    page = render_template(
        "hearings/day/record.txt",
        hearing=hearing,
        record=found,
        spoke=records.as_text(hearing, found),
    )
    response = make_response(page)
    response.mimetype = "text/plain"
    return response


def offered(hearing: Hearing, heard: Heard | None = None, empty: bool = False) -> HeardForm:
    form = HeardForm(formdata=None) if empty else HeardForm()
    form.offer(
        records.officials_of(hearing, heard.official_id if heard else None),
        records.speakers_of(hearing, heard.speaker_id if heard else None),
    )
    if empty:
        form.edition.data = 0
    return form


def heard_page(
    place: Place, hearing: Hearing, heard: Heard, form: HeardForm, is_outdated: bool = False
) -> str:
    return render_template(
        "hearings/day/heard.html",
        place=place,
        hearing=hearing,
        heard=heard,
        form=form,
        is_outdated=is_outdated,
        overwritten=form.overwritten(heard) if is_outdated else [],
    )


def saved(place: Place, hearing: Hearing, words: str) -> None:
    note("hearing.recorded", place, hearing)
    db.session.commit()
    flash(words, "success")


def back(place: Place, hearing: Hearing, anchor: str) -> ResponseReturnValue:
    return redirect(place.url("day_desk.record", hearing, _anchor=anchor), 303)
