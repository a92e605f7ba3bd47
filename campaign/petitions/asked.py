"""What the officials room asks of this one: petitions, with their signatures by ward."""

from collections.abc import Iterable

from flask import url_for

from ..coalition.models import Campaign
from ..db import db
from ..officials.asking import Signed
from ..officials.models import Body
from . import counting
from .models import DRAFT, Petition


def open_petitions(body: Body) -> list[Signed]:
    """Those put to a body that take signatures now."""
    query = db.select(Petition).filter_by(body_id=body.id).order_by(Petition.id)
    return signed(one for one in db.session.scalars(query) if one.is_open)


def petitions_of(campaign: Campaign) -> list[Signed]:
    """Those of a campaign that have been published."""
    query = db.select(Petition).filter_by(campaign_id=campaign.id).order_by(Petition.id)
    return signed(one for one in db.session.scalars(query) if one.state != DRAFT)


def signed(petitions: Iterable[Petition]) -> list[Signed]:
    found = []
    for one in petitions:
        count = counting.count(one.id)
        path = url_for("petitions.petition", slug=one.slug)
        found.append(Signed(one.title, path, count.total, count.wards))
    return found
