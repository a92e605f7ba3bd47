"""Organizers' page to bring in signatures that were gathered elsewhere, from a CSV file."""

import base64
import binascii
import zlib

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import BooleanField, FileField, HiddenField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length

from ...db import db
from ...forms import StaffForm
from ...security import allow
from ...tables import TableError
from ..models import Petition
from ..place import Place
from .desk import ORGANIZER, bp, get_here, url_of, where
from .importing import Plan, carry_out, make_plan

LARGEST = 1_000_000  # bytes of a file; the command takes larger ones
PACKED = 1_500_000  # bytes of the form that carries one
SHOWN = 100  # lines that cannot be read


class ImportForm(StaffForm):
    """A file, or the one that was looked at, packed; and where its signatures come from."""

    file = FileField(_("CSV file"))
    source = StringField(
        _("Where and how were they gathered?"),
        [
            DataRequired(_("Say where and how they were gathered.")),
            Length(max=200, message=_("Use at most 200 letters.")),
        ],
    )
    may_ask = BooleanField(_("They were told that a mail would ask them to confirm."))
    packed = HiddenField()

    def validate_file(self, field: Field) -> None:
        """Read what was uploaded, else what the page carried; pressing “Import” sends both."""
        if field.data and getattr(field.data, "filename", ""):
            with field.data.stream as file:
                self.table: bytes | None = file.read()
            self.packed.data = ""
        else:
            self.table = unpack(self.packed.data or "")
        if self.table is None:
            raise ValidationError(_("Choose a file."))


@bp.route("/import", methods=["GET", "POST"])
@allow(ORGANIZER)
def import_signatures(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Look at a file first; pressed again, what the page shows is brought in."""
    place, petition = get_here(organization, campaign, slug)
    request.max_content_length = request.max_form_memory_size = PACKED
    form = ImportForm()
    if not form.submitted():
        return show(place, petition, form)
    source, table = form.values["source"], form.table or b""
    try:
        plan = make_plan(petition, place.organization, table, source)
    except TableError as fault:
        form.file.errors = [str(fault)]
        return show(place, petition, form)
    if not form.packed.data:
        form.packed.data, form.packed.raw_data = pack(table), None
        return show(place, petition, form, plan)
    added = carry_out(plan, source=source, may_ask=form.values["may_ask"])
    db.session.commit()
    words = ngettext("%(num)s signature is added.", "%(num)s signatures are added.", added)
    flash(words, "success")
    return redirect(url_of(place, petition, "index"), 303)


def pack(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode()


def unpack(packed: str) -> bytes | None:
    """The file that a form carried; None when there is none, or it is damaged or too large."""
    try:
        stream = zlib.decompressobj()
        data = stream.decompress(base64.b64decode(packed, validate=True), LARGEST + 1)
    except (zlib.error, binascii.Error, ValueError):
        return None
    return data if stream.eof and len(data) <= LARGEST else None


def show(
    place: Place, petition: Petition, form: ImportForm, plan: Plan | None = None
) -> ResponseReturnValue:
    if plan is None:  # nothing that was looked at: the next press looks
        form.packed.data, form.packed.raw_data = "", None
    page = render_template(
        "petitions/paper/import.html",
        place=place,
        petition=petition,
        where=where(place, petition),
        form=form,
        plan=plan,
        problems=plan.problems[:SHOWN] if plan else [],
    )
    return page, form.status
