"""Hearings: windows that close, draws to record, calls, who has not confirmed, rules grown old.

Only who sees the speakers sees these items; they hold numbers, no names.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload

from ...db import db, now
from ...filters import datetime_words
from ...hearings.models import Hearing
from ...hearings.rules.deadlines import CLOSED, Opening, openings
from ...hearings.rules.models import SpeakingRule
from ...hearings.speaking.listing import modes_of
from ...hearings.speaking.models import Speaker
from ...i18n import spoken
from ...officials.dates import latest
from ..places import Place
from ..today import Item, Urgency, in_part

MOST = 12  # hearings that are looked at, the nearest
SOON, NEAR, LASTS = timedelta(hours=48), timedelta(days=30), timedelta(days=180)
POOL, DRAW, CALLS = "speakers_desk.pool", "speakers_desk.draw", "speakers_desk.watch"
APPLY, LIST = "speakers_desk.apply", "hearings_desk.hearings"


@dataclass(frozen=True)
class Seen:
    """A hearing that comes, with its windows and how many are in each state and mode."""

    hearing: Hearing
    openings: list[Opening]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, *states: str, modes: tuple[str, ...] = ("in_person", "remote")) -> int:
        return sum(self.counts[state, mode] for state in states for mode in modes)

    @property
    def title(self) -> str:
        return spoken(self.hearing.title)


@in_part
def hearings(place: Place) -> Iterator[Item]:
    """What the hearings ask for that come soonest."""
    if place.campaign is None or not place.may_open(POOL):
        return
    for one in looked_at(place.campaign.id):
        yield from closing(one)
        yield from calls(one)
        yield from draw(one)
        yield from tomorrow(one)
        yield from unconfirmed(one)
        yield from old_rule(one)


def looked_at(campaign_id: int) -> list[Seen]:
    """The hearings that take place from now on; with the numbers of all in one statement."""
    windows = joinedload(Hearing.rule).options(selectinload(SpeakingRule.windows))
    query = db.select(Hearing).where(
        Hearing.campaign_id == campaign_id,
        Hearing.starts_at > now(),
        Hearing.status.in_(("scheduled", "recessed")),
    )
    query = query.options(windows, joinedload(Hearing.body))
    mine = db.session.scalars(query.order_by(Hearing.starts_at).limit(MOST)).unique().all()
    seen = {one.id: Seen(one, openings(one)) for one in mine}
    for hearing_id, state, mode, number in numbers(list(seen)):
        seen[hearing_id].counts[state, mode] = number
    return list(seen.values())


def numbers(hearing_ids: list[int]) -> Sequence[Any]:
    if not hearing_ids:
        return []
    query = db.select(Speaker.hearing_id, Speaker.state, Speaker.mode, func.count())
    query = query.where(Speaker.hearing_id.in_(hearing_ids), Speaker.proven_at.is_not(None))
    grouped = query.group_by(Speaker.hearing_id, Speaker.state, Speaker.mode)
    return db.session.execute(grouped).all()


def closing(seen: Seen) -> Iterator[Item]:
    """Windows that close within two days while somebody has not applied or filed."""
    for one in seen.openings:
        ends = one.closes_at
        if not one.is_open or ends is None or ends > now() + SOON:
            continue
        number = seen.count("interested", "ready", modes=modes_of(one))
        if not number or seen.hearing.rule.is_own:
            continue
        is_written = one.window.purpose == "write"
        words = (
            ngettext(
                "%(num)s person has not filed for “%(title)s”",
                "%(num)s people have not filed for “%(title)s”",
                number,
                title=seen.title,
            )
            if is_written
            else ngettext(
                "%(num)s person has not applied for “%(title)s”",
                "%(num)s people have not applied for “%(title)s”",
                number,
                title=seen.title,
            )
        )
        hint = _("The window closes on %(moment)s.", moment=when(seen, ends))
        endpoint = POOL if is_written else APPLY
        yield item(seen, words, endpoint, Urgency.SOON, hint, due=ends)


def calls(seen: Seen) -> Iterator[Item]:
    """The hours in which the body calls back."""
    for one in seen.openings:
        if one.calls_from and one.calls_to and one.calls_from <= now() < one.calls_to:
            hint = _("Until %(moment)s. Who misses the call loses the turn.")
            words = _("The body calls back now for “%(title)s”", title=seen.title)
            hint %= {"moment": when(seen, one.calls_to)}
            yield item(seen, words, CALLS, Urgency.NOW, hint, due=one.calls_to)


def draw(seen: Seen) -> Iterator[Item]:
    """Lots that the body has drawn, as far as the clock says, and nobody has recorded."""
    if seen.hearing.rule.turns != "draw":
        return
    over = {
        mode
        for one in seen.openings
        if one.window.purpose == "speak" and one.state() == CLOSED
        for mode in modes_of(one)
    }
    if number := seen.count("applied", modes=tuple(sorted(over))):
        hint = ngettext("%(num)s has applied.", "%(num)s have applied.", number)
        words = _("Record the draw for “%(title)s”", title=seen.title)
        yield item(seen, words, DRAW, Urgency.SOON, hint, due=seen.hearing.starts_at)


def tomorrow(seen: Seen) -> Iterator[Item]:
    start = seen.hearing.local_start
    days = (start.date() - now().astimezone(seen.hearing.zone).date()).days
    if days in (0, 1):
        words = _("“%(title)s” is today") if days == 0 else _("“%(title)s” is tomorrow")
        hint = when(seen, start)
        yield item(seen, words % {"title": seen.title}, POOL, Urgency.SOON, hint, due=start)


def unconfirmed(seen: Seen) -> Iterator[Item]:
    """Who was drawn or has an offer and has not confirmed, in the last two days."""
    number = seen.count("drawn", "offered")
    if number and seen.hearing.starts_at <= now() + SOON:
        words = ngettext(
            "%(num)s speaker of “%(title)s” has not confirmed",
            "%(num)s speakers of “%(title)s” have not confirmed",
            number,
            title=seen.title,
        )
        endpoint = POOL if seen.hearing.rule.is_own else CALLS
        yield item(seen, words, endpoint, Urgency.SOON, due=seen.hearing.starts_at)


def old_rule(seen: Seen) -> Iterator[Item]:
    """Rules that nobody has read again for half a year, of hearings within a month."""
    rule = seen.hearing.rule
    if rule.is_own or not rule.read_on or seen.hearing.starts_at > now() + NEAR:
        return
    if latest(rule.read_on) < (now() - LASTS).astimezone(seen.hearing.zone).date():
        words = _("Read the rule for “%(title)s” again", title=seen.title)
        hint = _("It was read last in %(day)s; bodies change them.", day=rule.read_on)
        yield item(seen, words, POOL, Urgency.NOTE, hint)


def when(seen: Seen, moment: Any) -> str:
    return datetime_words(moment, seen.hearing.body.timezone)


def item(
    seen: Seen, words: str, endpoint: str, urgency: Urgency, hint: str = "", *, due: Any = None
) -> Item:
    return Item(
        words,
        _("Look"),
        endpoint,
        urgency,
        hint,
        count=0 if urgency is Urgency.NOTE else 1,
        under=LIST,
        due=due,
        values={"slug": seen.hearing.slug},
        act=POOL,
    )
