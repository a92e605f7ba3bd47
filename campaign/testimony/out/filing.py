"""Noting that the body has a text: which words, how and when; and taking that back.

Nothing here sends anything. A testimony is filed once the body has it, and whoever handed it in
says so.
"""

from dataclasses import dataclass
from datetime import datetime

from ...accounts.models import User
from ...db import db, now
from ...factsheet import Stale
from ...hearings.speaking import acting, pool, way
from ...hearings.speaking.models import Speaker
from .. import states
from ..models import Draft, Filing, Version
from ..saving import OutdatedTextError
from .outdated import stale_in
from .plain import plain_text
from .printed import printed

WRITES_NOW = ("not_drawn", "forfeited", "out_of_time")  # speakers to whom only writing is left


class StaleError(Exception):
    """The text says facts that are outdated, and nobody has decided about them."""

    def __init__(self, found: list[Stale]) -> None:
        super().__init__("facts have changed")
        self.found = found


@dataclass(frozen=True)
class Handed:
    """What somebody says of having handed it in."""

    how: str
    at: datetime
    receipt: str = ""


def file(version: Version, seen: int, handed: Handed, by: User | None) -> Filing:
    """Freeze a draft with what was filed, word for word; the caller commits.

    `seen` is the revision that they filed. Raises OutdatedTextError, StaleError, and
    states.NoSuchStepError where it is filed already.
    """
    draft = locked(version.draft)
    if "filed" not in states.NEXT[draft.state]:
        raise states.NoSuchStepError(draft.state)
    if version.number != seen:
        raise OutdatedTextError("somebody has saved since")
    found = stale_in(version)
    if found:
        raise StaleError(found)
    states.step(draft, "filed", by)
    made = Filing(
        draft_id=draft.id,
        version=version,
        number=version.number,
        how=handed.how,
        text=plain_text(printed(version)),
        receipt=handed.receipt,
        by=by,
        at=handed.at,
    )
    draft.filings.append(made)
    db.session.flush()
    bring_on(draft.speaker, made, by)
    return made


def locked(draft: Draft) -> Draft:
    """The pool first, as every other page that takes both does, so that none waits for ever."""
    pool.lock(draft.hearing)
    return states.lock(draft)


def bring_on(speaker: Speaker, filing: Filing, by: User | None) -> None:
    """A speaker who writes has filed; who spoke, or is beyond that step, stays where they are."""
    if speaker.mode != "written" and speaker.state not in WRITES_NOW:
        return
    try:
        way.step(speaker, "filed", by, batch=batch_of(filing))
    except way.NoSuchStepError:
        return
    speaker.receipt = filing.receipt


def batch_of(filing: Filing) -> str:
    """How the speaker's step knows the filing that it belongs to."""
    return f"filing-{filing.id}"


def standing(draft: Draft) -> Filing | None:
    """The filing that holds, if any."""
    return next((one for one in reversed(draft.filings) if one.revoked_at is None), None)


def revoke(draft: Draft, why: str, by: User | None) -> Filing:
    """It was marked by mistake: the draft can be changed again. The caller commits.

    Raises states.NoSuchStepError where it is not filed, or the body has heard it.
    """
    locked(draft)
    found = standing(draft)
    if found is None:
        raise states.NoSuchStepError(draft.state)
    states.step(draft, "draft", by, why)
    found.revoked_at = now()
    undone = way.undo(batch_of(found), [draft.speaker], by)
    for change in undone.taken:
        acting.tidy(change.speaker, batch_of(found))
    return found


def deliver(draft: Draft, by: User | None) -> None:
    """It was said, or given to the members. Raises states.NoSuchStepError."""
    states.step(states.lock(draft), "delivered", by)
