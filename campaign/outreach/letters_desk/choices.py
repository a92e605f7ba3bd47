"""What can be picked for a letter action: bodies, measures, facts and points of the campaign."""

from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from ...coalition.models import Campaign
from ...db import db
from ...factsheet import FactVersion
from ...factsheet.content import CORRECTED
from ...factsheet.sheet import current_versions
from ...hearings.lineup.models import Point
from ...i18n import language, spoken
from ...officials.models import Body
from ...officials.record.models import Measure
from ..letters.models import Letter, LetterAction

MEASURES, LONGEST = 200, 70  # the newest ones; letters of a title
PUBLIC = ("current", "disputed")


@dataclass(frozen=True)
class Choices:
    """By what the form sends: bodies and measures by number, facts by key, points by number."""

    action: LetterAction | None
    versions: dict[str, FactVersion]
    bodies: dict[str, str]
    zones: dict[str, str]
    measures: dict[str, str]
    facts: dict[str, str]
    points: dict[str, str]

    @classmethod
    def of(cls, campaign: Campaign, action: LetterAction | None) -> "Choices":
        bodies = db.session.scalars(db.select(Body).order_by(Body.id)).all()
        versions = current_versions(campaign)
        return cls(
            action,
            versions,
            {str(one.id): spoken(one.name) for one in bodies},
            {str(one.id): one.timezone for one in bodies},
            measures(action),
            facts(versions, action),
            points(campaign, action),
        )

    @property
    def statuses(self) -> dict[str, str]:
        return {key: one.status for key, one in self.versions.items()}

    @property
    def palette(self) -> list[FactVersion]:
        """The facts to pick from: those that stand first, those taken back last."""
        return sorted(self.versions.values(), key=lambda one: one.status in CORRECTED)

    def is_quoted(self, key: str) -> bool:
        """Whether a letter that was not withdrawn says this fact."""
        if self.action is None:
            return False
        query = db.select(Letter.id).where(
            Letter.action_id == self.action.id,
            Letter.state != "withdrawn",
            Letter.text.contains(f"{{fact:{key}}}", autoescape=True),
        )
        return db.session.scalar(query.limit(1)) is not None


def measures(action: LetterAction | None) -> dict[str, str]:
    """The newest measures of all bodies, and the one that was chosen before."""
    query = db.select(Measure).options(joinedload(Measure.body))
    query = query.order_by(
        Measure.introduced_on.is_(None), Measure.introduced_on.desc(), Measure.id.desc()
    )
    found = list(db.session.scalars(query.limit(MEASURES)))
    if action and action.measure and action.measure not in found:
        found.append(action.measure)
    return {str(one.id): f"{one.record}: {short(one.title)}" for one in found}


def short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def facts(versions: dict[str, FactVersion], action: LetterAction | None) -> dict[str, str]:
    """The public ones as sentences; and what is offered already, whatever became of it."""
    offered = action.facts if action else []
    code = language()
    return {
        key: one.said(code)[0]
        for key, one in versions.items()
        if one.status in PUBLIC or key in offered
    }


def points(campaign: Campaign, action: LetterAction | None) -> dict[str, str]:
    """What is worth saying in this campaign, in its order."""
    query = db.select(Point).filter_by(campaign_id=campaign.id).order_by(Point.position, Point.id)
    chosen = action.points if action else []
    found = db.session.scalars(query)
    return {str(one.id): one.title for one in found if not one.is_retired or one.id in chosen}
