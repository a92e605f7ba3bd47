"""Each receiver of a mailing: the list, and the same as a file."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale, lazy_gettext
from flask_babel import gettext as _

from ...coalition import exports, scope
from ...coalition.permissions import partner_in_campaign
from ...db import db, now, zone
from ...filters import zone_info
from ...forms import StaffForm, asked_number
from ...people.desk_export import refusal
from ...people.places import ward_name
from ...security import allow
from ...tables import csv_lines
from ..place import SENDS, get_place
from . import bp
from .desk_report import get_begun
from .models import Mailing
from .recipients import PAGE, STATE_NAMES, Receiver, listed
from .reporting import progress

FIELDS = ["name", "email", "ward", "language"]
PIECE = 1000
STANDING = {  # word and badge
    "queued": (lazy_gettext("waits"), ""),
    "sending": (lazy_gettext("on its way"), ""),
    "sent": (lazy_gettext("sent"), "good"),
    "failed": (lazy_gettext("failed"), "bad"),
    "uncertain": (lazy_gettext("uncertain"), "warn"),
    "dropped": (lazy_gettext("not sent"), "warn"),
    "bounced": (lazy_gettext("came back"), "bad"),
}


def asked() -> dict[str, str]:
    state = request.args.get("state", "")
    q = request.args.get("q", "").replace("\0", "").strip()[:100]
    given = {"q": q, "state": state if state in STATE_NAMES else ""}
    return {name: value for name, value in given.items() if value}


@bp.get("/<int:number>/recipients")
@allow(SENDS)
def recipients(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Who got it, who did not, and why."""
    place = get_place(organization, campaign)
    mine = get_begun(place, number)
    wanted, after = asked(), asked_number("after")
    found = listed(mine, wanted.get("state", ""), wanted.get("q", ""), after)
    return render_template(
        "outreach/mailings/recipients.html",
        place=place,
        mailing=mine,
        asked=wanted,
        rows=found[:PAGE],
        next=found[PAGE - 1].number if len(found) > PAGE else None,
        is_first=not after,
        standing=STANDING,
    )


@bp.route("/<int:number>/recipients/export", methods=["GET", "POST"])
@allow(partner_in_campaign("organizer", fresh=True))
def export(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """The receivers as a file, noted and marked like every export of people."""
    place = get_place(organization, campaign)
    mine = get_begun(place, number)
    form, refused = StaffForm(), refusal(place.campaign, place.organization)
    if not form.submitted():
        page = render_template(
            "outreach/mailings/export.html",
            place=place,
            mailing=mine,
            count=progress(mine).total,
            refused=refused,
            form=form,
        )
        return page, form.status
    if refused:
        abort(403, refused)
    return taken_out(mine)


def taken_out(mine: Mailing) -> Response:
    """Note the export, then send it piece by piece."""
    count = progress(mine).total
    try:
        noted = exports.note(
            "mailing",
            organization=mine.organization,
            campaign=mine.campaign,
            fields=FIELDS,
            count=count,
            purpose="email",
        )
    except exports.RefusedError as fault:
        abort(403, str(fault))
    code, number, owner = noted.code, mine.id, mine.organization_id
    name = f"{mine.organization.slug}-mailing-{mine.id}-{now():%Y-%m-%d}-{code}.csv"
    db.session.commit()
    header = [_("Name"), _("Email address"), _("Ward"), _("Language"), _("State"), _("Sent")]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    rows = in_pieces(app, owner, number, code, str(get_locale() or "en"))
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    lines = csv_lines([*header, _("Answer"), _("Export %(code)s", code=code)], rows)
    return Response(lines, mimetype="text/csv", headers=headers)


def in_pieces(
    app: Flask, organization_id: int, number: int, code: str, locale: str
) -> Iterator[list[Any]]:
    """The rows, a thousand at a time: no transaction lasts, and memory stays as it is."""
    last = 0
    while True:
        with app.app_context(), scope.of(organization_id), force_locale(locale):
            mine = db.session.get_one(Mailing, number)
            found = listed(mine, after=last, limit=PIECE)
            lines = [written(one, code) for one in found]
        if not found:
            return
        last = found[-1].number
        yield from lines


def written(one: Receiver, code: str) -> list[Any]:
    """A receiver as a row; who is no longer known has no name."""
    word, _kind = STANDING[one.standing]
    at = (
        one.sent_at.astimezone(zone_info(zone())).isoformat(timespec="minutes")
        if one.sent_at
        else ""
    )
    person = one.person
    known = (
        [person.name, person.email, ward_name(person.division), person.language]
        if person
        else ["", "", "", ""]
    )
    return [*known, str(word), at, one.bounce or one.error, code]
