"""Whip counts: votes that are near and not won, votes that were cast, stances about to fade.

Who may not see the count gets nothing, not even a number.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ...db import db, now
from ...filters import date_words
from ...officials.record.models import AgendaItem, Meeting, RollCall
from ...officials.whip import counts, words
from ...officials.whip.models import Whip
from ...officials.whip.voters import today_at
from ..places import Place
from ..today import Item, Urgency, in_part, only_today

MOST = 10  # open counts that are looked at, the newest
NEAR, WEEK, MONTH = timedelta(days=14), timedelta(days=7), timedelta(days=30)


@in_part
def whip_counts(place: Place) -> Iterator[Item]:
    """What the open counts of a campaign ask for."""
    if mine := open_counts(place):
        voted = voted_on(mine)
        yield from (cast(one) for one in mine if one.id in voted)
        yield from near_and_not_won([one for one in mine if one.id not in voted])


@in_part
@only_today
def fading(place: Place) -> Iterator[Item]:
    """Counts in which something will count for less within a week."""
    if mine := open_counts(place):
        voted = voted_on(mine)
        yield from fading_items([one for one in mine if one.id not in voted])


def open_counts(place: Place) -> Sequence[Whip]:
    if place.campaign is None or not place.may_open("whip_desk.counts_page"):
        return []
    query = counts.counts_of(place.campaign).where(Whip.closed_at.is_(None)).limit(MOST)
    return db.session.scalars(query).all()


def voted_on(mine: Sequence[Whip]) -> set[int]:
    """The counts on whose measure the body itself has voted since they began, this month."""
    query = select(RollCall.measure_id, RollCall.body_id, func.max(RollCall.on)).where(
        RollCall.measure_id.in_([one.measure_id for one in mine]),
        RollCall.on >= (now() - MONTH).date(),
    )
    last = {
        (measure, body): on
        for measure, body, on in db.session.execute(
            query.group_by(RollCall.measure_id, RollCall.body_id)
        )
    }
    return {
        one.id
        for one in mine
        if (on := last.get((one.measure_id, one.measure.body_id))) and on >= one.begun_at.date()
    }


def cast(whip: Whip) -> Item:
    return item(
        whip,
        _("The vote on %(record)s has been cast", record=whip.measure.record),
        Urgency.WAITS,
        _("See where the count was right, then close it."),
    )


def near_and_not_won(mine: Sequence[Whip]) -> Iterator[Item]:
    """Counts below their number whose measure is on an agenda of the next two weeks."""
    due = meetings(mine)
    near = [one for one in mine if one.measure_id in due]
    for whip, totals in counts.with_totals(near):
        if totals.missing:
            on = due[whip.measure_id]
            yield item(
                whip,
                _(
                    "%(record)s is on the agenda of %(day)s",
                    record=whip.measure.record,
                    day=date_words(on),
                ),
                Urgency.SOON,
                words.reached(totals),
                due=on,
            )


def meetings(mine: Sequence[Whip]) -> dict[int, datetime]:
    """When the next meeting begins that has each of these measures on its agenda."""
    query = (
        select(AgendaItem.measure_id, func.min(Meeting.starts_at))
        .join(Meeting)
        .where(
            AgendaItem.measure_id.in_([one.measure_id for one in mine]),
            Meeting.starts_at.between(now(), now() + NEAR),
        )
        .group_by(AgendaItem.measure_id)
    )
    return {measure: starts for measure, starts in db.session.execute(query) if measure}


def fading_items(mine: Sequence[Whip]) -> Iterator[Item]:
    soon = fade_soon(mine)
    for whip in mine:
        if number := soon[whip.id]:
            yield item(
                whip,
                ngettext(
                    "%(num)s stance on %(record)s fades this week",
                    "%(num)s stances on %(record)s fade this week",
                    number,
                    record=whip.measure.record,
                ),
                Urgency.NOTE,
                _("Ask again, and record what you hear."),
                sort="faded",
            )


def fade_soon(mine: Sequence[Whip]) -> Counter[int]:
    """How many entries of each count that count now will count for less within a week."""
    found: Counter[int] = Counter()
    for whip, entry in counts.counting_in(mine):
        today = today_at(whip.measure.body)
        day = entry.fades_on(today)
        found[whip.id] += day is not None and day <= today + WEEK
    return found


def item(
    whip: Whip,
    what: str,
    urgency: Urgency,
    hint: str,
    due: datetime | None = None,
    **more: str,
) -> Item:
    return Item(
        what,
        _("Look"),
        "whip_desk.board_page",
        urgency,
        hint,
        count=0 if urgency is Urgency.NOTE else 1,
        under="whip_desk.counts_page",
        due=due,
        values={"number": whip.id, **more},
    )
