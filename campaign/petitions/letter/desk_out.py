"""The sign-on letter and its list on paper and as a file."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition import exports
from ...coalition.permissions import (
    get_my_campaign,
    get_my_organization,
    lead_of_campaign,
    partner_in_campaign,
)
from ...db import db
from ...factsheet import pins, render, stale
from ...forms import StaffForm
from ...i18n import spoken
from ...security import allow
from ...tables import csv_lines
from . import models as sign_on
from .desk import back, bp, get_letter
from .models import KIND


@bp.get("/letter/print")
@allow(partner_in_campaign("viewer"))
def print_page(organization: str, campaign: str) -> ResponseReturnValue:
    """The letter and its names on paper; not while a fact in it waits for a decision."""
    found = get_letter(campaign)
    return render_template(
        "petitions/sign_on/print.html",
        organization=get_my_organization(organization),
        campaign=found.campaign,
        letter=found,
        text=render(spoken(found.text), found.campaign, pins(KIND, found.id)),
        endorsements=sign_on.endorsements(found),
        stale=stale(KIND, found.id),
    )


@bp.route("/letter/list.csv", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer", fresh=True))
def export(organization: str, campaign: str) -> ResponseReturnValue:
    """The public list as a file; after the password question the button is pressed again."""
    if not StaffForm().submitted():
        return back(organization, campaign)
    names = sign_on.endorsements(get_letter(campaign))
    try:
        made = exports.note(
            KIND,
            organization=get_my_organization(organization),
            campaign=get_my_campaign(campaign),
            fields=["name", "signed_on"],
            count=len(names),
        )
    except exports.RefusedError as refusal:
        db.session.rollback()
        abort(403, str(refusal))
    code = made.code
    header = [_("Organization"), _("Where it works"), _("Since"), code]
    rows = [[one.name, one.place, f"{one.confirmed_at:%Y-%m-%d}", ""] for one in names]
    db.session.commit()
    answer = Response(csv_lines(header, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="letter-{campaign}-{code}.csv"'
    return answer
