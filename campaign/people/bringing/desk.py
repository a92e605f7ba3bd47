"""Bringing people in from a file: upload, look, carry out, undo."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.exceptions import RequestEntityTooLarge

from ... import jobs
from ...accounts.checks import me
from ...coalition.permissions import get_my_organization, role_at_least
from ...db import db, now
from ...forms import CONTROLS, StaffForm
from ...security import allow
from ...tables import LARGEST, TableError, csv_lines
from ..desk import bp
from ..forms import UploadForm
from ..models import Import
from . import carrying_out as importing
from . import uploads
from .loading import get_mine
from .rows import FIELDS, MOST_ROWS, fault_in_columns

FORM = 100_000  # bytes that the form around the file may have


@bp.route("/import", methods=["GET", "POST"])
@allow(role_at_least("organizer"))
def import_people(organization: str) -> ResponseReturnValue:
    """Take a file in; nothing is imported before somebody has seen what it would do."""
    mine, form = get_my_organization(organization), get_upload_form()
    one = begun(form, organization) if form.submitted() else None
    if one is None:
        latest = select(Import).filter_by(organization_id=mine.id).order_by(Import.id.desc())
        imports = db.session.scalars(latest.limit(20)).all()
        page = render_template(
            "people/import.html", organization=mine, form=form, imports=imports, most=MOST_ROWS
        )
        return page, form.status
    return redirect(url_for(".look", organization=organization, number=one.id), 303)


def get_upload_form() -> UploadForm:
    """The form, for which alone a request may be as large as a file; 413 beyond."""
    request.max_content_length = LARGEST + FORM
    try:
        return UploadForm()
    except RequestEntityTooLarge:
        abort(413, _("Files may have up to 20 MB. Split this one and import the parts."))


def begun(form: UploadForm, organization: str) -> Import | None:
    """Keep the file and let a worker look at it; None when it is no table."""
    with form.file.data.stream as file:
        data = file.read()
    said = {name: form.values[name] for name in ("source", "wording")}
    try:
        one = importing.begin(
            get_my_organization(organization),
            data,
            me().id,
            file_name=CONTROLS.sub("", form.file.data.filename),
            **said,
        )
    except TableError as fault:
        db.session.rollback()
        form.file.errors = [str(fault)]
        return None
    uploads.keep(one, data)
    db.session.commit()
    jobs.ask(uploads.JOB)
    return one


@bp.route("/imports/<int:number>", methods=["GET", "POST"])
@allow(role_at_least("organizer"))
def look(organization: str, number: int) -> ResponseReturnValue:
    """What a file would do or did; say which column is what, and carry it out."""
    one, form = get_mine(Import, organization, number), StaffForm()
    if not form.submitted():
        return show(one)
    if "carry_out" in request.form:
        moved = one.found.get("fault") is None and importing.move(one, "checked", "running")
    else:
        columns = posted_columns(one)
        fault = fault_in_columns(columns)
        if fault:
            return show(one, columns, fault)
        moved = importing.move(one, "checked", "checking", columns=columns, done=0)
    db.session.commit()
    if moved:
        jobs.ask(uploads.JOB)
    return redirect(url_for(".look", organization=organization, number=number), 303)


def posted_columns(one: Import) -> dict[str, str]:
    """Field by column, as it was chosen on the page."""
    chosen = {str(at): request.form.get(f"column-{at}", "") for at in range(len(one.header))}
    return {at: field for at, field in chosen.items() if field in FIELDS}


def show(
    one: Import, columns: dict[str, str] | None = None, fault: str = ""
) -> ResponseReturnValue:
    may_undo = one.finished_at is not None and now() - one.finished_at < importing.UNDO
    columns = one.columns if columns is None else columns
    page = render_template(
        "people/look.html",
        organization=one.organization,
        one=one,
        columns=columns,
        left_out=[words for at, words in enumerate(one.header) if words and str(at) not in columns],
        fault=fault or one.found.get("fault", ""),
        fields=FIELDS,
        sample=uploads.sample(one) if one.state == "checked" else [],
        rejects=one.rejects[:20],
        may_undo=may_undo and one.state == "done",
        form=StaffForm(),
    )
    return page, 422 if fault else 200, {"Refresh": "2"} if one.state in uploads.WORKING else {}


@bp.get("/imports/<int:number>/rejects")
@allow(role_at_least("organizer"))
def rejects(organization: str, number: int) -> ResponseReturnValue:
    """The lines that cannot be taken, and why, as CSV."""
    one = get_mine(Import, organization, number)
    lines = csv_lines([_("Line"), _("Why")], one.rejects)
    name = f"rejects-{one.id}.csv"
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(b"".join(lines), mimetype="text/csv", headers=headers)


@bp.post("/imports/<int:number>/cancel")
@allow(role_at_least("organizer"))
def cancel(organization: str, number: int) -> ResponseReturnValue:
    """Give an import up: its file is deleted."""
    one = get_mine(Import, organization, number)
    if StaffForm().submitted() and uploads.cancel(one):
        db.session.commit()
        flash(_("Cancelled. The file is deleted; nobody was imported."), "success")
        return redirect(url_for(".import_people", organization=organization), 303)
    return redirect(url_for(".look", organization=organization, number=number), 303)


@bp.post("/imports/<int:number>/undo")
@allow(role_at_least("organizer"))
def undo_import(organization: str, number: int) -> ResponseReturnValue:
    """Delete those whom only this import brought."""
    one = get_mine(Import, organization, number)
    if StaffForm().submitted():
        try:
            count = importing.undo(one)
        except importing.OutdatedImportError:
            abort(409, _("This import cannot be undone any more."))
        db.session.commit()
        words = ngettext("%(num)s record is deleted.", "%(num)s records are deleted.", count)
        flash(words, "success")
    return redirect(url_for(".look", organization=organization, number=number), 303)
