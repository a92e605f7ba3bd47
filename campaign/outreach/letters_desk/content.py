"""What an action says, as plain values; saving it so that of two who save the second is told."""

from datetime import datetime
from typing import Any

from ...coalition.editing import OutdatedEditError
from ...db import db
from ...factsheet import cite
from ...filters import datetime_words
from ...hearings.lineup.models import Point
from ...i18n import own_name, spoken
from ...officials.models import Body
from ...officials.record.models import Measure
from ..letters.models import KIND, LetterAction
from ..letters.states import lock_action
from .words import FIELDS, ON_BOUNCE

WORDS = ("title", "subject", "text")
PLAIN = ("slug", "body_id", "measure_id", "per_hour", "per_day", "on_bounce", "facts", "points")
Content = dict[str, Any]


def content_of(action: LetterAction) -> Content:
    values = {name: getattr(action, name) for name in (*WORDS, *PLAIN, "prompts")}
    closes = action.closes_at.isoformat() if action.closes_at else None
    return values | {"closes_at": closes}


def begin(action: LetterAction, content: Content) -> None:
    """Save a new one for the first time; the caller commits."""
    fill(action, content)
    db.session.add(action)
    db.session.flush()
    cite_all(action)


def save(action: LetterAction, content: Content, seen: int) -> list[str]:
    """Let it say this from now on; the fields that differ. The row stays locked until the commit.

    Raises OutdatedEditError if somebody else has saved since the edition that was `seen`.
    """
    lock_action(action)
    if action.edition != seen:
        raise OutdatedEditError("somebody else has saved since")
    old = content_of(action)
    changed = [name for name in old if old[name] != content[name]]
    if changed:
        fill(action, content)
        action.edition += 1
        db.session.flush()
        cite_all(action)
    return changed


def fill(action: LetterAction, content: Content) -> None:
    for name in (*WORDS, *PLAIN, "prompts"):
        setattr(action, name, content[name])
    closes = content["closes_at"]
    action.closes_at = datetime.fromisoformat(closes) if closes else None


def cite_all(action: LetterAction) -> None:
    """Tell the fact sheet which facts each text says, and which ones residents may quote."""
    for code, text in action.text.items():
        cite(KIND, action.id, text, action.campaign, place=code)
    offered = " ".join(f"{{fact:{key}}}" for key in action.facts)
    cite(KIND, action.id, offered, action.campaign, place="facts")


def clashes(theirs: Content, mine: Content) -> list[dict[str, str]]:
    """Each field in which two people's contents differ, both whole, as people read them."""
    saved, typed = readable(theirs), readable(mine)
    return [
        {
            "field": str(FIELDS[name]),
            "code": code,
            "language": own_name(code) if code else "",
            "theirs": saved.get((name, code), ""),
            "mine": typed.get((name, code), ""),
        }
        for name, code in dict.fromkeys([*saved, *typed])
        if saved.get((name, code), "") != typed.get((name, code), "")
    ]


def readable(content: Content) -> dict[tuple[str, str], str]:
    """A content as people read it, by field and language: names for numbers."""
    found = {(name, code): text for name in WORDS for code, text in content[name].items()}
    codes = dict.fromkeys(code for one in content["prompts"] for code in one)
    for code in codes:
        lines = [one.get(code, "") for one in content["prompts"]]
        found["prompts", code] = "\n".join(line for line in lines if line)
    closes = content["closes_at"]
    plain = {
        "slug": content["slug"],
        "body_id": name_of(Body, content["body_id"]),
        "measure_id": name_of(Measure, content["measure_id"]),
        "per_hour": str(content["per_hour"]),
        "per_day": str(content["per_day"]),
        "on_bounce": str(ON_BOUNCE.get(content["on_bounce"], "")),
        "facts": "\n".join(content["facts"]),
        "points": "\n".join(name_of(Point, one) for one in content["points"]),
        "closes_at": datetime_words(datetime.fromisoformat(closes)) if closes else "",
    }
    return found | {(name, ""): text for name, text in plain.items()}


def name_of(model: Any, number: int | None) -> str:
    """How a row that a content names by its number is called."""
    row = db.session.get(model, number) if number else None
    if isinstance(row, Body):
        return spoken(row.name)
    if isinstance(row, Measure):
        return row.record
    return row.title if isinstance(row, Point) else ""
