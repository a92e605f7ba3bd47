"""Taking the list of letters out as CSV: where each stands; never its words, nothing private."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from ...coalition import exports
from ...coalition.permissions import lead_of_campaign
from ...db import db, now
from ...filters import datetime_words
from ...forms import StaffForm
from ...i18n import own_name
from ...security import allow
from ...tables import csv_lines
from ..letters.models import Letter
from ..place import get_my_action, get_place
from . import bp, listing
from .offices import ward_name
from .showing import is_readable
from .words import STATES

FIELDS = ["name", "ward"]


@bp.route("/<slug>/export", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer", fresh=True))
def export(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What the same address of the list shows; the password is asked again, and it is noted."""
    place, form = get_place(organization, campaign), StaffForm()
    mine = get_my_action(place, slug)
    asked = listing.Asked.from_words(request.args)
    wanted = listing.select_letters(mine, asked)
    if not form.submitted():
        count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        page = render_template(
            "outreach/desk/export.html",
            place=place,
            action=mine,
            asked=asked,
            count=count,
            form=form,
        )
        return page, form.status
    found = db.session.scalars(wanted).all()
    given: Any = {"organization": place.organization, "campaign": place.campaign, "fields": FIELDS}
    try:
        noted = exports.note("letters", count=len(found), **given)
    except exports.RefusedError as fault:
        abort(403, str(fault))
    lines = b"".join(csv_lines(columns(noted.code), list(cells(found, noted.code))))
    name = f"{mine.slug}-letters-{now():%Y-%m-%d}-{noted.code}.csv"
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(lines, mimetype="text/csv", headers=headers)


def columns(code: str) -> list[str]:
    return [
        *(_("Number"), _("Name"), _("Ward"), _("Official"), _("State"), _("Language")),
        *(_("Written"), _("Confirmed"), _("Sent"), _("Export %(code)s", code=code)),
    ]


def cells(found: Sequence[Letter], code: str) -> Iterator[list[Any]]:
    for one in found:
        is_open = is_readable(one)
        yield [
            one.id,
            one.name if is_open else "",
            ward_name(one.ward),
            one.official.name,
            str(STATES[one.state][0]),
            own_name(one.language) if is_open else "",
            datetime_words(one.written_at),
            datetime_words(one.confirmed_at) if one.confirmed_at else "",
            datetime_words(one.sent_at) if one.sent_at else "",
            code,
        ]
