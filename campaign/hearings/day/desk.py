"""The coordinator's pages of the day: run sheet, timer, paper; what phones send later."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.checks import me
from ...coalition.permissions import lead_of_campaign
from ...db import db, now
from ...forms import StaffForm, asked_number
from ...security import allow
from ..lineup.members import line_up
from ..lineup.parts import parts
from ..models import Hearing
from ..place import Place, get_my_hearing, get_place, note
from ..speaking import pool
from ..speaking.models import Speaker
from ..speaking.way import LABELS
from . import acts
from .forms import ActForm, CutForm, PeriodForm, SyncForm
from .sheet import PAGE, Row, points_by_speaker
from .sheet import sheet as read_sheet

bp = Blueprint(
    "day_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/hearings"
)
LEAD = lead_of_campaign("organizer")
NEXT = 30  # turns that a timer knows without the line
SHEET_ROWS = 20  # on one printed page


@bp.route("/<slug>/day", methods=["GET", "POST"])
@allow(LEAD)
def sheet(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Who is next; a button for all that can happen to a turn."""
    place = get_place(organization, campaign)
    hearing, form = get_my_hearing(place, slug), ActForm()
    if not form.submitted():
        return sheet_page(place, hearing, form), form.status
    pool.lock(hearing)
    act = form.said
    found = acts.apply_all(hearing, [act], me())
    db.session.commit()
    if found.done:
        flash(told(act, db.session.get(Speaker, act.speaker)), "success")
    else:
        flash(refusal(*found.refused[0]), "error")
    return back(place, hearing)


def told(act: acts.Act, speaker: Speaker | None) -> str:
    name = speaker.name if speaker else ""
    state = LABELS[speaker.state] if speaker else ""
    if act.deed == "undo":
        return str(_("Taken back. %(name)s: %(state)s.", name=name, state=state))
    return str(_("%(name)s: %(state)s.", name=name, state=state))


def refusal(act: acts.Act, speaker: Speaker | None) -> str:
    if speaker is None:
        return str(_("This speaker is not in this hearing. Nothing was changed."))
    words = _(
        "%(name)s: %(state)s. This can no longer be changed that way.",
        name=speaker.name,
        state=LABELS[speaker.state],
    )
    return str(words)


def sheet_page(place: Place, hearing: Hearing, form: ActForm) -> str:
    found = read_sheet(hearing)
    coming, number, pages = window(found.coming)
    return render_template(
        "hearings/day/sheet.html",
        place=place,
        hearing=hearing,
        parts=parts(place, hearing),
        form=form,
        cut_form=CutForm(formdata=None, seconds=hearing.cut_seconds),
        sheet=found,
        coming=coming,
        over=latest(found.over),
        points=points_by_speaker(hearing, coming),
        last=acts.last_act(hearing),
        page=number,
        pages=pages,
        first=(number - 1) * PAGE,
    )


def window(rows: list[Row]) -> tuple[list[Row], int, int]:
    """The rows of the page that the address asks for, its number, and how many there are."""
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(1, asked_number("page", 1)), pages)
    return rows[(number - 1) * PAGE : number * PAGE], number, pages


def latest(rows: list[Row]) -> list[Row]:
    return rows[-PAGE:]


@bp.post("/<slug>/day/sync")
@allow(LEAD)
def sync(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Take what a phone has kept while there was no line; answers what stands now."""
    place = get_place(organization, campaign)
    hearing, form = get_my_hearing(place, slug), SyncForm()
    if not form.submitted():
        wrong = [str(words[0]) for words in form.errors.values()]
        return {"error": wrong[0] if wrong else ""}, 422
    pool.lock(hearing)
    found = acts.apply_all(hearing, form.said, me())
    db.session.commit()
    refused = [
        {"key": act.key, "speaker": act.speaker, "why": refusal(act, speaker)}
        for act, speaker in found.refused
    ]
    state = acts.state_of(hearing, {one.speaker for one in form.said} | asked_speakers())
    return {"done": found.done, "refused": refused, "state": state}


def asked_speakers() -> set[int]:
    """Whom the phone shows: it learns what others have done to them."""
    words = request.form.get("shown", "")[:5_000].split(",")
    return {int(one) for one in words if one.isascii() and one.isdecimal() and len(one) < 10}


@bp.post("/<slug>/day/period")
@allow(LEAD)
def period(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """The time for the public begins or ends; windows that say “end” close with it."""
    place = get_place(organization, campaign)
    hearing, form = get_my_hearing(place, slug), PeriodForm()
    if not form.submitted():
        return sheet_page(place, hearing, ActForm(formdata=None)), 422
    pool.lock(hearing)
    deed = form.act.data or ""
    if set_period(hearing, deed):
        note("hearing.period", place, hearing, deed=deed)
        db.session.commit()
    return back(place, hearing)


def set_period(hearing: Hearing, deed: str) -> bool:
    """Whether that changed anything: beginning twice keeps the first moment."""
    if deed == "begin" and hearing.period_began_at is None:
        hearing.period_began_at = now()
    elif deed == "end" and hearing.period_began_at and hearing.period_ended_at is None:
        hearing.period_ended_at = now()
    elif deed == "reopen" and hearing.period_ended_at is not None:
        hearing.period_ended_at = None
    elif deed == "unbegin" and hearing.period_began_at and hearing.period_ended_at is None:
        hearing.period_began_at = None
    else:
        return False
    return True


@bp.post("/<slug>/day/cut")
@allow(LEAD)
def cut(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """The chair cuts the time of all; everything that counts seconds follows at once."""
    place = get_place(organization, campaign)
    hearing, form = get_my_hearing(place, slug), CutForm()
    if not form.submitted():
        flash(str(next(iter(form.errors.values()))[0]), "error")
        return back(place, hearing)
    pool.lock(hearing)
    hearing.cut_seconds = form.seconds.data
    note("hearing.cut", place, hearing, seconds=form.seconds.data)
    db.session.commit()
    each = line_up(hearing).plan.each
    flash(_("Each has %(seconds)d seconds now.", seconds=each), "success")
    return back(place, hearing)


@bp.get("/<slug>/timer")
@allow(LEAD)
def timer(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """The seconds of who speaks, for the whole room; `?speaker=` is another than the next."""
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)
    found, asked = read_sheet(hearing), asked_number("speaker")
    at = next((n for n, one in enumerate(found.coming) if one.id == asked), 0)
    return render_template(
        "hearings/day/timer.html",
        place=place,
        hearing=hearing,
        form=StaffForm(formdata=None),
        sheet=found,
        turns=found.coming[at : at + NEXT],
    )


@bp.get("/<slug>/day/print")
@allow(LEAD)
def paper(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """The run sheet to print: what helps when no phone does."""
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)
    found = read_sheet(hearing)
    first = (max(1, asked_number("page", 1)) - 1) * SHEET_ROWS * 10
    rows = found.lineup_rows[first : first + SHEET_ROWS * 10]
    return render_template(
        "hearings/day/paper.html",
        place=place,
        hearing=hearing,
        parts=parts(place, hearing),
        sheet=found,
        first=first,
        groups=[rows[n : n + SHEET_ROWS] for n in range(0, len(rows), SHEET_ROWS)],
        has_more=len(found.lineup_rows) > first + len(rows),
        points=points_by_speaker(hearing, rows),
    )


def back(place: Place, hearing: Hearing) -> ResponseReturnValue:
    values: dict[str, Any] = {}
    if (number := asked_number("page", 1)) > 1:
        values["page"] = number
    return redirect(place.url("day_desk.sheet", hearing, **values), 303)
