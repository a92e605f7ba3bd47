"""Keeping what somebody wrote: whoever saves second sees both, and an approval ends."""

from typing import Any

from ...coalition.editing import OutdatedEditError
from ...factsheet import cite
from . import acts
from .models import KIND, Mailing
from .segments import Segment


def save(mailing_id: int, seen: int, **values: Any) -> Mailing:
    """Let a mailing say this from now on; raises OutdatedEditError, or RefusedError once it left.

    What was scheduled or proposed is a draft again. The caller commits.
    """
    mailing = acts.lock(mailing_id)
    if not mailing.is_written_on:
        raise acts.RefusedError
    if mailing.edition != seen:
        raise OutdatedEditError("somebody else has saved since")
    if all(getattr(mailing, name) == value for name, value in values.items()):
        return mailing
    for name, value in values.items():
        setattr(mailing, name, value)
    mailing.edition += 1
    acts.reopen(mailing)
    cite_all(mailing)
    return mailing


def aim(mailing_id: int, seen: int, segment: Segment) -> Mailing:
    """Let it go to other people; the same rules."""
    return save(mailing_id, seen, segment=segment.values)


def cite_all(mailing: Mailing) -> None:
    """Tell the fact sheet which facts each text says, and which no more."""
    for code in mailing.text:
        cite(KIND, mailing.id, mailing.text[code], mailing.campaign, place=code)
