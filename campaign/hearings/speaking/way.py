"""The one table of a speaker's way, and the one function that takes a step on it.

*interested → ready → applied → drawn / not drawn → confirmed → present → spoke / forfeited / out
of time*; in writing *ready → filed*; where the seats are ours *waiting → offered → confirmed*.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _

from ...accounts.models import User
from ...db import db
from .models import Speaker, SpeakerChange

NEXT: dict[str, tuple[str, ...]] = {
    "interested": ("ready", "applied", "confirmed", "filed", "waiting", "offered", "withdrawn"),
    "ready": ("interested", "applied", "confirmed", "filed", "withdrawn"),
    "applied": ("drawn", "not_drawn", "confirmed", "forfeited", "filed", "withdrawn"),
    "drawn": ("confirmed", "forfeited", "not_drawn", "withdrawn"),
    "not_drawn": ("drawn", "ready", "filed", "withdrawn"),
    "confirmed": ("present", "spoke", "forfeited", "out_of_time", "withdrawn"),
    "present": ("spoke", "forfeited", "out_of_time", "confirmed", "withdrawn"),
    "spoke": ("filed",),  # many also hand in what they said
    "forfeited": ("filed", "withdrawn"),
    "out_of_time": ("filed", "withdrawn"),
    "filed": (),
    "waiting": ("offered", "withdrawn"),
    "offered": ("confirmed", "lapsed", "withdrawn"),
    "lapsed": ("waiting", "withdrawn"),
    "withdrawn": ("interested", "waiting", "offered"),
}
LABELS = {
    "interested": _("Interested"),
    "ready": _("Ready"),
    "applied": _("Applied to the body"),
    "drawn": _("Drawn"),
    "not_drawn": _("Not drawn"),
    "confirmed": _("Confirmed"),
    "present": _("Present"),
    "spoke": _("Spoke"),
    "forfeited": _("Forfeited"),
    "out_of_time": _("Ran out of time"),
    "filed": _("Filed in writing"),
    "waiting": _("On the waiting list"),
    "offered": _("Seat offered"),
    "lapsed": _("Offer lapsed"),
    "withdrawn": _("Withdrawn"),
}
SPEAKING = ("drawn", "confirmed", "present", "spoke")  # have or had a place at the microphone
SEATED = ("offered", "confirmed", "present", "spoke", "forfeited", "out_of_time")  # hold a seat
ENDED = ("spoke", "forfeited", "out_of_time", "filed", "lapsed", "withdrawn")


class NoSuchStepError(ValueError):
    """From where this speaker is, that step does not exist."""


@dataclass
class Steps:
    """What one act did to several speakers: steps taken under one batch, and who could not."""

    batch: str = field(default_factory=lambda: secrets.token_hex(8))
    taken: list[SpeakerChange] = field(default_factory=list)
    refused: list[Speaker] = field(default_factory=list)


def step(
    speaker: Speaker,
    after: str,
    by: User | None,
    why: str = "",
    *,
    batch: str = "",
    key: str | None = None,
) -> SpeakerChange:
    """Bring a speaker to another state and note who says so; the caller has locked and commits.

    Raises NoSuchStepError for a step that is not in the table.
    """
    if after not in NEXT[speaker.state]:
        raise NoSuchStepError(f"{speaker.state} → {after}")
    return noted(speaker, after, by, why, batch=batch, key=key)


def noted(
    speaker: Speaker,
    after: str,
    by: User | None,
    why: str = "",
    *,
    batch: str = "",
    key: str | None = None,
) -> SpeakerChange:
    change = SpeakerChange(
        speaker=speaker,
        before=speaker.state,
        after=after,
        by_id=by.id if by else None,
        why=why[:300],
        batch=batch,
        key=key,
    )
    speaker.state = after
    speaker.edition += 1
    if after not in SEATED:
        speaker.seat = speaker.offered_until = None
    db.session.add(change)
    return change


def step_all(speakers: Iterable[Speaker], after: str, by: User | None, why: str = "") -> Steps:
    """Take one step with many; those for whom it does not exist stay where they are."""
    found = Steps()
    for one in speakers:
        try:
            found.taken.append(step(one, after, by, why, batch=found.batch))
        except NoSuchStepError:
            found.refused.append(one)
    return found


def undo(batch: str, speakers: Iterable[Speaker], by: User | None) -> Steps:
    """Take the steps of a batch back, for those who have not gone on since.

    Whoever would need a seat back that was given away meanwhile stays where they are, and so do
    those about whom nothing is known any more.
    """
    found = Steps()
    for one in speakers:
        steps = [change for change in one.changes if change.batch == batch]
        is_last = bool(steps and one.name) and one.changes[-1] is steps[-1]
        needs_seat = bool(steps) and one.hearing.rule.is_own and steps[0].before in SEATED
        if not is_last or one.state != steps[-1].after or (needs_seat and one.seat is None):
            found.refused.append(one)
        else:
            found.taken.append(noted(one, steps[0].before, by, "undo", batch=found.batch))
    return found
