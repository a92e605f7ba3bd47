"""Taking a hearing's speakers out as CSV: what the charter shares, no addresses."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition import exports
from ...coalition.permissions import lead_of_campaign
from ...db import db, now
from ...forms import StaffForm
from ...officials.bodies import ward_name
from ...security import allow
from ...tables import csv_lines
from . import pool
from .desk import at_hearing, bp
from .models import Speaker
from .words import interpreter_words, mode_words, state_words

FIELDS = ["name", "ward", "comment"]


@bp.route("/speakers/export", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer", fresh=True))
def export(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """The pool as a table; the password is asked again, and the audit says who took it out."""
    place, hearing = at_hearing(organization, campaign, slug)
    form = StaffForm()
    if not form.submitted():
        page = render_template(
            "hearings/speaking/export.html", place=place, hearing=hearing, form=form
        )
        return page, form.status
    people = pool.speakers(hearing)
    given = {"organization": place.organization, "campaign": place.campaign, "fields": FIELDS}
    try:
        noted = exports.note("speakers", count=len(people), **given)  # type: ignore[arg-type]
    except exports.RefusedError as fault:
        abort(403, str(fault))
    code = noted.code
    header = [*column_names(), _("Export %(code)s", code=code)]
    lines = b"".join(csv_lines(header, [[*cells(one), code] for one in people]))
    name = f"{hearing.slug}-speakers-{now():%Y-%m-%d}-{code}.csv"
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(lines, mimetype="text/csv", headers=headers)


def column_names() -> list[str]:
    return [
        _("Name"),
        _("Ward"),
        _("State"),
        _("How"),
        _("Drawn"),
        _("Interpreter"),
        _("What they want to say"),
        _("Receipt"),
    ]


def cells(one: Speaker) -> list[str | int]:
    return [
        one.name,
        ward_name(one.ward) if one.ward else "",
        state_words(one.state),
        mode_words(one.mode),
        one.drawn or "",
        interpreter_words(one.interpreter),
        one.says,
        one.receipt,
    ]
