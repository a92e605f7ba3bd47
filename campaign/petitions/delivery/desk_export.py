"""Organizers' page to take the confirmed signatures out as CSV."""

from flask import Blueprint, Response, abort, render_template, stream_with_context
from flask.typing import ResponseReturnValue

from ...coalition import charter, exports
from ...db import db
from ...security import allow
from ..models import Petition
from ..place import Place
from . import exporting
from .desk import LEAD, get_here, where
from .forms import ExportForm

bp = Blueprint(
    "export_desk",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/petitions/<slug>/export",
)


@bp.route("", methods=["GET", "POST"])
@allow(LEAD)
def export(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Choose among the fields that the charter shares, and download."""
    place, petition = get_here(organization, campaign, slug)
    form = ExportForm()
    form.offer(charter.shared_fields(place.campaign, "deliver", place.organization))
    if not form.submitted():
        return show(place, petition, form)
    fields = exporting.known_fields(form.values["fields"])
    try:
        noted = exports.note(
            "signatures",
            organization=place.organization,
            campaign=place.campaign,
            fields=fields,
            count=exporting.count(petition),
        )
    except exports.RefusedError as fault:
        db.session.rollback()
        abort(403, str(fault))
    pieces = exporting.pieces(petition, fields, noted.code)
    name = f"{petition.slug}-{noted.code}.csv"
    db.session.commit()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(stream_with_context(pieces), mimetype="text/csv", headers=headers)


def show(place: Place, petition: Petition, form: ExportForm) -> ResponseReturnValue:
    page = render_template(
        "petitions/delivery/export.html",
        place=place,
        petition=petition,
        where=where(place, petition),
        count=exporting.count(petition),
        refusal=charter.refusal(place.campaign, set(), "deliver", place.organization),
        form=form,
    )
    return page, form.status
