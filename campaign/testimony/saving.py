"""Saving a version: every save is a revision, and nobody overwrites another's words unseen."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import CursorResult

from ..accounts.models import User
from ..db import db, now
from ..factsheet import cite
from . import states
from .models import KIND, Draft, Revision, Version

MOST = 50_000  # letters of a version: some 8,000 words, an hour at the microphone
WHYS = {
    "": _("saved"),
    "auto": _("saved while writing"),
    "began": _("began"),
    "merged": _("brought together"),
    "restored": _("brought back"),
    "facts": _("brought up to date with the fact sheet"),
    "imported": _("taken from a file"),
}


class OutdatedTextError(ValueError):
    """Somebody else has saved since this person opened the page."""


class FrozenError(ValueError):
    """The body has this text: it cannot be changed any more."""


def save(version: Version, text: str, seen: int, by: User | None, why: str = "") -> int:
    """Store a text if nobody has saved since revision `seen`; the caller commits.

    One conditional statement decides. Returns the number of the newest revision; a text that
    stands already makes none, whoever saved it. What was approved becomes a draft again. Raises
    OutdatedTextError (the row is then as it is stored) or FrozenError.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    draft = states.lock(version.draft)
    if draft.is_frozen:
        raise FrozenError(draft.state)
    if version.text == text:
        return version.number
    mine = db.update(Version).where(Version.id == version.id, Version.number == seen)
    values = {"text": text, "number": seen + 1}
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        mine.values(**values).execution_options(synchronize_session=False)
    )
    db.session.expire(version)
    if result.rowcount == 1:
        revised(draft, version, text, by, why)
    elif version.text != text:
        raise OutdatedTextError("somebody else has saved since")
    return version.number


def revised(draft: Draft, version: Version, text: str, by: User | None, why: str) -> None:
    """Write down a revision that has just been stored, with what it cites."""
    db.session.add(Revision(version=version, number=version.number, text=text, by=by, why=why))
    cite(KIND, draft.id, text, draft.campaign, version.place)
    draft.changed_at = now()
    if draft.state == "approved":
        states.step(draft, "draft", by)
    db.session.flush()


def revision(version: Version, number: int) -> Revision | None:
    mine = db.select(Revision).filter_by(version_id=version.id, number=number)
    return db.session.scalar(mine)
