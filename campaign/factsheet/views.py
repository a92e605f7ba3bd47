"""Public pages of a campaign's fact sheet, for readers and for programs."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from ..coalition.models import Campaign
from ..config import settings
from ..db import db, now
from ..pages import keep
from ..security import allow, public
from .arithmetic import drawn
from .content import KINDS
from .differences import differences, history
from .models import Fact, FactVersion
from .publishing import Handout, show_handout, snippet
from .rendering import fact_path
from .sheet import Sheet, as_text, current_versions, values

bp = Blueprint("factsheet", __name__, url_prefix="/c/<campaign>")


@bp.get("/facts")
@allow(public)
def facts(campaign: str) -> Response:
    """The whole sheet by topic, narrowed by topic, kind of source or words; or some on paper."""
    found = get_campaign(campaign)
    everything = Sheet(public_versions(found))
    chosen = {name: request.args.get(name, "").strip()[:200] for name in ("topic", "kind", "q")}
    if "print" in request.args:
        narrowed = everything.narrowed(**chosen, locale=locale())
        return show_handout(Handout(found, everything, request.args.getlist("key"), narrowed))
    return page(
        "factsheet/facts.html",
        campaign=found,
        sheet=everything.narrowed(**chosen, locale=locale()),
        topics=everything.topics,
        kinds=[kind for kind in KINDS if kind in everything.kinds],
        chosen=chosen,
        total=len(everything),
    )


@bp.get("/facts/<key>")
@allow(public)
def fact(campaign: str, key: str) -> Response:
    """A fact as it is now, with its history."""
    found = get_campaign(campaign)
    versions = get_versions(found, key)
    return fact_page(found, versions, versions[-1])


@bp.get("/facts/<key>/v<int:number>")
@allow(public)
def version(campaign: str, key: str, number: int) -> Response:
    """A fact as it was in one version: the address of a citation, for good."""
    found = get_campaign(campaign)
    versions = get_versions(found, key)
    one = next((one for one in versions if one.number == number), None)
    if one is None:
        abort(404, _("This fact has no such version. Look at the fact itself."))
    return fact_page(found, versions, one)


@bp.get("/facts.txt")
@allow(public)
def facts_text(campaign: str) -> Response:
    found = get_campaign(campaign)
    answer = make_response(as_text(found, public_versions(found), locale()))
    answer.mimetype = "text/plain"
    return keep(answer)


@bp.get("/facts.json")
@allow(public)
def facts_json(campaign: str) -> Response:
    """The sheet for programs, on any site: docs/facts-format.md has the shape."""
    found = get_campaign(campaign)
    answer = jsonify(
        campaign=found.slug,
        as_of=now().isoformat(timespec="seconds"),
        facts=[values(one, found.slug) for one in public_versions(found)],
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return keep(answer)


def fact_page(campaign: Campaign, versions: list[FactVersion], shown: FactVersion) -> Response:
    newest = versions[-1]
    return page(
        "factsheet/fact.html",
        campaign=campaign,
        fact=shown.fact,
        version=shown,
        newest=newest,
        said=shown.said(locale()),
        steps=history(versions),
        since=differences(shown, newest) if shown is not newest else [],
        replacement=replacement(campaign, newest),
        url=settings().base_url + fact_path(campaign.slug, shown.fact.key, shown.number),
        is_handout=request.args.get("print") == "1",
        share=drawn(shown.content),
        snippet=snippet(campaign, shown.fact.key) if shown is newest else "",
    )


def replacement(campaign: Campaign, newest: FactVersion) -> FactVersion | None:
    """The public fact that took this one's place."""
    if newest.superseded_by is None:
        return None
    return next(iter(public_versions(campaign, newest.superseded_by)), None)


def get_campaign(slug: str) -> Campaign:
    campaign = db.first_or_404(db.select(Campaign).filter_by(slug=slug))
    return campaign if campaign.is_public else abort(404)


def get_versions(campaign: Campaign, key: str) -> list[FactVersion]:
    """The public versions of a public fact, oldest first."""
    query = db.select(Fact).filter_by(campaign_id=campaign.id, key=key)
    fact = db.first_or_404(query)
    return list(fact.public_versions()) if fact.is_public else abort(404)


def public_versions(campaign: Campaign, key: str | None = None) -> list[FactVersion]:
    """What the campaign's facts say now, without drafts."""
    return [one for one in current_versions(campaign, key).values() if one.fact.is_public]


def locale() -> str:
    return str(get_locale())


def page(template: str, **context: Any) -> Response:
    return keep(make_response(render_template(template, **context)))
