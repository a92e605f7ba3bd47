"""A petition in numbers, for the organizations of its campaign: totals, no names."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func

from ..coalition.models import Campaign, Organization
from ..db import db, now
from ..pages import remember
from ..petitions import counting
from ..petitions.documents import document
from ..petitions.models import Petition, Signature

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
    query = db.select(Petition).filter_by(campaign_id=campaign.id).order_by(Petition.id)
    return [numbers_of(one) for one in db.session.scalars(query)]


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
    standing = (
        db.select(func.count())
        .select_from(Signature)
        .where(
            Signature.petition_id == petition_id,
            Signature.withdrawn_at.is_(None),
            Signature.invalidated_at.is_(None),
        )
    )
    waiting = standing.where(Signature.confirmed_at.is_(None))
    this_week = standing.where(Signature.confirmed_at >= now() - WEEK)
    return Flow(db.session.scalar(waiting) or 0, db.session.scalar(this_week) or 0)
