"""Mailings: what waits for a second person, stands still, or goes out today."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _

from ...accounts.checks import me
from ...db import db, now
from ...filters import datetime_words
from ...mail.models import MailBatch
from ...outreach.mailings import acts
from ...outreach.mailings.models import Mailing
from ..places import Place
from ..today import Item, Urgency, in_part

DESK, ONE, APPROVE = "mailings_desk.mailings", "mailings_desk.mailing", "mailings_desk.approve"
SOON, MOST = timedelta(hours=24), 20


@in_part
def mailings(place: Place) -> Iterator[Item]:
    """The mailings of this organization that are on their way, a handful of rows."""
    if place.campaign is None or not place.may_open(APPROVE):
        return
    query = db.select(Mailing).where(
        Mailing.organization_id == place.organization.id,
        Mailing.campaign_id == place.campaign.id,
        Mailing.state.in_(("proposed", "scheduled", "queueing", "sending")),
    )
    query = query.options(db.joinedload(Mailing.batch)).order_by(Mailing.scheduled_at, Mailing.id)
    for one in db.session.scalars(query.limit(MOST)):
        found = item_of(one)
        if found is not None:
            yield found


def item_of(one: Mailing) -> Item | None:
    if one.state == "proposed":
        return proposed(one)
    if one.state == "scheduled":
        return scheduled(one)
    return paused(one, one.batch) if one.batch and one.batch.state == "paused" else None


def proposed(one: Mailing) -> Item:
    if one.proposed_by_id == me().id:
        words = _("Your mailing “%(name)s” waits for a second person", name=one.name)
        return item(one, words, _("Look"), Urgency.NOTE)
    words = _("The mailing “%(name)s” waits for your approval", name=one.name)
    return item(one, words, _("Read it"), Urgency.WAITS, count=1)


def scheduled(one: Mailing) -> Item | None:
    """What stands in its way, or that it goes out within a day."""
    if acts.outdated(one):
        words = _("The mailing “%(name)s” does not go out: a fact in it has changed", name=one.name)
        return item(one, words, _("Decide"), Urgency.NOW, count=1)
    if one.scheduled_at is None or one.scheduled_at > now() + SOON:
        return None
    at = datetime_words(one.scheduled_at)
    words = _("The mailing “%(name)s” goes out: %(at)s", name=one.name, at=at)
    return item(one, words, _("Look"), Urgency.SOON)


def paused(one: Mailing, batch: MailBatch) -> Item:
    if batch.why == "errors":
        words = _("The mailing “%(name)s” stopped: too many mails failed", name=one.name)
        return item(one, words, _("Look"), Urgency.NOW, count=1)
    words = _("The mailing “%(name)s” is paused", name=one.name)
    return item(one, words, _("Look"), Urgency.WAITS, count=1)


def item(one: Mailing, words: str, verb: str, urgency: Urgency, count: int = 0) -> Item:
    return Item(
        words,
        verb,
        ONE,
        urgency,
        count=count,
        under=DESK,
        act=APPROVE,
        due=one.scheduled_at,
        values={"number": one.id},
    )
