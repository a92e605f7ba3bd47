"""Organizers' pages to bring in what files say: upload, look, carry out, cancel."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from ...accounts.checks import me
from ...coalition import audit
from ...coalition.permissions import lead_of_campaign
from ...coalition.place import Place
from ...db import db
from ...forms import CONTROLS, StaffForm
from ...security import allow
from ...tables import LARGEST, csv_lines
from ..models import Body
from . import waiting
from .columns import remember, understand
from .forms import BringForm, DecideForm, bring_form
from .importers import IMPORTERS, Importer, Reading, lock, plan_for
from .models import RecordImport
from .plan import Plan

FORM = 100_000  # bytes that the form around the file may have
SHOWN = 300  # lines of each list on a page
ORGANIZER = lead_of_campaign("organizer")
bp = Blueprint(
    "officials_import",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/officials",
)


@dataclass
class Look:
    """A waiting file, read again: what it says and what it would do now."""

    importer: Importer
    reading: Reading
    plan: Plan


@bp.route("/import", methods=["GET", "POST"])
@allow(ORGANIZER)
def bring(organization: str, campaign: str) -> ResponseReturnValue:
    """Take a file in; nothing is imported before somebody has seen what it would do."""
    place, kind = Place.of(organization, campaign), asked_kind()
    form = get_form(kind)
    one = begun(place, form) if form.submitted() else None
    if one is not None:
        db.session.commit()
        return redirect(address(place, "look", number=one.id), 303)
    page = render_template(
        "officials/bringing/bring.html",
        place=place,
        form=form,
        kind=kind,
        kinds=list(IMPORTERS.values()),
        imports=earlier(place),
    )
    return page, form.status


def address(place: Place, view: str, **values: Any) -> str:
    """The address of one of these pages."""
    return url_for(f".{view}", **place.slugs | values)


def asked_kind() -> Importer:
    """The kind of file that this page's address names, else the first; 404 for none."""
    first = next(iter(IMPORTERS))
    return IMPORTERS.get(request.args.get("kind", first)) or abort(404)


def get_form(kind: Importer) -> BringForm:
    """The form, for which alone a request may be as large as a file; 413 beyond."""
    request.max_content_length = LARGEST + FORM
    try:
        return bring_form(kind)
    except RequestEntityTooLarge:
        abort(413, _("Files may have up to 20 MB. Split this one and import the parts."))


def begun(place: Place, form: BringForm) -> RecordImport | None:
    """Keep the file; None when nothing in it can be read."""
    reading, choices = understand(form.importer, form.data_read, form.choices)
    if reading.problems and not reading.items and not reading.header:
        line, sentence = reading.problems[0]
        form.file.errors = [_("Line %(line)s: %(sentence)s", line=line, sentence=sentence)]
        return None
    one = RecordImport(
        kind=form.importer.kind,
        body=db.session.get(Body, form.body.data),
        organization=place.organization,
        user_id=me().id,
        file_name=CONTROLS.sub("", choices.file_name) or _("File"),
        header=reading.header,
        columns=reading.columns,
        options=dict(choices.options),
    )
    waiting.keep(one, form.data_read)
    db.session.add(one)
    db.session.flush()
    return one


def earlier(place: Place) -> list[RecordImport]:
    mine = db.select(RecordImport).filter_by(organization_id=place.organization.id)
    return list(db.session.scalars(mine.order_by(RecordImport.id.desc()).limit(20)))


