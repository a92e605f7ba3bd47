"""The letters of an action, narrowed; a name is looked for only where it may be read."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forms import Question
from ...officials.models import Ward
from ..letters.models import STATES, Letter, LetterAction
from ..replies.models import LetterReply
from .showing import READABLE

PAGE = 50
ANSWERED = "answered"


@dataclass(frozen=True)
class Asked(Question):
    """What somebody wants to see; an empty field asks for nothing."""

    q: str = ""
    state: str = ""
    ward: str = ""  # its number

    def but(self, **changed: str) -> dict[str, str]:
        """The same question with something else in it."""
        return replace(self, **changed).values


def select_letters(action: LetterAction, asked: Asked) -> Select[Any]:
    """The letters that were asked for, the newest first."""
    query = db.select(Letter).filter_by(action_id=action.id)
    if asked.state == ANSWERED:
        answered = db.select(LetterReply.letter_id).where(LetterReply.answer != "no")
        query = query.where(Letter.id.in_(answered))
    elif asked.state:
        is_state = asked.state in STATES
        states = ["waiting", "leaving"] if asked.state == "waiting" else [asked.state]
        query = query.where(Letter.state.in_(states if is_state else []))
    if asked.ward:
        number = int(asked.ward) if asked.ward.isdecimal() and len(asked.ward) < 6 else -1
        wards = db.select(Ward.id).where(Ward.number == number)
        query = query.where(Letter.ward_id.in_(wards))
    for word in asked.q.split():
        query = query.where(READABLE, Letter.name.icontains(word, autoescape=True))
    options = (joinedload(Letter.ward).joinedload(Ward.body), joinedload(Letter.official))
    return query.options(*options).order_by(Letter.id.desc())
