"""What goes into a delivery packet: only what people agreed to hand over.

Name and ward of confirmed signatures; comments of those who ticked that they may be shown;
addresses never. Paper stands in it as a number, withdrawn and invalidated signatures as nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from ...accounts.models import User
from ...coalition import audit, exports
from ...coalition.models import Organization
from ...db import db
from ...factsheet import Stale, stale
from ...officials.models import Ward
from ..models import KIND, Petition, Signature
from ..paper import counting as paper_counting
from . import exporting
from .models import Delivery

ORDERS = {
    "ward": (Ward.number.is_(None), Ward.number, func.lower(Signature.name), Signature.id),
    "day": (Ward.number.is_(None), Ward.number, Signature.confirmed_at, Signature.id),
}


class StaleError(Exception):
    """The petition says facts that are outdated, and nobody has decided about them."""

    def __init__(self, found: list[Stale]) -> None:
        super().__init__(_("The petition says facts that have changed. Decide about them first."))
        self.found = found


@dataclass(frozen=True)
class WardCount:
    """One row of the preview: a ward's number, None for elsewhere."""

    ward: int | None
    signatures: int
    comments: int


def preview(petition: Petition) -> list[WardCount]:
    """What a packet would hold now, by ward, elsewhere last."""
    said = exporting.may_be_read(petition) & (Signature.comment != "")
    is_comment = db.case((said, 1), else_=0)
    query = (
        select(Ward.number, func.count(), func.sum(is_comment))
        .select_from(Signature)
        .outerjoin(Ward, Ward.id == Signature.ward_id)
        .where(Signature.petition_id == petition.id, exporting.counted())
        .group_by(Ward.number)
        .order_by(Ward.number.is_(None), Ward.number)
    )
    return [WardCount(ward, n, int(said or 0)) for ward, n, said in db.session.execute(query)]


def order(
    petition: Petition, organization: Organization, by: User, recipient: str, **choices: Any
) -> Delivery:
    """Note a packet that a job then makes; the caller commits.

    `choices` are comments, sort, paper and language. Raises StaleError, and
    exports.RefusedError when the charter does not share what is chosen.
    """
    found = stale(KIND, petition.id)
    if found:
        raise StaleError(found)
    rows = preview(petition)
    fields = ["name", "ward", *(["comment"] if choices["comments"] else [])]
    total = sum(row.signatures for row in rows)
    noted = exports.note(
        f"packet of {petition.slug}",
        organization=organization,
        campaign=petition.campaign,
        fields=fields,
        count=total,
    )
    delivery = Delivery(
        petition=petition,
        organization=organization,
        export=noted,
        made_by=by,
        recipient=recipient,
        choices=choices | {"fields": fields},
        confirmed=total,
        on_paper=paper_counting.count(petition.id),
        comments=sum(row.comments for row in rows) if choices["comments"] else 0,
    )
    db.session.add(delivery)
    db.session.flush()
    note("delivery.made", delivery, recipient=recipient, code=noted.code, count=total)
    return delivery


def note(act: str, delivery: Delivery, **details: Any) -> None:
    audit.note(
        act,
        organization=delivery.organization,
        campaign=delivery.petition.campaign,
        about=f"petitions/{delivery.petition.slug}",
        delivery=delivery.id,
        **details,
    )


def statement_of(delivery: Delivery) -> Select[Any]:
    """Name, ward and comment of each signature, ward by ward."""
    statement = exporting.query(delivery.petition, ["name", "ward", "comment"])
    return statement.order_by(*ORDERS[delivery.choices["sort"]])


def rows_of(statement: Select[Any]) -> Iterator[tuple[str, int | None, str]]:
    with exporting.reading(statement) as cursor:
        while rows := cursor.fetchmany(exporting.BATCH):
            yield from rows


def handed(petition: Petition) -> list[Delivery]:
    """Packets that were handed over, for the petition's page."""
    query = db.select(Delivery).where(
        Delivery.petition_id == petition.id, Delivery.handed_on.is_not(None)
    )
    return list(db.session.scalars(query.order_by(Delivery.handed_on, Delivery.id)))