@bp.route("/imports/<int:number>", methods=["GET", "POST"])
@allow(ORGANIZER)
def look(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """What a file would do or did; say which column is what, and carry it out."""
    place = Place.of(organization, campaign)
    one, form = get_import(place, number), DecideForm()
    if one.state != "checked":
        return show(place, one, form)
    if not form.submitted():
        return show(place, one, form, looked(one), form.status)
    if "carry_out" in request.form:
        return decide(place, one, form)
    return choose_columns(place, one, form)


def get_import(place: Place, number: int) -> RecordImport:
    """An import of my organization, or 404."""
    mine = db.select(RecordImport).filter_by(id=number, organization_id=place.organization.id)
    found: RecordImport = db.session.scalar(mine) or abort(404)
    return found


def looked(one: RecordImport) -> Look:
    """Read and compare again; 410 when the file is gone."""
    importer = IMPORTERS.get(one.kind) or abort(410)
    try:
        data = waiting.read(one)
    except waiting.GoneError:
        abort(410, _("This file is gone. Bring it again."))
    choices = waiting.choices_of(one)
    reading, choices = understand(importer, data, choices)
    return Look(importer, reading, plan_for(importer, reading, one.body, choices))


def decide(place: Place, one: RecordImport, form: DecideForm) -> ResponseReturnValue:
    """Carry out what was shown; what would do something else by now is shown again (409)."""
    here = redirect(address(place, "look", number=one.id), 303)
    if not waiting.move(one, "done"):
        db.session.rollback()
        return here
    lock(one.body)
    found = looked(one)
    if found.plan.problems or found.plan.mark != form.seen.data:
        db.session.rollback()
        return show(place, one, form, found, 409)
    carry_out(place, one, found.plan)
    file, one.file = one.file, None
    db.session.commit()
    waiting.delete(file)
    return here


def carry_out(place: Place, one: RecordImport, plan: Plan) -> None:
    plan.carry_out()
    one.found = plan.as_json
    audit.note(
        "officials.imported",
        organization=place.organization,
        campaign=place.campaign,
        about=f"{one.body.slug}/{one.kind}",
        **plan.numbers,
    )


def choose_columns(place: Place, one: RecordImport, form: DecideForm) -> ResponseReturnValue:
    """Look again with other columns, and remember them for the next file with this header."""
    importer = IMPORTERS.get(one.kind) or abort(410)
    chosen = {str(at): request.form.get(f"column-{at}", "") for at in range(len(one.header))}
    one.columns = {at: field for at, field in chosen.items() if field in importer.fields}
    found = looked(one)
    if not found.reading.items:
        page = show(place, one, form, found, 422)
        db.session.rollback()
        return page
    remember(importer, one.header, one.columns)
    db.session.commit()
    return redirect(address(place, "look", number=one.id), 303)


def show(
    place: Place,
    one: RecordImport,
    form: DecideForm,
    found: Look | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of an import: the plan while it waits, what was stored once it is done."""
    if found is not None:
        form.seen.data, form.seen.raw_data = found.plan.mark, None
    said = found.plan.as_json if found else one.found
    page = render_template(
        "officials/bringing/look.html",
        place=place,
        one=one,
        form=form,
        said=said,
        reading=found.reading if found else None,
        can=found is not None and not found.plan.problems and not found.plan.is_nothing,
        importer=IMPORTERS.get(one.kind),
        is_outdated=status == 409,
        most=SHOWN,
    )
    return page, status


@bp.get("/imports/<int:number>/problems")
@allow(ORGANIZER)
def problems(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """The lines that cannot be read, and why, as CSV."""
    place = Place.of(organization, campaign)
    one = get_import(place, number)
    rows = looked(one).plan.problems if one.state == "checked" else []
    name = f"problems-{one.id}.csv"
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = b"".join(csv_lines([_("Line"), _("Why")], rows))
    return Response(body, mimetype="text/csv", headers=headers)


@bp.post("/imports/<int:number>/cancel")
@allow(ORGANIZER)
def cancel(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Give an import up: its file is deleted."""
    place = Place.of(organization, campaign)
    one = get_import(place, number)
    if StaffForm().submitted() and waiting.move(one, "cancelled"):
        file, one.file = one.file, None
        db.session.commit()
        waiting.delete(file)
        flash(_("Cancelled. The file is deleted; nothing was imported."), "success")
        return redirect(address(place, "bring", kind=one.kind), 303)
    return redirect(address(place, "look", number=number), 303)
