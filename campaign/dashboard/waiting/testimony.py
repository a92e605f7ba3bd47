"""Testimony: what waits for review, whose facts have changed, what is unfinished shortly before.

Only who sees the speakers sees these items; they hold numbers, no names.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, func

from ...accounts.checks import me
from ...coalition.models import Campaign
from ...db import db, now
from ...factsheet import all_stale
from ...hearings.models import Hearing
from ...hearings.speaking.models import Speaker
from ...i18n import spoken
from ...testimony.models import KIND, UNFINISHED, Draft
from ...testimony.out.models import HearingPacket
from ...testimony.review.listing import UNDONE
from ..places import Place
from ..today import Item, Urgency, in_part, only_today

SOON, LATELY = timedelta(hours=48), timedelta(days=7)
DESK, NEXT = "testimony_desk.drafts", "testimony_desk.next"
PACKET = "testimony_desk.packet_made"


@in_part
def testimony(place: Place) -> Iterator[Item]:
    """What the drafts of a campaign ask for."""
    if place.campaign is None or not place.may_open(DESK):
        return
    yield from in_review(place.campaign)
    yield from outdated(place.campaign)
    yield from unfinished(place.campaign)


@in_part
@only_today
def packets(place: Place) -> Iterator[Item]:
    """Packets of hearings that could not be made, unless a later one of the same hearing could."""
    if place.campaign is None or not place.may_open(PACKET):
        return
    query = (
        db.select(HearingPacket)
        .join(HearingPacket.hearing)
        .where(
            Hearing.campaign_id == place.campaign.id,
            HearingPacket.organization_id == place.organization.id,
            HearingPacket.made_at > now() - LATELY,
        )
        .order_by(HearingPacket.id)
    )
    newest = {one.hearing_id: one for one in db.session.scalars(query)}
    for one in newest.values():
        if one.state == "failed" and one.hearing is not None:
            words = _("Packet %(code)s could not be made", code=one.export.code)
            values = {"slug": one.hearing.slug, "number": one.id}
            yield Item(words, _("Look"), PACKET, Urgency.NOW, values=values)


def drafts_of(campaign: Campaign) -> Select[Any]:
    query = db.select(func.count(Draft.id)).join(Draft.speaker).join(Speaker.hearing)
    return query.where(Hearing.campaign_id == campaign.id, Speaker.state != "withdrawn")


def in_review(campaign: Campaign) -> Iterator[Item]:
    """One's own first; then what nobody has taken."""
    is_mine = case((Draft.reviewer_id == me().id, 1), else_=0)
    query = drafts_of(campaign).add_columns(is_mine).where(Draft.state == "in_review")
    mine = query.where((Draft.reviewer_id == me().id) | Draft.reviewer_id.is_(None))
    numbers = {row[1]: row[0] for row in db.session.execute(mine.group_by(is_mine))}
    if number := numbers.get(1):
        words = ngettext(
            "%(num)s testimony waits for your review",
            "%(num)s testimonies wait for your review",
            number,
        )
        yield Item(words, _("Review"), NEXT, Urgency.WAITS, count=number, under=DESK, act=DESK)
    if number := numbers.get(0):
        words = ngettext(
            "%(num)s testimony in review has no reviewer",
            "%(num)s testimonies in review have no reviewer",
            number,
        )
        where = {"state": "in_review", "reviewer": "none"}
        yield Item(words, _("Look"), DESK, Urgency.WAITS, count=number, values=where)


def outdated(campaign: Campaign) -> Iterator[Item]:
    """Drafts that say what the fact sheet no longer says."""
    stale = {one.document[1] for one in all_stale(campaign) if one.document[0] == KIND}
    if not stale:
        return
    every = db.session.scalars(drafts_of(campaign).with_only_columns(Draft.id))
    if number := sum(str(one) in stale for one in every):
        words = ngettext(
            "%(num)s testimony says a fact that has changed",
            "%(num)s testimonies say a fact that has changed",
            number,
        )
        hint = _("Decide before it is approved, printed or filed.")
        yield Item(words, _("Decide"), DESK, Urgency.SOON, hint, number, values={"stale": "1"})


def unfinished(campaign: Campaign) -> Iterator[Item]:
    """Drafts that are not approved while their hearing is near."""
    query = drafts_of(campaign).where(
        Draft.state.in_(UNFINISHED),
        Hearing.starts_at > now(),
        Hearing.starts_at <= now() + SOON,
        Hearing.status.in_(("scheduled", "recessed")),
    )
    numbers = query.with_only_columns(Hearing.id, func.count(Draft.id)).group_by(Hearing.id)
    for hearing_id, number in db.session.execute(numbers).all():
        hearing = db.session.get_one(Hearing, hearing_id)
        words = ngettext(
            "%(num)s testimony for “%(title)s” is not finished",
            "%(num)s testimonies for “%(title)s” are not finished",
            number,
            title=spoken(hearing.title),
        )
        hint = _("Remind the writers, or help them.")
        values = {"hearing": hearing.slug, "state": UNDONE}
        yield Item(
            words, _("Look"), DESK, Urgency.SOON, hint, number, due=hearing.starts_at, values=values
        )
