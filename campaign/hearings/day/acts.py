"""What happens at the microphone: checked in, spoke, forfeited, ran out of time; each once.

An act has a key that the phone made up, so that it counts once however often it is sent. Two
phones that say the same are both right; what can no longer be is refused, and both phones show
what is stored.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func

from ...accounts.models import User
from ...db import db, now
from ..models import Hearing
from ..speaking.models import Speaker, SpeakerChange
from ..speaking.way import NEXT, NoSuchStepError, step, undo

DEEDS = ("present", "spoke", "forfeited", "out_of_time")
COMING = ("ready", "applied", "drawn", "confirmed", "present")  # whose turn may still come
OVER = ("spoke", "forfeited", "out_of_time")
BATCH = "day-"
OLDEST = timedelta(days=3)  # that a phone may have kept an act
LONGEST = 7_200  # seconds at the microphone


@dataclass(frozen=True)
class Act:
    """One thing that a coordinator saw; `undoes` is the key of the act that it takes back."""

    key: str
    speaker: int
    deed: str
    at: datetime | None = None
    seconds: int | None = None
    undoes: str = ""


@dataclass
class Outcome:
    """Keys of what counts now, and what was refused, with the state that stands against it."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[Act, Speaker | None]] = field(default_factory=list)


def apply_all(hearing: Hearing, acts: Sequence[Act], by: User) -> Outcome:
    """Take each act once, in order; the caller has locked the pool and commits."""
    found = Outcome()
    people = speakers_of(hearing, {one.speaker for one in acts})
    known = known_keys(hearing, acts)
    for act in acts:
        speaker = people.get(act.speaker)
        if act.key in known or (speaker is not None and apply(speaker, act, by)):
            found.done.append(act.key)
            known.add(act.key)
        else:
            found.refused.append((act, speaker))
    return found


def speakers_of(hearing: Hearing, numbers: set[int]) -> dict[int, Speaker]:
    mine = db.select(Speaker).where(
        Speaker.hearing_id == hearing.id,
        Speaker.id.in_(numbers),
        Speaker.proven_at.is_not(None),
        Speaker.mode != "written",
    )
    return {one.id: one for one in db.session.scalars(mine)}


def stored_key(hearing_id: int, key: str) -> str:
    """A phone's key as it is stored: what one hearing's phones make up disturbs no other."""
    return f"{hearing_id}.{key}"


def known_keys(hearing: Hearing, acts: Sequence[Act]) -> set[str]:
    """Those that have counted already."""
    keys = {stored_key(hearing.id, one.key): one.key for one in acts}
    mine = db.select(SpeakerChange.key).where(SpeakerChange.key.in_(list(keys)))
    return {keys[one] for one in db.session.scalars(mine) if one}


def apply(speaker: Speaker, act: Act, by: User) -> bool:
    """Whether the act counts now: it was taken, or things stand so already."""
    if act.deed == "undo":
        return take_back(speaker, act, by)
    if speaker.state == act.deed:
        return True
    before = speaker.state
    batch = BATCH + secrets.token_hex(8)
    try:
        steps = way_to(speaker.state, act.deed)
    except NoSuchStepError:
        return False
    for place, state in enumerate(steps, start=1):
        key = stored_key(speaker.hearing_id, act.key) if place == len(steps) else None
        change = step(speaker, state, by, batch=batch, key=key)
        change.at = sane(act.at)
    if before in COMING and act.deed == "spoke":
        speaker.seconds_used = act.seconds
    db.session.flush()
    return True


def way_to(before: str, after: str) -> list[str]:
    """The steps to a state on the day: who was drawn or has applied and is here is confirmed.

    Raises NoSuchStepError.
    """
    if before in COMING and after in DEEDS:
        if after in NEXT[before]:
            return [after]
        if "confirmed" in NEXT[before] and after in NEXT["confirmed"]:
            return ["confirmed", after]
    raise NoSuchStepError(f"{before} → {after}")


def sane(at: datetime | None) -> datetime:
    """When it was, as the phone says it; phones whose clock is wrong are not believed."""
    moment = now()
    return at if at is not None and moment - OLDEST < at < moment else moment


def take_back(speaker: Speaker, act: Act, by: User) -> bool:
    """Undo an act of the day; nothing of it is left to undo, or more has happened since: False."""
    key = stored_key(speaker.hearing_id, act.undoes)
    mine = db.select(SpeakerChange.batch).filter_by(speaker_id=speaker.id, key=key)
    batch = db.session.scalar(mine)
    if not batch or not batch.startswith(BATCH):
        return False
    steps = undo(batch, [speaker], by)
    if not steps.taken:
        return False
    steps.taken[0].key = stored_key(speaker.hearing_id, act.key)
    speaker.seconds_used = None
    db.session.flush()
    return True


def last_act(hearing: Hearing) -> SpeakerChange | None:
    """The latest act of the day that can still be taken back."""
    newest = (
        db.select(func.max(SpeakerChange.id)).join(Speaker).where(Speaker.hearing_id == hearing.id)
    )
    newest = newest.group_by(SpeakerChange.speaker_id)
    mine = db.select(SpeakerChange).where(
        SpeakerChange.id.in_(newest),
        SpeakerChange.batch.startswith(BATCH, autoescape=True),
        SpeakerChange.key.is_not(None),
    )
    found: SpeakerChange | None = db.session.scalar(
        mine.order_by(SpeakerChange.at.desc(), SpeakerChange.id.desc()).limit(1)
    )
    return found


def state_of(hearing: Hearing, numbers: set[int]) -> dict[str, Any]:
    """What is stored of these speakers, for the phones."""
    query = db.select(Speaker.id, Speaker.state, Speaker.seconds_used).where(
        Speaker.hearing_id == hearing.id, Speaker.id.in_(numbers)
    )
    return {
        str(row.id): {"state": row.state, "seconds": row.seconds_used}
        for row in db.session.execute(query)
    }
