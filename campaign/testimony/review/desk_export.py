"""Taking the table of drafts out as CSV: who writes, for when, how far; never the texts.

It holds the drafts that the same address of the desk's table shows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition import exports
from ...coalition.permissions import lead_of_campaign
from ...db import db, now
from ...filters import datetime_words
from ...forms import StaffForm
from ...hearings.lineup import clock_words
from ...i18n import own_name, spoken
from ...officials.bodies import ward_name
from ...security import allow
from ...tables import csv_lines
from ..desk import bp
from ..place import get_place
from ..words import LABELS
from . import listing, rows

FIELDS = ["name", "ward"]


@bp.route("/export", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer", fresh=True))
def export(organization: str, campaign: str) -> ResponseReturnValue:
    """The password is asked again, and the audit says who took the table out."""
    place, form = get_place(organization, campaign), StaffForm()
    asked = listing.Asked.from_words(request.args)
    wanted = listing.Listing(place, replace(asked, sort=asked.sort or "hearing"))
    if not form.submitted():
        values = {"place": place, "asked": asked, "count": len(wanted.numbers)}
        return render_template("testimony/review/export.html", form=form, **values), form.status
    found = wanted.load(wanted.numbers)
    given = {"organization": place.organization, "campaign": place.campaign, "fields": FIELDS}
    try:
        noted = exports.note("testimony", count=len(found), **given)  # type: ignore[arg-type]
    except exports.RefusedError as fault:
        abort(403, str(fault))
    table = list(cells(rows.rows_of(found, wanted.stale), noted.code))
    lines = b"".join(csv_lines([*columns(), _("Export %(code)s", code=noted.code)], table))
    name = f"{place.campaign.slug}-testimony-{now():%Y-%m-%d}-{noted.code}.csv"
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(lines, mimetype="text/csv", headers=headers)


def columns() -> list[str]:
    return [
        *(_("Name"), _("Hearing"), _("Ward"), _("State"), _("Reviewer"), _("Language")),
        *(_("Takes"), _("May take"), _("Points made"), _("Points dealt")),
        *(_("Facts to decide"), _("Open comments"), _("Last change")),
    ]


def cells(found: Sequence[rows.Row], code: str) -> Iterator[list[Any]]:
    for row in found:
        one, speaker = row.draft, row.draft.speaker
        yield [
            speaker.name,
            spoken(speaker.hearing.title),
            ward_name(speaker.ward) if speaker.ward else "",
            str(LABELS[one.state]),
            (one.reviewer.name or one.reviewer.email) if one.reviewer else "",
            own_name(one.main.language),
            clock_words(row.seconds),
            clock_words(row.limit) if row.limit else "",
            row.covered,
            row.points,
            row.stale,
            row.comments,
            datetime_words(one.changed_at),
            code,
        ]
