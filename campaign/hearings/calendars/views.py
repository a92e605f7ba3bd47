"""Calendar files: of one hearing, of a speaker, and a feed of a campaign."""

from flask import Response, abort, make_response
from flask_babel import gettext as _

from ...coalition.models import Campaign
from ...db import db
from ...i18n import spoken
from ...pages import keep
from ...security import allow, public
from ..models import Hearing
from ..public import bp
from ..public.finding import get_hearing
from ..public.mine import get_mine
from . import making


@bp.get("/hearings/<slug>.ics")
@allow(public)
def ics(slug: str) -> Response:
    """One hearing for anybody's calendar."""
    found = get_hearing(slug)
    return keep(file(making.of_hearing(found), f"{found.slug}.ics"))


@bp.get("/speaking/<token>.ics")
@allow(public)
def mine_ics(token: str) -> Response:
    """A speaker's own: with reminders, and the hours in which the body calls back."""
    speaker = get_mine(token)
    answer = file(making.of_speaker(speaker), f"{speaker.hearing.slug}.ics")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/c/<campaign>/hearings.ics")
@allow(public)
def feed(campaign: str) -> Response:
    """A campaign's public hearings, for programs that look again every hour."""
    found = db.first_or_404(db.select(Campaign).filter_by(slug=campaign))
    if not found.is_public:
        abort(404)
    query = db.select(Hearing).where(Hearing.campaign_id == found.id)
    query = query.where(Hearing.published_at.is_not(None)).order_by(Hearing.starts_at, Hearing.id)
    name = _("Hearings: %(campaign)s", campaign=spoken(found.name))
    return keep(file(making.feed(name, db.session.scalars(query)), "hearings.ics"))


def file(text: str, name: str) -> Response:
    answer = make_response(text)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
