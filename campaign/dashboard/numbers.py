"""A petition in numbers, for the organizations of its campaign: totals, no names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func

from ..coalition.models import Campaign, Organization
from ..db import db, now
from ..pages import remember
from ..petitions import counting, figures
from ..petitions.documents import document
from ..petitions.models import Petition, TallyChange, TallyHour

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Flow:
    """Signatures on their way: counted at most a few seconds ago."""

    waiting: int  # for their owner to confirm
    this_week: int  # confirmed within the last 7 days, and standing


@dataclass(frozen=True)
class Numbers:
    """How a petition is doing."""

    petition: Petition
    confirmed: int
    flow: Flow
    recruiters: list[tuple[str, int]]  # most first

    @property
    def path(self) -> str | None:
        return document(self.petition).path


def numbers(campaign: Campaign) -> list[Numbers]:
    """The numbers of each petition of a campaign, oldest petition first."""
    return [numbers_of(one) for one in petitions_of(campaign)]


def petitions_of(campaign: Campaign) -> Sequence[Petition]:
    query = db.select(Petition).filter_by(campaign_id=campaign.id).order_by(Petition.id)
    return db.session.scalars(query).all()


def numbers_of(petition: Petition) -> Numbers:
    count = counting.count(petition.id)
    flow = remember(("petition flow", petition.id), lambda: flow_of(petition.id))
    return Numbers(petition, count.total, flow, recruiters(count))


def recruiters(count: counting.Count) -> list[tuple[str, int]]:
    """Confirmed signatures by the organization whose link brought them."""
    ids = [number for number in count.organizations if number]
    query = db.select(Organization.id, Organization.name).where(Organization.id.in_(ids))
    names = {0: _("No organization’s link")}
    names |= {one.id: one.name for one in db.session.execute(query)}
    return [(names[number], n) for number, n in count.organizations.most_common() if n]


def flow_of(petition_id: int) -> Flow:
    return Flow(figures.waiting(petition_id), since(petition_id, now() - WEEK))


def since(petition_id: int, moment: datetime) -> int:
    """Signatures confirmed since the hour of this moment and standing, from the tallies."""
    first = counting.hour_of(moment)
    found = 0
    for model, number in ((TallyHour, TallyHour.counted), (TallyChange, TallyChange.change)):
        query = db.select(func.sum(number)).where(
            model.petition_id == petition_id, model.hour >= first
        )
        found += db.session.scalar(query) or 0
    return found
