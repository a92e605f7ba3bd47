"""Names and terms of an official: corrected, added, ended; who follows in a seat."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..db import db
from ..filters import day_words
from ..i18n import spoken
from ..security import allow
from . import succession
from .bodies import councils
from .desk import bp
from .desk_contacts import LEAD
from .forms import LeaveForm, NamesForm, NewTermForm, SeenForm, TermForm
from .listing import seat_name
from .models import Body, Official, Seat, Term
from .place import Place, get_official, get_place, get_term, locked, note
from .succession import OverlapError


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@allow(LEAD)
def edit_official(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Correct a name and its spellings; who saves second sees both."""
    place, mine = get_place(organization, campaign), get_locked(slug)
    form, stored = NamesForm(), names_of(mine)
    if request.method != "POST":
        form.process(data=stored)
        form.show(mine)
    if not form.submitted():
        return page(place, mine, form, "officials/desk/edit.html")
    if form.is_outdated(mine):
        return outdated(
            place, mine, form, "officials/desk/edit.html", overwritten=form.renew(mine, **stored)
        )
    said = {"name": form.name.data, "sort_name": form.sort_name.data}
    changed = mine.correct(**said, other_names=form.spellings)
    return saved("official.edited", place, mine, fields=changed)


@bp.route("/<slug>/terms/new", methods=["GET", "POST"])
@allow(LEAD)
def new_term(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Put an official into a seat or a committee."""
    place, mine, form = get_place(organization, campaign), get_official(slug), NewTermForm()
    where = places_to_sit()
    form.where.choices = [("", _("Choose"))] + [(key, name) for key, (name, _row) in where.items()]
    if form.submitted():
        try:
            succession.add_term(mine, where[str(form.where.data)][1], **form.said)
        except OverlapError as fault:
            form.starts.errors = [overlap_words(fault.other)]
        else:
            return saved("term.added", place, mine, starts=form.starts.data)
    return page(place, mine, form, "officials/desk/new_term.html")


@bp.route("/<slug>/terms/<int:number>", methods=["GET", "POST"])
@allow(LEAD)
def term(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Correct the days of a term; who saves second sees both."""
    place, mine = get_place(organization, campaign), get_official(slug)
    found, form = get_term(mine, number), TermForm()
    stored = days_of(found)
    if request.method != "POST":
        form.process(data=stored)
        form.show(found)
    if not form.submitted():
        return page(place, mine, form, "officials/desk/term.html", term=found)
    if form.is_outdated(found):
        overwritten = form.renew(found, **stored)
        return outdated(
            place, mine, form, "officials/desk/term.html", term=found, overwritten=overwritten
        )
    try:
        changed = succession.correct(found, **form.said)
    except OverlapError as fault:
        form.starts.errors = [overlap_words(fault.other)]
        return page(place, mine, form, "officials/desk/term.html", term=found)
    return saved("term.edited", place, mine, fields=changed, number=found.id)


@bp.route("/<slug>/terms/<int:number>/left", methods=["GET", "POST"])
@allow(LEAD)
def leave(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Somebody leaves: the term ends, and a seat is vacant until somebody follows."""
    place, mine = get_place(organization, campaign), get_official(slug)
    found, form = get_term(mine, number), LeaveForm()
    form.starts = found.starts
    if request.method != "POST":
        form.show(found)
    if not form.submitted():
        return page(place, mine, form, "officials/desk/left.html", term=found)
    if form.is_outdated(found):
        overwritten = form.renew(found, ends=found.ends)
        return outdated(
            place, mine, form, "officials/desk/left.html", term=found, overwritten=overwritten
        )
    succession.leave(found, form.ends.data or "", form.note.data or "")
    return saved("term.ended", place, mine, ends=found.ends, number=found.id)


@bp.post("/<slug>/terms/<int:number>/remove")
@allow(LEAD)
def remove_term(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Take a term away that a person wrote by mistake; one from a file would only come back."""
    place, mine = get_place(organization, campaign), get_official(slug)
    found, form = get_term(mine, number), SeenForm()
    if found.source:
        abort(403, _("This term came from a file: correct its days instead."))
    if not form.submitted() or form.is_outdated(found):
        form = TermForm(formdata=None, data=days_of(found))
        form.show(found)
        return outdated(place, mine, form, "officials/desk/term.html", term=found)
    said = {"seat": found.seat.label if found.seat else "", "starts": found.starts}
    db.session.delete(found)
    return saved("term.removed", place, mine, **said)


def places_to_sit() -> dict[str, tuple[str, Seat | Body]]:
    """Every seat and every committee, by a key for the form: its words and its row."""
    found: dict[str, tuple[str, Seat | Body]] = {}
    for council in councils():
        name = spoken(council.name)
        for seat in council.seats:
            found[f"seat-{seat.id}"] = (f"{name}: {seat_name(seat)}", seat)
        for part in council.parts:
            found[f"body-{part.id}"] = (spoken(part.name), part)
    return found


def days_of(found: Term) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("starts", "ends", "role", "note")}


def names_of(mine: Official) -> dict[str, str]:
    return {
        "name": mine.name,
        "sort_name": mine.sort_name,
        "other_names": "\n".join(mine.other_names),
    }


def get_locked(slug: str) -> Official:
    """An official, whom nobody else changes until the commit of a request that changes them."""
    query = locked(db.select(Official).filter_by(slug=slug))
    found: Official = db.session.scalar(query) or abort(404)
    return found


def overlap_words(other: Term) -> str:
    """Why two terms cannot both be right."""
    days = {"name": other.official.name, "first": day_words(other.starts)}
    if other.ends is None:
        return _("%(name)s holds this seat since %(first)s: end that term first.", **days)
    return _(
        "%(name)s held this seat from %(first)s to %(last)s: the days overlap.",
        last=day_words(other.ends),
        **days,
    )


def outdated(
    place: Place, mine: Official, form: SeenForm, name: str, **values: Any
) -> ResponseReturnValue:
    """Somebody was faster: `overwritten` is what is stored now; what was typed is in the form."""
    return page(place, mine, form, name, is_outdated=True, **values)[0], 409


def page(place: Place, mine: Official, form: SeenForm, name: str, **values: Any) -> tuple[str, int]:
    return render_template(name, place=place, official=mine, form=form, **values), form.status


def saved(act: str, place: Place, mine: Official, **details: Any) -> ResponseReturnValue:
    note(act, place, mine, **details)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(place.url("official", mine, _anchor="terms"), 303)
