"""The answers that writers pasted: the office's words, never the resident's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ...db import db
from ...filters import date_words, zone_info
from ...officials.models import Ward
from ..letters.models import Letter, LetterAction
from .guessing import Guess, guess
from .models import LetterReply

MOST = 200  # answers on the page; what is left shows when these are decided
DECIDED = 20
GONE = "[…]"
TITLES = frozenset("dear mr mrs ms the of de la el los las y and".split())


@dataclass(frozen=True)
class Answer:
    """One office's answer to one resident, as organizers read it."""

    reply: LetterReply
    text: str
    guess: Guess
    on: date  # the day on which it was told, where the body sits

    @property
    def letter(self) -> Letter:
        return self.reply.letter

    @property
    def evidence(self) -> str:
        return {"personal": "statement", "staff": "staff"}.get(self.reply.answer, "other")


def select_replies(action_ids: Sequence[int]) -> Select[LetterReply]:
    """Those with something to read."""
    query = db.select(LetterReply).join(LetterReply.letter)
    return query.where(Letter.action_id.in_(action_ids), LetterReply.text != "")


def count_unread(action: LetterAction) -> int:
    query = select_replies([action.id]).where(LetterReply.decided_at.is_(None)).subquery()
    return db.session.scalar(select(func.count()).select_from(query)) or 0


def unread(action: LetterAction) -> list[Answer]:
    """Nobody has decided about them yet; the oldest first."""
    query = select_replies([action.id]).where(LetterReply.decided_at.is_(None))
    return loaded(action, query.order_by(LetterReply.said_at, LetterReply.letter_id).limit(MOST))


def decided(action: LetterAction) -> list[Answer]:
    """The latest that somebody decided about."""
    query = select_replies([action.id]).where(LetterReply.decided_at.is_not(None))
    order = (LetterReply.decided_at.desc(), LetterReply.letter_id)
    return loaded(action, query.order_by(*order).limit(DECIDED))


def loaded(action: LetterAction, query: Select[LetterReply]) -> list[Answer]:
    letter = contains_eager(LetterReply.letter)
    options = (
        letter.joinedload(Letter.ward).joinedload(Ward.body),
        letter.joinedload(Letter.official),
        joinedload(LetterReply.stance),
        joinedload(LetterReply.decided_by),
    )
    found = db.session.scalars(query.options(*options))
    return [answer_of(action, one) for one in found]


def answer_of(action: LetterAction, reply: LetterReply) -> Answer:
    day = reply.said_at.astimezone(zone_info(action.body.timezone)).date()
    text = without(reply.text, reply.letter)
    return Answer(reply, text, guess(text), day)


def without(text: str, letter: Letter) -> str:
    """A pasted answer without the names, address and street of whom it was written to."""
    names = [letter.email, letter.street, letter.name, *re.findall(r"[^\W\d_]{2,}", letter.name)]
    wanted = [one for one in names if one and one.casefold() not in TITLES]
    wanted.sort(key=len, reverse=True)
    if not wanted:
        return text
    pattern = "|".join(re.escape(one) for one in wanted)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", GONE, text, flags=re.IGNORECASE)


def source_words(answer: Answer) -> str:
    """What stands as the source of a stance: who it was told by, never their name."""
    return _("Reply to a resident, %(day)s", day=date_words(answer.on))
