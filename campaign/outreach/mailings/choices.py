"""What a segment can be made of in one campaign, and how a segment reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from babel import UnknownLocaleError
from flask_babel import gettext as _
from flask_babel import ngettext

from ...coalition.models import Campaign, Organization
from ...db import db
from ...filters import date_words
from ...hearings.models import Hearing
from ...i18n import own_name, spoken
from ...people import listing
from ...people.places import source_words, ward_name, wards
from ...petitions.models import Petition
from ..letters.models import LetterAction
from .models import Mailing
from .segments import PARTS, Segment

Choices = list[tuple[str, str]]
MAILINGS = 50  # earlier ones that are offered


@dataclass(frozen=True)
class Offer:
    """Everything that a form about a segment lets one pick, by field; "" is no wish."""

    signed: Choices
    wards: Choices
    hearing: Choices
    part: Choices
    tags: Choices
    languages: Choices
    wrote: Choices
    source: Choices
    without: Choices

    def names(self, field: str, values: Iterable[Any]) -> list[str]:
        known = dict(getattr(self, field))
        return [known.get(str(one)) or _("something that is gone") for one in values]


def offer(organization: Organization, campaign: Campaign, but: int = 0) -> Offer:
    """What this organization can pick from; `but` is the mailing itself."""
    mine = organization.id
    return Offer(
        signed=numbered(Petition, campaign),
        wards=[*wards().items()],
        hearing=hearings(campaign),
        part=[("", _("speaks or writes")), *zip(PARTS, (_("speaks"), _("writes")), strict=True)],
        tags=[(str(one.id), one.name) for one in listing.tags(mine)],
        languages=[(code, language_words(code)) for code in listing.languages(mine)],
        wrote=numbered(LetterAction, campaign),
        source=[(one, source_words(one)) for one in listing.sources(mine)],
        without=mailings(mine, campaign, but),
    )


def numbered(model: Any, campaign: Campaign) -> Choices:
    query = db.select(model).filter_by(campaign_id=campaign.id).order_by(model.id)
    return [(str(one.id), spoken(one.title)) for one in db.session.scalars(query)]


def hearings(campaign: Campaign) -> Choices:
    query = db.select(Hearing).filter_by(campaign_id=campaign.id)
    found = db.session.scalars(query.order_by(Hearing.starts_at.desc()).limit(MAILINGS))
    return [(str(one.id), f"{spoken(one.title)}, {date_words(one.starts_at)}") for one in found]


def mailings(organization_id: int, campaign: Campaign, but: int) -> Choices:
    """Those that went out, newest first."""
    query = db.select(Mailing).filter_by(organization_id=organization_id, campaign_id=campaign.id)
    query = query.where(Mailing.begun_at.is_not(None), Mailing.id != but)
    found = db.session.scalars(query.order_by(Mailing.id.desc()).limit(MAILINGS))
    return [(str(one.id), one.name) for one in found]


def described(segment: Segment, known: Offer) -> list[str]:
    """A segment in sentence parts, in the order of the form; one says everybody."""
    found = []
    if segment.signed:
        found.append(_("signed “%(title)s”", title=known.names("signed", [segment.signed])[0]))
    if segment.wards:
        found.append(listed([ward_name(one) for one in segment.wards]))
    if segment.hearing:
        words = {
            "speaks": _("speaks at “%(title)s”", title="%s"),
            "writes": _("writes to “%(title)s”", title="%s"),
        }.get(segment.part, _("speaks at or writes to “%(title)s”", title="%s"))
        found.append(words.replace("%s", known.names("hearing", [segment.hearing])[0]))
    if segment.tags:
        found.append(_("tagged %(names)s", names=listed(known.names("tags", segment.tags))))
    if segment.languages:
        names = listed([language_words(one) for one in segment.languages])
        found.append(_("reads %(names)s", names=names))
    return [*found, *more(segment, known)] or [_("everybody who may be emailed")]


def more(segment: Segment, known: Offer) -> list[str]:
    found = []
    if segment.wrote:
        title = known.names("wrote", [segment.wrote])[0]
        found.append(_("wrote a letter: “%(title)s”", title=title))
    if segment.source:
        found.append(_("came by %(source)s", source=source_words(segment.source)))
    if segment.without:
        name = known.names("without", [segment.without])[0]
        found.append(_("did not get “%(name)s”", name=name))
    return found


def language_words(code: str) -> str:
    """A language by its own name; the code of one that nobody knows."""
    try:
        return own_name(code)
    except (ValueError, UnknownLocaleError):
        return code


def listed(names: Sequence[str]) -> str:
    """Some names, the first of many."""
    if len(names) <= 6:
        return _(" or ").join(names)
    rest = ngettext("%(num)s more", "%(num)s more", len(names) - 5)
    return _(" or ").join([*names[:5], rest])
