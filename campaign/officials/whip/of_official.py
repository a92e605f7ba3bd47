"""What the organizers' page of an official shows of the whip count, to those who may see it."""

from dataclasses import dataclass
from datetime import date

from ...coalition.models import Campaign, Partnership
from ...coalition.permissions import get_my_membership
from ...db import db
from ..models import Official
from .access import KEEP, find_my_part
from .counting import UNKNOWN, Entry, newest
from .counts import counts_of
from .models import Stance, Whip
from .voters import today_at


@dataclass(frozen=True)
class OnMeasure:
    """One official on one measure: the entry that counts, and all of them, newest first."""

    whip: Whip
    day: date
    entry: Entry | None
    stances: list[Stance]

    @property
    def value(self) -> str:
        return self.entry.value_on(self.day) if self.entry else UNKNOWN


@dataclass(frozen=True)
class Picture:
    """An official as a campaign's counts have it, seen from one organization."""

    where: dict[str, str]
    may_keep: bool
    measures: list[OnMeasure]


def whip_of(campaign: Campaign, official: Official) -> Picture | None:
    """What the counts say of an official; None for everybody who may not see them.

    For pages of organizers, whose check has said through which organization they come.
    """
    part = find_my_part(campaign)
    if part is None:
        return None
    query = (
        db.select(Stance)
        .join(Whip)
        .filter(Whip.campaign_id == campaign.id, Stance.official_id == official.id)
        .where(Stance.withdrawn_at.is_(None))
        .order_by(Stance.on.desc(), Stance.id.desc())
    )
    stances = list(db.session.scalars(query))
    measures = [
        on_measure(one, official, stances) for one in db.session.scalars(counts_of(campaign))
    ]
    return Picture(
        {"organization": part.organization.slug, "campaign": campaign.slug},
        may_keep(part),
        [one for one in measures if one.stances or one.whip.closed_at is None],
    )


def on_measure(whip: Whip, official: Official, stances: list[Stance]) -> OnMeasure:
    mine = [one for one in stances if one.whip_id == whip.id]
    day = today_at(whip.measure.body)
    found = newest(
        (
            Entry(one.id, one.official_id, one.value, one.evidence, one.on, one.source)
            for one in mine
        ),
        day,
    )
    return OnMeasure(whip, day, found.get(official.id), mine)


def may_keep(part: Partnership) -> bool:
    return KEEP.refusal(get_my_membership(part.organization.slug), part) is None
