"""Letters that say the same: a coach while one writes, and a person's look when there are many.

Offices filter form letters. What was confirmed is kept as its smallest runs of words, by which
letters that may be alike are found; those are then compared whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ...db import db
from ...testimony.similarity import SKETCH, runs
from .models import Letter, LetterAction, LetterRun

LIKE = 0.6  # of a letter's runs stand in another: an own sentence or two do not hide the rest
MANY = 5  # so many others say the same: friends who write together are fewer, form letters more
OWN, MUCH = 0.15, 0.4  # shares of a text that others say too, for the coach
COMPARED = 60  # letters read whole, those that share most runs


@dataclass(frozen=True)
class Likeness:
    """`share` of a text, 0 to 1, that stands in others too; `others` say most of it."""

    share: float = 0.0
    others: int = 0
    compared: int = 0

    @property
    def is_too_much(self) -> bool:
        return self.others >= MANY

    @property
    def words(self) -> str:
        """One sentence of a coach; empty where there is nothing to compare with."""
        if self.others:
            return ngettext(
                "Most of this stands in %(num)d other letter: add your block or your story.",
                "Most of this stands in %(num)d other letters: add your block or your story.",
                self.others,
            )
        share = round(self.share * 100)
        if self.share >= MUCH:
            return _(
                "%(share)d%% of this is in other letters too: add your own story.", share=share
            )
        if self.share >= OWN:
            return _("%(share)d%% of this is in other letters too; the rest is yours.", share=share)
        return _("These are your own words: no other letter says the same.")


def look(action: LetterAction, text: str, language: str, besides: int | None = None) -> Likeness:
    """Compare a text with the confirmed letters of an action in its language."""
    mine = runs(text)
    own = frozenset(mine)
    if not own:
        return Likeness()
    shared, alike, count = set[int](), 0, 0
    for other in candidates(action, sketch(mine), language, besides):
        both = own.intersection(runs(other))
        shared |= both
        count += 1
        alike += len(both) >= LIKE * len(own)
    return Likeness(len(shared) / len(own), alike, count)


def candidates(
    action: LetterAction, marks: Sequence[str], language: str, besides: int | None
) -> Sequence[str]:
    """The texts that share runs with these, the nearest first."""
    near: Any = select(LetterRun.letter_id).where(
        LetterRun.action_id == action.id,
        LetterRun.language == language,
        LetterRun.run.in_(marks),
        LetterRun.letter_id != (besides or 0),
    )
    near = near.group_by(LetterRun.letter_id)
    near = near.order_by(func.count().desc(), LetterRun.letter_id).limit(COMPARED)
    texts = select(Letter.text).where(Letter.id.in_(near.subquery().select()))
    return db.session.scalars(texts).all()


def sketch(found: Sequence[int]) -> list[str]:
    """The smallest runs of a text, as they are stored."""
    return [f"{one:016x}" for one in found[:SKETCH]]


def keep(letter: Letter) -> None:
    """Let others be compared with this letter as it is now; the caller has locked it."""
    forget(letter)
    common = {"letter_id": letter.id, "action_id": letter.action_id, "language": letter.language}
    if marks := sketch(runs(letter.text)):
        db.session.execute(db.insert(LetterRun), [common | {"run": one} for one in marks])


def forget(letter: Letter) -> None:
    mine = db.delete(LetterRun).where(LetterRun.letter_id == letter.id)
    db.session.execute(mine.execution_options(synchronize_session=False))
