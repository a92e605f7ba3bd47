"""What one does with a testimony in review: hand in, take back, ask for changes, approve.

An approval names the revisions that were seen: `seen` is “version:number,…” of every version.
"""

from dataclasses import dataclass

from ...accounts.models import User
from ...db import db
from ...factsheet import Stale, stale
from ...hearings.speaking import pool, way
from .. import merging, saving, states
from ..models import KIND, Draft, DraftStep, Version

LONGEST = 2_000  # letters of what is asked for, or said of a text
SUBMIT, TAKE_BACK, ASK = "submit", "take_back", "ask"
APPROVE, REOPEN, SPOKE = "approve", "reopen", "spoke"
NEXT: dict[str, tuple[tuple[str, ...], str]] = {  # from which states, and to which
    SUBMIT: (("draft", "changes_asked"), "in_review"),
    TAKE_BACK: (("in_review",), "draft"),
    ASK: (("in_review",), "changes_asked"),
    APPROVE: (("in_review",), "approved"),
    REOPEN: (("approved",), "draft"),
    SPOKE: (("approved", "filed"), "delivered"),
}
OF_WRITERS = (SUBMIT, TAKE_BACK)


class EmptyTextError(ValueError):
    """There is nothing to review yet."""


class StaleFactsError(ValueError):
    """The text says something that the fact sheet no longer says, and nobody has decided."""

    def __init__(self, found: list[Stale]) -> None:
        super().__init__("facts of this text have changed")
        self.found = found


@dataclass(frozen=True)
class Since:
    """What became of a version since somebody saw it: as pieces that are in both or in one."""

    version: Version
    pieces: list[merging.Piece]


class OutdatedApprovalError(ValueError):
    """Somebody saved after the person had read the text."""

    def __init__(self, found: list[Since]) -> None:
        super().__init__("somebody has saved since")
        self.found = found


def offered(draft: Draft, *, is_writer: bool = False) -> list[str]:
    """The acts that are open to somebody now."""
    names = OF_WRITERS if is_writer else tuple(NEXT)
    return [name for name in names if draft.state in NEXT[name][0]]


def marks(draft: Draft) -> str:
    """The revisions that a page shows, as its form carries them."""
    return ",".join(f"{one.id}:{one.number}" for one in draft.versions)


def read_marks(text: str) -> dict[int, int]:
    """Version and revision of each mark; what is none is left out."""
    found = {}
    for part in text[:2_000].split(","):
        version, _colon, number = part.partition(":")
        if all(one.isascii() and one.isdecimal() and len(one) < 10 for one in (version, number)):
            found[int(version)] = int(number)
    return found


def take(draft: Draft, name: str, by: User | None, why: str = "", seen: str = "") -> DraftStep:
    """Lock the draft and take one step with it; the caller commits.

    Raises NoSuchStepError, EmptyTextError; for an approval also OutdatedApprovalError and
    StaleFactsError, which leave the draft as it is.
    """
    if name == APPROVE:
        pool.lock(draft.hearing)
    states.lock(draft)
    if name not in offered(draft, is_writer=by is None):
        raise states.NoSuchStepError(f"{draft.state}: {name}")
    if name == SUBMIT and not draft.main.text.strip():
        raise EmptyTextError("there is no text yet")
    if name == APPROVE:
        approve(draft, by, read_marks(seen))
    return states.step(draft, NEXT[name][1], by, why[:LONGEST])


def approve(draft: Draft, by: User | None, seen: dict[int, int]) -> None:
    """Mark what was seen as approved; a speaker who was not ready is so now."""
    if changed := since(draft, seen):
        raise OutdatedApprovalError(changed)
    if found := stale(KIND, draft.id):
        raise StaleFactsError(found)
    for version in draft.versions:
        version.approved_number = version.number
    if draft.speaker.state == "interested":
        way.step(draft.speaker, "ready", by)
    db.session.flush()


def since(draft: Draft, seen: dict[int, int]) -> list[Since]:
    """The versions that are not as they were seen; a version that is new was not seen at all."""
    return [
        Since(one, merging.differences(text_at(one, seen.get(one.id, 0)), one.text))
        for one in draft.versions
        if seen.get(one.id) != one.number
    ]


def text_at(version: Version, number: int) -> str:
    found = saving.revision(version, number) if number else None
    return found.text if found else ""
