"""Drafts with valid defaults."""

from typing import Any

from campaign.db import db
from campaign.hearings.models import Hearing
from campaign.hearings.speaking.models import Speaker
from campaign.testimony import saving
from campaign.testimony.beginning import begin
from campaign.testimony.models import Draft
from tests.hearings.factories import make_hearing, make_speaker

TEXT = "Cancel the contract.\n\nI live in Ward 35, and I hear the drones at night."


def make_draft(
    speaker: Speaker | None = None,
    text: str = TEXT,
    seconds: int = 120,
    **values: Any,
) -> Draft:
    """A draft of two minutes, written by the speaker; committed. `values` are of the draft."""
    draft = begin(speaker or make_speaker(make_hearing()), text, seconds=seconds)
    for name, value in values.items():
        setattr(draft, name, value)
    if values.get("state") in ("approved", "filed", "delivered"):
        for version in draft.versions:
            version.approved_number = version.number
    db.session.commit()
    return draft


def make_drafts(hearing: Hearing, *texts: str, **values: Any) -> list[Draft]:
    """One of each text, of “Speaker 1” and on."""
    return [
        make_draft(make_speaker(hearing, f"Speaker {number}"), text, **values)
        for number, text in enumerate(texts, start=1)
    ]


def write(draft: Draft, text: str, by: Any = None) -> None:
    """Save the main version once more; committed."""
    saving.save(draft.main, text, draft.main.number, by)
    db.session.commit()
