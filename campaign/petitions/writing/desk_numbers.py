"""A petition in numbers, for all organizations of its campaign: totals, no names."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, union_all

from ...coalition.models import Organization
from ...db import db, zone
from ...filters import date_words, zone_info
from .. import counting, figures
from ..models import Petition, TallyChange, TallyHour
from ..views import ward_counts

MOST_DAYS = 120  # that the chart shows; the table of the same has them, too


def numbers(petition: Petition) -> dict[str, Any]:
    """What the page of a petition shows; costs the same however many signed."""
    count = counting.count(petition.id)
    return {
        "confirmed": count.total,
        "unconfirmed": figures.waiting(petition.id),
        "recruiters": recruiters(count),
        "wards": ward_counts(petition, count),
        "elsewhere": count.wards[0],
        "days": by_day(petition.id),
    }


def recruiters(count: counting.Count) -> list[tuple[str, int]]:
    """Confirmed signatures by the organization whose link brought them, most first."""
    ids = [number for number in count.organizations if number]
    query = db.select(Organization.id, Organization.name).where(Organization.id.in_(ids))
    names = {0: _("No organization’s link")}
    names |= {one.id: one.name for one in db.session.execute(query)}
    return [(names[number], n) for number, n in count.organizations.most_common() if n]


def by_day(petition_id: int) -> list[tuple[str, int, int]]:
    """Label, number confirmed and ordinal of each day, the last `MOST_DAYS` of them."""
    parts = union_all(
        select(TallyHour.hour, TallyHour.counted.label("n")).where(
            TallyHour.petition_id == petition_id
        ),
        select(TallyChange.hour, TallyChange.change).where(TallyChange.petition_id == petition_id),
    ).subquery()
    days: Counter[date] = Counter()
    local = zone_info(zone())
    for hour, n in db.session.execute(select(parts.c.hour, func.sum(parts.c.n)).group_by("hour")):
        days[datetime.fromtimestamp(hour * 3600, UTC).astimezone(local).date()] += n
    if not days:
        return []
    last = max(days)
    first = max(min(days), last - timedelta(days=MOST_DAYS - 1))
    every = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    return [(date_words(day), days[day], day.toordinal()) for day in every]
