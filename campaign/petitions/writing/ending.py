"""When names under petitions end: some time after the petition is over and was delivered.

What stays of a signature is that it counts, its ward, language, recruiter and moments.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select

from ...coalition.exports import Export
from ...config import settings
from ...db import db, now
from ...people.my_data.batches import in_batches
from ..models import Petition, Signature

PAST = "past-"  # instead of the mailbox's mark: whose it was can no longer be found


def finished() -> Iterator[int]:
    """Petitions whose names end now: closed long ago, and delivered long ago if they were."""
    delivered = dict(last_delivery())
    for one in db.session.scalars(select(Petition)):
        if one.ended_at is None or one.ended_at > now():
            continue
        handed = delivered.get(one.campaign_id)
        days = settings().signature_days if handed else settings().undelivered_days
        if max(one.ended_at, handed or one.ended_at) < now() - timedelta(days=days):
            yield one.id


def last_delivery() -> Iterator[tuple[int, datetime]]:
    """When each campaign's signatures were handed over last."""
    query = (
        select(Export.campaign_id, func.max(Export.at))
        .where(Export.purpose == "deliver", Export.campaign_id.is_not(None))
        .group_by(Export.campaign_id)
    )
    for number, at in db.session.execute(query):
        if number is not None:
            yield number, at


def named(petitions: list[int]) -> ColumnElement[bool]:
    return and_(Signature.petition_id.in_(petitions), Signature.mailbox.not_like(f"{PAST}%"))


def count_finished() -> int:
    query = select(func.count()).select_from(Signature).where(named([*finished()]))
    return db.session.scalar(query) or 0


def end_finished() -> int:
    """Take name, address, comment and marks away; ward, language and the count stay."""
    mark = literal(PAST).concat(db.cast(Signature.id, db.String))
    gone: dict[str, Any] = dict.fromkeys(("name", "email", "domain", "comment", "network"), "")
    values = gone | {"mailbox": mark, "wanted": None, "is_shown": False, "is_public": False}
    return in_batches(Signature, named([*finished()]), values)


def old_networks() -> ColumnElement[bool]:
    since = now() - timedelta(days=settings().network_days)
    return and_(Signature.network != "", Signature.signed_at < since)


def count_networks() -> int:
    query = select(func.count()).select_from(Signature).where(old_networks())
    return db.session.scalar(query) or 0


def end_networks() -> int:
    return in_batches(Signature, old_networks(), {"network": ""})
