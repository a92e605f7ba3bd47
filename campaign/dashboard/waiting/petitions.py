"""Petitions that end soon or stand still, and signatures that wait for their owners."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from ...db import now
from ...filters import date_words, number
from ...i18n import spoken
from ...petitions.integrity.moderation import count_waiting
from ...petitions.models import OPEN, STOPPED
from ..desks import Desk
from ..numbers import Numbers, petitions_of
from ..today import Item, Urgency, in_campaign, only_today

SOON = timedelta(days=7)
MOST = 1_000  # comments counted


@in_campaign
@only_today
def ending(desk: Desk) -> Iterator[Item]:
    """Open petitions whose last week has begun."""
    for one in desk.numbers:
        petition = one.petition
        if petition.state == OPEN and petition.closes_at and petition.closes_at < now() + SOON:
            yield petition_item(
                one,
                _(
                    "“%(title)s” closes on %(day)s",
                    title=spoken(petition.title),
                    day=date_words(petition.closes_at),
                ),
                Urgency.SOON,
                missing_words(one),
            )


@in_campaign
def comments(desk: Desk) -> Iterator[Item]:
    """Comments that show only after somebody has read them, and that nobody has read."""
    for one in petitions_of(desk.campaign):
        if one.reviews_comments and (count := count_waiting(one, MOST)):
            yield Item(
                ngettext(
                    "%(number)s comment under “%(title)s” waits to be read",
                    "%(number)s comments under “%(title)s” wait to be read",
                    count,
                    number=number(count) if count < MOST else f"{number(MOST)}+",
                    title=spoken(one.title),
                ),
                _("Read"),
                "petitions_comments.comments",
                hint=_("They show on its page once somebody has approved them."),
                count=count,
                under="petitions_desk.petitions",
                values={"slug": one.slug},
            )


@in_campaign
@only_today
def stopped(desk: Desk) -> Iterator[Item]:
    """Petitions that nobody can sign until somebody lets signing go on."""
    for one in desk.numbers:
        if one.petition.state == STOPPED:
            words = _("Signing “%(title)s” is stopped", title=spoken(one.petition.title))
            yield petition_item(one, words, Urgency.NOW, "")


@in_campaign
@only_today
def unconfirmed(desk: Desk) -> Iterator[Item]:
    """Signatures whose owners have not opened their mail: a number, no names."""
    for one in desk.numbers:
        if one.petition.state == OPEN and one.flow.waiting:
            yield petition_item(
                one,
                ngettext(
                    "%(number)s signature of “%(title)s” waits for confirmation",
                    "%(number)s signatures of “%(title)s” wait for confirmation",
                    one.flow.waiting,
                    number=number(one.flow.waiting),
                    title=spoken(one.petition.title),
                ),
                Urgency.NOTE,
                _("We remind each person once, after 3 days, and forget them after 21."),
            )


def petition_item(one: Numbers, words: str, urgency: Urgency, hint: str) -> Item:
    return Item(
        words,
        _("Look"),
        "petitions_desk.petition",
        urgency,
        hint,
        due=one.petition.closes_at,
        values={"slug": one.petition.slug},
    )


def missing_words(one: Numbers) -> str:
    missing = (one.petition.goal or 0) - one.confirmed
    if missing <= 0:
        return ""
    return _("%(number)s signatures are missing to its goal.", number=number(missing))
