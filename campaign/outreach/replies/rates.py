"""How often each official answers: who was asked, what came, and how long it took."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from ...db import db
from ...officials.models import Official
from ..letters.models import Letter, LetterAction
from .models import LetterReply

KINDS = ("personal", "staff", "form")
DAY = 86_400


@dataclass
class Rate:
    """One official's answers. `days` are those from sending until the writer told of an answer."""

    official: Official
    asked: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    days: list[float] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return sum(self.counts[kind] for kind in KINDS)

    @property
    def silent(self) -> int:
        """Writers who were asked and have not said anything."""
        return self.asked - self.answered - self.counts["no"]

    @property
    def share(self) -> float:
        return self.answered / self.asked if self.asked else 0.0

    @property
    def median_days(self) -> float | None:
        return median(self.days) if self.days else None

    def add(self, answer: str | None, sent_at: datetime | None, said_at: datetime | None) -> None:
        self.asked += 1
        if answer is None:
            return
        self.counts[answer] += 1
        if answer in KINDS and sent_at and said_at:
            self.days.append((said_at - sent_at).total_seconds() / DAY)


def rates(action: LetterAction) -> list[Rate]:
    """Each official whose writers were asked, or said something unasked; who answers most first."""
    query = (
        select(Letter.official_id, Letter.sent_at, LetterReply.answer, LetterReply.said_at)
        .outerjoin(LetterReply, LetterReply.letter_id == Letter.id)
        .where(
            Letter.action_id == action.id,
            or_(Letter.reply_asked_at.is_not(None), LetterReply.letter_id.is_not(None)),
        )
    )
    rows = db.session.execute(query).all()
    found: dict[int, Rate] = {}
    ids = {row.official_id for row in rows}
    for official in db.session.scalars(select(Official).where(Official.id.in_(ids))):
        found[official.id] = Rate(official)
    for row in rows:
        found[row.official_id].add(row.answer, row.sent_at, row.said_at)
    return sorted(found.values(), key=lambda one: (-one.share, -one.asked, one.official.sort_name))


def header() -> list[str]:
    return [
        *(_("Official"), _("Asked"), _("Answered"), _("Personally"), _("By staff")),
        *(_("Form reply"), _("No answer"), _("Writer has not said"), _("Median days")),
    ]


def cells(found: list[Rate]) -> Iterator[list[Any]]:
    for one in found:
        counts = one.counts
        yield [
            *(one.official.name, one.asked, one.answered, counts["personal"], counts["staff"]),
            *(counts["form"], counts["no"], one.silent),
            "" if one.median_days is None else f"{one.median_days:.1f}",
        ]
