"""Taking one's own people out as CSV."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from ..coalition import charter, exports, scope
from ..coalition.models import Campaign, Organization
from ..coalition.permissions import get_my_organization, role_at_least
from ..db import db, now, zone
from ..filters import zone_info
from ..forms import StaffForm
from ..security import allow
from ..tables import csv_lines
from . import listing
from .bringing.loading import asked
from .desk import bp
from .models import EMAIL, Consent, Person
from .places import ward_name
from .tagging import tags_of_all

FIELDS = ["name", "email", "ward", "language"]
PIECE = 1000


@bp.route("/export", methods=["GET", "POST"])
@allow(role_at_least("organizer", fresh=True))
def export(organization: str) -> ResponseReturnValue:
    """Own people whose consent stands, with what their charter shares."""
    mine, wanted, form = get_my_organization(organization), asked(), StaffForm()
    standing = listing.Asked(**{**wanted.values, "consent": "given"})
    if not form.submitted():
        page = render_template(
            "people/export.html",
            organization=mine,
            asked=wanted,
            count=listing.count(mine.id, standing),
            refused=beyond_charters(mine),
            form=form,
        )
        return page, form.status
    return taken_out(mine, standing)


def taken_out(mine: Organization, wanted: listing.Asked) -> Response:
    """Note the export, then send it piece by piece."""
    if refused := beyond_charters(mine):
        abort(403, refused[0][1])
    count = listing.count(mine.id, wanted)
    try:
        noted = exports.note(
            "people", organization=mine, fields=FIELDS, count=count, purpose="email"
        )
    except exports.RefusedError as fault:
        abort(403, str(fault))
    code, number, locale = noted.code, mine.id, str(get_locale() or "en")
    name = f"{mine.slug}-people-{now():%Y-%m-%d}-{code}.csv"
    db.session.commit()
    header = [_("Name"), _("Email address"), _("Ward"), _("Language"), _("Tags"), _("Agreed on")]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    rows = in_pieces(app, number, wanted, code, locale)
    lines = csv_lines([*header, _("Export %(code)s", code=code)], rows)
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(lines, mimetype="text/csv", headers=headers)


def beyond_charters(mine: Organization) -> list[tuple[Campaign, str]]:
    """The campaigns with what their charters refuse, where not one of them allows the export."""
    every = [
        (partnership.campaign, refusal(partnership.campaign, mine))
        for partnership in mine.partnerships
        if partnership.is_current and partnership.role in charter.PARTNERS
    ]
    refused = [(campaign, sentence) for campaign, sentence in every if sentence]
    return refused if len(refused) == len(every) else []


def refusal(campaign: Campaign, mine: Organization) -> str | None:
    if charter.in_force(campaign, mine) is None:
        return None
    return charter.refusal(campaign, FIELDS, "email", mine)


def in_pieces(
    app: Flask, organization_id: int, wanted: listing.Asked, code: str, locale: str
) -> Iterator[list[Any]]:
    """The rows, a thousand at a time: no transaction lasts, and memory stays as it is."""
    last = 0
    while True:
        with app.app_context(), scope.of(organization_id), force_locale(locale):
            found = piece(organization_id, wanted, last)
            tags = tags_of_all([row.id for row in found])
            lines = [written(row, tags.get(row.id, []), code) for row in found]
        if not found:
            return
        last = found[-1].id
        yield from lines


def piece(organization_id: int, wanted: listing.Asked, last: int) -> Sequence[Any]:
    """The people after the last one, in the order of their numbers."""
    query = (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.division,
            Person.language,
            Consent.given_at,
        )
        .join(Consent, Consent.person_id == Person.id)
        .where(Person.organization_id == organization_id, Person.id > last)
        .where(Consent.purpose == EMAIL, Consent.withdrawn_at.is_(None))
        .where(*(one.condition for one in listing.narrow(organization_id, wanted)))
        .order_by(Person.id)
        .limit(PIECE)
    )
    return db.session.execute(query).all()


def written(row: Any, tags: list[str], code: str) -> list[Any]:
    day = row.given_at.astimezone(zone_info(zone())).date().isoformat()
    ward = ward_name(row.division)
    return [row.name, row.email, ward, row.language, "; ".join(tags), day, code]
