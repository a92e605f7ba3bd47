"""The sheet elsewhere: on one page of paper, and one fact in a frame of another site."""

from dataclasses import dataclass
from functools import cached_property

import segno
from flask import Blueprint, Response, make_response, render_template, url_for
from flask_babel import gettext as _

from ..coalition.models import Campaign
from ..config import settings
from ..db import db, now
from ..pages import keep
from ..security import allow, embeddable, public
from .arithmetic import drawn
from .content import Content
from .models import FactVersion
from .rendering import fact_path
from .sheet import Sheet

FIT = 6  # facts that one page of Letter or A4 takes for sure; tried in tests/browser
bp = Blueprint("factsheet_embed", __name__, url_prefix="/embed/facts")
bp.after_request(embeddable)


@dataclass(frozen=True)
class Handout:
    """Some facts on paper, with numbered notes and the address where they are kept up to date."""

    campaign: Campaign
    every: Sheet
    keys: list[str]  # chosen one by one; none: all of `narrowed`
    narrowed: Sheet

    @cached_property
    def versions(self) -> list[FactVersion]:
        """What stands of what was chosen: nobody hands out what was taken back."""
        chosen = self.narrowed.versions
        if self.keys:
            by_key = {one.fact.key: one for one in self.every.versions}
            chosen = [by_key[key] for key in dict.fromkeys(self.keys) if key in by_key]
        return [one for one in chosen if not one.is_corrected]

    @cached_property
    def notes(self) -> list[Content]:
        """Each source once, in the order in which the facts name them."""
        found: list[Content] = []
        for version in self.versions:
            found += [one.values for one in version.sources if one.values not in found]
        return found

    def numbers(self, version: FactVersion) -> list[int]:
        """The notes of one fact."""
        return [self.notes.index(one.values) + 1 for one in version.sources]

    @property
    def choices(self) -> list[FactVersion]:
        return [one for one in self.every.versions if not one.is_corrected]

    @property
    def is_long(self) -> bool:
        return len(self.versions) > FIT

    @property
    def url(self) -> str:
        return settings().base_url + f"/c/{self.campaign.slug}/facts"

    @property
    def code(self) -> str:
        """The address as a picture to scan."""
        return str(segno.make(self.url, error="m").svg_data_uri(scale=4, border=0))


def show_handout(handout: Handout) -> Response:
    page = render_template(
        "factsheet/handout.html",
        campaign=handout.campaign,
        handout=handout,
        most=FIT,
        as_of=now(),
        drawn=drawn,
    )
    return keep(make_response(page))


@bp.get("/<campaign>/<key>")
@allow(public)
def card(campaign: str, key: str) -> Response | tuple[str, int]:
    """One fact in a frame, always as it is now: also when it was taken back."""
    from .views import locale, public_versions

    found = db.session.scalar(db.select(Campaign).filter_by(slug=campaign))
    version = None
    if found is not None and found.is_public:
        version = next(iter(public_versions(found, key)), None)
    if found is None or version is None:
        return render_template("factsheet/embed/gone.html"), 404
    page = render_template(
        "factsheet/embed/card.html",
        campaign=found,
        version=version,
        said=version.said(locale()),
        url=settings().base_url + fact_path(found.slug, key),
    )
    return keep(make_response(page))


def snippet(campaign: Campaign, key: str) -> str:
    """What another site puts into its page to show a fact, in the language of this page."""
    address = settings().base_url + url_for("factsheet_embed.card", campaign=campaign.slug, key=key)
    title = _("A fact with its source")
    return (
        f'<iframe src="{address}" title="{title}" width="100%" height="320" loading="lazy">'
        "</iframe>"
    )
