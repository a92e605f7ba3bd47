"""Which notes somebody may read: those of their organization, and for the lead the shared ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import joinedload

from ...coalition.models import Organization
from ...db import db
from ...forms import Question
from ...people.searching import fits
from ..models import Official
from ..place import Place
from .models import Interaction


@dataclass(frozen=True)
class Asked(Question):
    """What somebody wants to see; an empty field asks for nothing."""

    q: str = ""
    way: str = ""
    by: str = ""  # an organization's slug
    step: str = ""  # open: a next step that is not done


def readable(place: Place, *columns: Any) -> Select[Any]:
    """The notes of this campaign that may be read here; the one place that decides about it.

    It leaves the organization's own scope, so the whole condition stands in it. Viewers read none.
    """
    mine = Interaction.organization_id == place.organization.id
    if place.partnership.role == "lead":
        mine |= Interaction.is_shared
    query = db.select(*(columns or (Interaction,)))
    query = query.where(Interaction.campaign_id == place.campaign.id, mine)
    if not place.reads_notes:
        query = query.where(db.false())
    return query.execution_options(everyones=True)


def notes(
    place: Place, asked: Asked | None = None, official: Official | None = None, most: int = 5_000
) -> list[Interaction]:
    """The latest notes that may be read and were asked for, newest first."""
    asked = asked or Asked()
    query = readable(place).options(
        joinedload(Interaction.official),
        joinedload(Interaction.organization),
        joinedload(Interaction.measure),
    )
    if official is not None:
        query = query.where(Interaction.official_id == official.id)
    if asked.way:
        query = query.where(Interaction.way == asked.way)
    if asked.by:
        query = query.join(Interaction.organization).where(Organization.slug == asked.by)
    if asked.step:
        query = query.where(Interaction.next_step != "", Interaction.next_done_at.is_(None))
    found = db.session.scalars(query.order_by(Interaction.on.desc(), Interaction.id.desc()))
    return [one for one in found if not asked.q or fits(asked.q, *words(one))][:most]


def words(note: Interaction) -> Sequence[str]:
    """What a note is found by."""
    said = (note.asked, note.answered, note.next_step, note.who, note.with_whom)
    return (note.official.name, *note.official.other_names, *said)


def last_days(place: Place) -> dict[int, date]:
    """The day of the last talk that may be read, by official."""
    query = readable(place, Interaction.official_id, func.max(Interaction.on))
    rows = db.session.execute(query.group_by(Interaction.official_id))
    return {row[0]: row[1] for row in rows}


def organizations(place: Place) -> Sequence[Organization]:
    """Whose notes may be read, for the filter."""
    numbers = readable(place, Interaction.organization_id).distinct()
    query = db.select(Organization).where(Organization.id.in_(numbers))
    query = query.order_by(Organization.name).execution_options(everyones=True)
    return db.session.scalars(query).all()
