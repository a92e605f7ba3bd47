"""Which hearings a list shows: to come, drafts or past, of one body, with these words; a month."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, or_
from sqlalchemy.orm import joinedload

from ..db import db, now, zone
from ..filters import zone_info
from ..forms import Question
from ..i18n import spoken
from ..officials.models import Body
from .models import Hearing, hearing_body
from .place import Place

SHOWS = {"": _("To come"), "drafts": _("Drafts"), "past": _("Past")}
PARTS = {  # the pages of one hearing that other parts of this room bring
    "speakers_desk.pool": _("Speakers"),
    "speakers_desk.draw": _("Draw"),
    "speakers_desk.watch": _("Calls"),
    "lineup_desk.lineup": _("Line-up"),
    "day_desk.sheet": _("The day"),
    "day_desk.record": _("Record"),
    "hearings.hearing": _("Public page"),
}
MOST = 300  # on one page
ADAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked(Question):
    """What somebody wants to see; an empty field asks for nothing."""

    show: str = ""
    q: str = ""
    body: str = ""  # its slug
    grid: str = ""  # “month” for the days of a month
    month: str = ""  # 2027-03

    def but(self, **values: str) -> dict[str, str]:
        """The words of an address that asks for the same, but this."""
        return {name: value for name, value in (self.values | values).items() if value}


def hearings_of(place: Place) -> Select[Hearing]:
    query = db.select(Hearing).where(Hearing.campaign_id == place.campaign.id)
    return query.options(joinedload(Hearing.body), joinedload(Hearing.coordinator))


def find(place: Place, asked: Asked) -> list[Hearing]:
    """What was asked for: the nearest first, of what is past the latest."""
    query = hearings_of(place)
    if asked.grid != "month":
        query = with_state(query, asked.show)
    if asked.body:
        body = db.select(Body.id).filter_by(slug=asked.body).scalar_subquery()
        joint = db.select(hearing_body.c.hearing_id).where(hearing_body.c.body_id == body)
        query = query.where(or_(Hearing.body_id == body, Hearing.id.in_(joint)))
    found = db.session.scalars(query)
    words = asked.q.casefold().split()
    return [one for one in found if all(word in text_of(one) for word in words)][:MOST]


def with_state(query: Select[Hearing], show: str) -> Select[Hearing]:
    begun = Hearing.starts_at < now() - ADAY  # on its day it is still to come
    if show == "past":
        return query.where(begun).order_by(Hearing.starts_at.desc(), Hearing.id)
    if show == "drafts":
        query = query.where(Hearing.published_at.is_(None))
    return query.where(~begun).order_by(Hearing.starts_at, Hearing.id)


def text_of(hearing: Hearing) -> str:
    """What a hearing is found by."""
    names = [*hearing.title.values(), *hearing.body.name.values(), hearing.place]
    return " ".join([*names, *(one.record for one in hearing.measures)]).casefold()


def bodies(place: Place) -> list[tuple[str, str]]:
    """Whose hearings there are, for the filter."""
    mine = db.select(Hearing.body_id).where(Hearing.campaign_id == place.campaign.id)
    found = db.session.scalars(db.select(Body).where(Body.id.in_(mine)).order_by(Body.id))
    return [(one.slug, spoken(one.name)) for one in found]


@dataclass(frozen=True)
class Month:
    """The weeks of a month, each day with the hearings on it where their bodies meet."""

    first: date
    weeks: list[list[tuple[date, list[Hearing]]]]

    @property
    def is_busy(self) -> bool:
        days = [pair for week in self.weeks for pair in week]
        return any(found and day.month == self.first.month for day, found in days)

    @property
    def before(self) -> str:
        return f"{self.first - ADAY:%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"


def month_of(hearings: list[Hearing], asked: str) -> Month:
    first = first_day(asked, here(hearings))
    days: dict[date, list[Hearing]] = {}
    for one in sorted(hearings, key=lambda each: each.starts_at):
        days.setdefault(one.local_start.date(), []).append(one)
    weeks = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(first.year, first.month)
    return Month(first, [[(day, days.get(day, [])) for day in week] for week in weeks])


def here(hearings: list[Hearing]) -> ZoneInfo:
    return hearings[0].zone if hearings else zone_info(zone())


def first_day(asked: str, place: ZoneInfo) -> date:
    """The first of the month that is asked for, else of this one."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        found = now().astimezone(place).date().replace(day=1)
    return min(max(found, date(2000, 1, 1)), date(2100, 12, 1))
