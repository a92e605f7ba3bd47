"""Loaders of the public pages: a hearing that may be read, and what its forms offer."""

from dataclasses import dataclass
from typing import Any

from flask import abort
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ...coalition.models import Campaign, Partnership
from ...db import db, looking
from ...i18n import language, spoken
from ...officials.models import Body, Ward
from ...pages import remember
from ...petitions.forms import ward_choices
from ..lineup.models import Point
from ..models import Hearing
from ..rules.models import SpeakingRule

WHOLE = (
    joinedload(Hearing.rule).selectinload(SpeakingRule.windows),
    joinedload(Hearing.body).options(
        selectinload(Body.holidays),
        joinedload(Body.parent).selectinload(Body.holidays),
    ),
    joinedload(Hearing.campaign)
    .selectinload(Campaign.partnerships)
    .joinedload(Partnership.organization),
    joinedload(Hearing.successor),
)


def get_hearing(slug: str) -> Hearing:
    """A hearing that may be read; a draft answers as if it did not exist."""
    found = db.first_or_404(db.select(Hearing).filter_by(slug=slug))
    return found if found.is_public else abort(404)


def get_hearing_whole(slug: str) -> Hearing:
    """The same for its forms: with all that these need, a second old, tied to no session."""
    found = remember(("hearing", slug), lambda: whole(slug), seconds=1)
    return found if found is not None and found.is_public else abort(404)


def whole(slug: str) -> Hearing | None:
    with looking() as connection, Session(connection) as session:
        found = session.scalar(db.select(Hearing).filter_by(slug=slug).options(*WHOLE))
        session.expunge_all()
    return found


@dataclass(frozen=True)
class Choices:
    """What can be picked when taking part in a hearing, in one language."""

    ward_ids: dict[str, int]
    wards: list[SelectChoice]
    organization_ids: dict[str, int]
    organizations: dict[str, str]
    points: dict[str, str]

    @classmethod
    def of(cls, hearing: Hearing) -> "Choices":
        return remember(
            ("hearing choices", hearing.id, language()), lambda: cls.look(hearing), seconds=2
        )

    @classmethod
    def look(cls, hearing: Hearing) -> "Choices":
        """From a hearing that is whole; its wards and points are looked up."""
        wards = find_wards(hearing)
        partners = hearing.campaign.partners("lead") + hearing.campaign.partners("partner")
        return cls(
            {str(ward.number): ward.id for ward in wards},
            ward_choices([ward.number for ward in wards], spoken(hearing.body.place)),
            {one.slug: one.id for one in partners},
            {one.slug: may_mail(one.name) for one in partners},
            {str(one.id): one.title for one in points_of(hearing)},
        )

    def values(self, data: dict[str, Any]) -> dict[str, Any]:
        """A valid form's ward, points and consents as rows have them."""
        wanted = {
            str(self.organization_ids[slug]): self.organizations[slug]
            for slug in data.get("allow") or ()
        }
        return {
            "ward_id": self.ward_ids.get(data["ward"]),
            "wishes": [int(one) for one in data.get("wishes") or ()],
            "organization_id": self.organization_ids.get(data.get("by") or ""),
            "wanted": wanted or None,
        }


def may_mail(organization: str) -> str:
    """The words of the consent, the same as under a petition: they are kept once."""
    return _("%(organization)s may email me about this campaign.", organization=organization)


def wards_of(hearing: Hearing) -> list[Any]:
    """Those of the body; a committee without its own has its council's."""
    body = hearing.body
    return body.wards or (body.parent.wards if body.parent else [])


def find_wards(hearing: Hearing) -> list[Any]:
    """The same as numbers and ids, for a hearing that is tied to no session."""
    mine = db.select(Ward.number, Ward.id).order_by(Ward.number)
    with looking() as connection:
        for body_id in (hearing.body_id, hearing.body.parent_id):
            if found := list(connection.execute(mine.where(Ward.body_id == body_id))):
                return found
    return []


def points_of(hearing: Hearing) -> list[Any]:
    """What speakers may tick: the campaign's points in their order."""
    with looking() as connection:
        mine = db.select(Point.id, Point.title).filter_by(
            campaign_id=hearing.campaign_id, is_retired=False
        )
        return list(connection.execute(mine.order_by(Point.position, Point.id)))
