"""Taking one's notes of talks with officials out as CSV."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition import audit
from ...coalition.permissions import partner_in_campaign
from ...db import db, now
from ...forms import StaffForm
from ...security import allow
from ...tables import csv_lines
from ..place import get_place
from . import WAY_NAMES, reading
from .desk import bp
from .models import Interaction

MOST = 100_000


@bp.post("/interactions.csv")
@allow(partner_in_campaign("writer"))
def interactions_csv(organization: str, campaign: str) -> ResponseReturnValue:
    """The notes that the list shows, all pages of it; the audit says who took them out."""
    place = get_place(organization, campaign)
    if not StaffForm().submitted():
        abort(400)
    found = reading.notes(place, reading.Asked.from_words(request.args), most=MOST)
    audit.note(
        "interaction.exported",
        organization=place.organization,
        campaign=place.campaign,
        about="interactions",
        count=len(found),
    )
    lines = b"".join(csv_lines(header(), [cells(one) for one in found]))
    name = f"{place.campaign.slug}-interactions-{now():%Y-%m-%d}.csv"
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(lines, mimetype="text/csv", headers=headers)


def header() -> list[str]:
    return [
        _("Day"),
        _("Official"),
        _("How"),
        _("Organization"),
        _("Who of us"),
        _("With whom of them"),
        _("What we asked"),
        _("What they said or promised"),
        _("Measure"),
        _("What comes next"),
        _("Until when"),
        _("Done"),
    ]


def cells(note: Interaction) -> list[str]:
    return [
        note.on.isoformat(),
        note.official.name,
        str(WAY_NAMES[note.way]),
        note.organization.name,
        note.who,
        note.with_whom,
        note.asked,
        note.answered,
        note.measure.record if note.measure else "",
        note.next_step,
        note.next_on.isoformat() if note.next_on else "",
        _("yes") if note.next_done_at else "",
    ]
