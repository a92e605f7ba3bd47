"""Organizers' pages of a council's measures: find one, see how it went, add and correct."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition.permissions import lead_of_campaign, partner_in_campaign
from ...db import db
from ...forms import StaffForm, asked_number
from ...security import allow
from .. import seen
from ..bodies import councils
from ..words import VOTE_NAMES
from . import correcting, numbers
from .forms import ChangeMeasureForm, NewMeasureForm, NumberForm, RemoveNumberForm, VoteForm
from .listing import agenda_of, measures_of, roll_calls_of, statuses
from .models import Measure, Vote
from .place import Place, get_measure, get_place, get_vote, note
from .showing import Sheet

bp = Blueprint("record_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>")
READER, EDITOR = partner_in_campaign("viewer"), lead_of_campaign("organizer")
PAGE = 50  # measures


@bp.get("/measures")
@allow(READER)
def measures(organization: str, campaign: str) -> ResponseReturnValue:
    """The measures of a council: found by words or number, sifted by status."""
    here = get_place(organization, campaign)
    if not councils():
        return begin_with_a_council(here)
    words, status = (request.args.get(name, "").strip()[:200] for name in ("q", "status"))
    found = db.paginate(
        measures_of(here.council, words, status),
        page=asked_number("page", 1),
        per_page=PAGE,
        error_out=False,
    )
    return render_template(
        "officials/record/measures.html",
        place=here,
        page=found,
        words=words,
        status=status,
        statuses=statuses(here.council),
        councils=councils(),
        page_url=lambda number: here.url("measures", q=words, status=status, page=number),
    )


def begin_with_a_council(here: Place) -> ResponseReturnValue:
    flash(_("There is no council yet. Start one first."))
    where: dict[str, Any] = here.slugs
    return redirect(url_for("bodies_desk.bodies", **where))


@bp.route("/measures/new", methods=["GET", "POST"])
@allow(EDITOR)
def new_measure(organization: str, campaign: str) -> ResponseReturnValue:
    """Add a measure that no file has brought."""
    here, form = get_place(organization, campaign), NewMeasureForm()
    council = here.council
    if form.submitted():
        try:
            made = correcting.add_measure(council, form.record.data or "", **form.columns)
        except numbers.NumberTakenError as fault:
            form.record.errors = [str(fault)]
        else:
            note("measure.added", here, made)
            flash(_("The measure is here."), "success")
            return redirect(here.url("measure", made), 303)
    page = render_template("officials/record/new.html", place=here, form=form)
    return page, form.status


@bp.get("/measures/<record>")
@allow(READER)
def measure(organization: str, campaign: str, record: str) -> ResponseReturnValue:
    """One measure: its numbers, sponsors and meetings, and how people voted on it."""
    return show(get_place(organization, campaign), get_measure(record))


@bp.route("/measures/<record>/edit", methods=["GET", "POST"])
@allow(EDITOR)
def edit_measure(organization: str, campaign: str, record: str) -> ResponseReturnValue:
    """Correct what a measure says; no import overwrites it."""
    here, mine, form = get_place(organization, campaign), get_measure(record), ChangeMeasureForm()
    if form.submitted():
        try:
            seen.lock(mine, form.seen.data or "")
        except seen.ChangedError as fault:
            return outdated(here, mine, form, str(fault))
        changed = mine.correct(**form.columns)
        note("measure.corrected", here, mine, fields=changed)
        flash(_("Saved. No import overwrites what you corrected."), "success")
        return redirect(here.url("measure", mine), 303)
    if not form.is_submitted():
        form = form_of(mine)
    page = render_template("officials/record/edit.html", place=here, measure=mine, form=form)
    return page, form.status


@bp.post("/measures/<record>/numbers")
@allow(EDITOR)
def add_number(organization: str, campaign: str, record: str) -> ResponseReturnValue:
    """Let another number mean this measure."""
    here, mine, form = get_place(organization, campaign), get_measure(record), NumberForm()
    if not form.submitted():
        return show(here, mine, number_form=form)
    try:
        added = correcting.add_number(mine, form.number.data or "")
    except numbers.NumberTakenError as fault:
        form.number.errors = [str(fault)]
        return show(here, mine, number_form=form)
    note("measure.number_added", here, mine, number=added.written)
    flash(_("%(number)s means this measure, too.", number=added.written), "success")
    return redirect(here.url("measure", mine), 303)


@bp.post("/measures/<record>/numbers/remove")
@allow(EDITOR)
def remove_number(organization: str, campaign: str, record: str) -> ResponseReturnValue:
    """Take a mistaken number off; the page then offers to put it back."""
    here, mine, form = get_place(organization, campaign), get_measure(record), RemoveNumberForm()
    if not form.submitted():
        abort(400)
    try:
        removed = correcting.remove_number(mine, form.key.data or "")
    except correcting.ShownNumberError:
        flash(_("The measure is shown under this number, so it stays."), "error")
        return redirect(here.url("measure", mine), 303)
    if removed is None:
        return redirect(here.url("measure", mine), 303)
    written = removed.written
    note("measure.number_removed", here, mine, number=written)
    return redirect(here.url("measure", mine, removed=written), 303)


@bp.route("/measures/<record>/votes/<int:number>", methods=["GET", "POST"])
@allow(EDITOR)
def correct_vote(organization: str, campaign: str, record: str, number: int) -> ResponseReturnValue:
    """Correct what one official did in a roll call."""
    here, mine = get_place(organization, campaign), get_measure(record)
    vote, form = get_vote(mine, number), VoteForm()
    if form.submitted():
        try:
            seen.lock(vote, form.seen.data or "")
        except seen.ChangedError as fault:
            return show_vote(here, mine, vote, fault=str(fault))
        correcting.correct_vote(vote, form.value.data or "")
        details = {"official": vote.official.slug, "vote": vote.value}
        note("vote.corrected", here, mine, **details)
        flash(_("Saved. No import overwrites what you corrected."), "success")
        return redirect(here.url("measure", mine), 303)
    return show_vote(here, mine, vote, form if form.is_submitted() else None)


def show_vote(
    here: Place, mine: Measure, vote: Vote, form: VoteForm | None = None, fault: str = ""
) -> ResponseReturnValue:
    """The vote as it is, or what was typed; with a fault nothing was stored."""
    db.session.rollback()
    form = form or VoteForm(formdata=None, value=vote.value, seen=seen.mark(vote))
    page = render_template(
        "officials/record/vote.html", place=here, measure=mine, vote=vote, form=form, fault=fault
    )
    return page, 409 if fault else form.status


def form_of(mine: Measure) -> ChangeMeasureForm:
    shown = {"standing": mine.status, "seen": seen.mark(mine)}
    return ChangeMeasureForm(formdata=None, obj=mine, **shown)


def outdated(
    here: Place, mine: Measure, form: ChangeMeasureForm, fault: str
) -> ResponseReturnValue:
    """What was typed stays in the form, beside what is stored now; saving again decides."""
    db.session.rollback()
    form.seen.data, form.seen.raw_data = seen.mark(mine), None
    theirs = [
        (form.field_of(name).label, getattr(mine, name))
        for name, typed in form.columns.items()
        if getattr(mine, name) != typed
    ]
    page = render_template(
        "officials/record/edit.html",
        place=here,
        measure=mine,
        form=form,
        fault=fault,
        theirs=theirs,
    )
    return page, 409


def show(here: Place, mine: Measure, number_form: Any = None) -> ResponseReturnValue:
    """One measure; with a form that was refused, what is wrong in it."""
    page = render_template(
        "officials/record/measure.html",
        place=here,
        measure=mine,
        shown=numbers.key(mine.record),
        removed=request.args.get("removed", "")[:40],
        agenda=agenda_of(mine),
        sheets=[Sheet(one) for one in roll_calls_of(mine)],
        vote_words=VOTE_NAMES,
        number_form=number_form or NumberForm(formdata=None),
        remove_form=RemoveNumberForm(formdata=None),
        button_form=StaffForm(formdata=None),
        **({"form": number_form} if number_form is not None else {}),
    )
    return page, number_form.status if number_form is not None else 200
