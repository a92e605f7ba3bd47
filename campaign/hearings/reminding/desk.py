"""What will be sent to whom, and when, of one hearing: numbers, no names."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from ...coalition.permissions import partner_in_campaign
from ...db import db, now
from ...security import allow
from ..models import Hearing
from ..place import get_my_hearing, get_place
from ..speaking.models import Speaker
from .moments import COORDINATOR, Moment, moments
from .sending import asks

bp = Blueprint(
    "reminders_desk",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/hearings/<slug>",
)
KINDS = {
    "sign_up_opens": _("Signing up is open: apply now"),
    "sign_up_closes": _("Signing up closes soon, and you have not applied"),
    "calls": _("Keep your phone on: the body calls back"),
    "write_opens": _("Written comment is open"),
    "write_closes": _("Written comment closes soon"),
    "day_before": _("You speak tomorrow"),
    "hours_before": _("You speak in two hours"),
    "desk_sign_up_opens": _("Signing up is open"),
    "desk_sign_up_closes": _("Signing up closes soon"),
    "desk_draw": _("Record the draw"),
    "desk_write_opens": _("Written comment is open"),
    "desk_write_closes": _("Written comment closes soon"),
    "desk_day_before": _("The hearing is tomorrow"),
}


@dataclass(frozen=True)
class Coming:
    """A moment, and how many it would reach as the pool is now."""

    moment: Moment
    is_for_coordinator: bool
    count: int


@bp.get("/reminders")
@allow(partner_in_campaign("viewer"))
def reminders(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What goes out from now on, the next first."""
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)
    return render_template(
        "hearings/reminding/reminders.html",
        place=place,
        hearing=hearing,
        coming=coming(hearing) if hearing.is_on else [],
        kinds=KINDS,
    )


def coming(hearing: Hearing) -> list[Coming]:
    """All moments that are not past, with numbers from one look at the pool."""
    query = db.select(Speaker.state, Speaker.mode, db.func.count(Speaker.id)).where(
        Speaker.hearing_id == hearing.id, Speaker.proven_at.is_not(None), Speaker.email != ""
    )
    rows = db.session.execute(query.group_by(Speaker.state, Speaker.mode)).all()
    found = []
    for one in moments(hearing):
        if one.until <= now():
            continue
        is_desk = one.role == COORDINATOR
        fits = [row[2] for row in rows if row[0] in one.states and row[1] in one.modes]
        number = sum(fits)
        if is_desk:
            number = int(hearing.coordinator is not None and asks(hearing, one))
        found.append(Coming(one, is_desk, number))
    return found
