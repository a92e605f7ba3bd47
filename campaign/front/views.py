"""Home, a campaign's page, and the page about personal data."""

from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from ..coalition.models import Campaign
from ..config import settings
from ..db import db, now
from ..factsheet import Footnote, pins, render
from ..hearings.models import Hearing
from ..i18n import spoken
from ..outreach.letters.models import LetterAction
from ..pages import keep
from ..petitions import counting
from ..petitions.letter.models import endorsements, letter_of
from ..petitions.models import DRAFT, KIND, Petition
from ..security import allow, public

bp = Blueprint("front", __name__)
COMING = 3  # hearings on the campaign’s page
FEATURED = 4  # facts on the campaign's page; all are one click away


@bp.get("/")
@allow(public)
def home() -> Answer:
    """The campaigns that run here; a single one is shown at once."""
    public_ones = db.select(Campaign).where(Campaign.published_at.is_not(None))
    campaigns = list(db.session.scalars(public_ones.order_by(Campaign.published_at.desc())))
    return keep(make_response(render_template("front/home.html", campaigns=campaigns)))


@bp.get("/c/<slug>")
@allow(public)
def campaign(slug: str) -> Response:
    """The ask, how far it is, its dates and facts, who stands behind it, what to do next."""
    found = get_campaign(slug)
    page = render_template(
        "front/campaign.html",
        campaign=found,
        petitions=petition_cards(found),
        facts=featured_facts(found),
        hearings=coming_hearings(found),
        actions=open_actions(found),
        **public_letter(found),
    )
    return keep(make_response(page))


@bp.get("/privacy")
@allow(public)
def privacy() -> Response:
    """What is kept about a resident, why, and how long."""
    page = render_template(
        "front/privacy.html",
        signature_days=settings().signature_days,
        network_days=settings().network_days,
        speaker_days=settings().speaker_days,
        letter_days=settings().letter_days,
    )
    return keep(make_response(page))


@bp.get("/petitions")
@allow(public)
def petitions() -> Answer:
    return redirect(url_for(".home"))


def petition_cards(found: Campaign) -> list[dict[str, Any]]:
    return [
        {"petition": one, "count": counting.count(one.id).total} for one in public_petitions(found)
    ]


def coming_hearings(found: Campaign) -> list[Hearing]:
    """The next ones that this campaign goes to."""
    query = db.select(Hearing).where(
        Hearing.campaign_id == found.id,
        Hearing.published_at.is_not(None),
        Hearing.starts_at > now(),
        Hearing.status.in_(("scheduled", "recessed")),
    )
    return list(db.session.scalars(query.order_by(Hearing.starts_at).limit(COMING)))


def open_actions(found: Campaign) -> list[LetterAction]:
    """What residents can write to their officials about, newest first."""
    query = db.select(LetterAction).where(
        LetterAction.campaign_id == found.id, LetterAction.published_at.is_not(None)
    )
    every = db.session.scalars(query.order_by(LetterAction.published_at.desc()))
    return [one for one in every if one.takes_letters]


def public_letter(found: Campaign) -> dict[str, Any]:
    """The campaign's sign-on letter, and how many organizations stand under it."""
    letter = letter_of(found)
    if letter is None or not letter.is_public:
        return {"letter": None}
    return {"letter": letter, "letter_count": len(endorsements(letter))}


def featured_facts(found: Campaign) -> list[Footnote]:
    """The first facts that the campaign's newest petition rests on."""
    for one in public_petitions(found):
        return render(spoken(one.text), found, pins(KIND, one.id)).footnotes[:FEATURED]
    return []


def public_petitions(found: Campaign) -> list[Petition]:
    """The open ones before the others, newest first."""
    newest = Petition.published_at.desc()
    every = db.session.scalars(db.select(Petition).filter_by(campaign_id=found.id).order_by(newest))
    return sorted((one for one in every if one.state != DRAFT), key=lambda one: not one.is_open)


def get_campaign(slug: str) -> Campaign:
    """A campaign that may be read; an unpublished one answers as if it did not exist."""
    found = db.first_or_404(db.select(Campaign).filter_by(slug=slug))
    return found if found.is_public else abort(404)
