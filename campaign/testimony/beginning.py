"""Where a draft begins, and where another length or language is put beside it."""

from sqlalchemy.exc import IntegrityError

from ..accounts.models import User
from ..db import db
from ..factsheet import cite
from ..hearings.speaking.models import Speaker
from . import saving, states
from .models import KIND, Draft, Version

READ = 0  # instead of seconds: a text that is read, not spoken


def find_draft(speaker: Speaker) -> Draft | None:
    return db.session.scalar(db.select(Draft).filter_by(speaker_id=speaker.id))


def begin(speaker: Speaker, text: str = "", by: User | None = None, seconds: int = READ) -> Draft:
    """Their draft, begun with this text unless there is one already; the caller commits.

    The unique key decides between two who begin at once.
    """
    found = find_draft(speaker)
    if found is not None:
        return found
    made = Draft(speaker=speaker)
    made.versions.append(Version(language=speaker.language, seconds=seconds))
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return db.session.scalars(db.select(Draft).filter_by(speaker_id=speaker.id)).one()
    if text:
        saving.save(made.main, text, 0, by, "began")
    return made


def add_version(
    draft: Draft, language: str, seconds: int, text: str, by: User | None
) -> Version | None:
    """Another length or language, beginning with this text; None where there is one already.

    Raises FrozenError. The caller commits.
    """
    states.lock(draft)
    if draft.is_frozen:
        raise saving.FrozenError(draft.state)
    if any((one.language, one.seconds) == (language, seconds) for one in draft.versions):
        return None
    made = Version(language=language, seconds=seconds)
    draft.versions.append(made)
    db.session.flush()
    saving.save(made, text, 0, by, "began")
    return made


def remove_version(version: Version) -> None:
    """Delete a length or language with its revisions and comments; never the one it began with."""
    draft = states.lock(version.draft)
    if draft.is_frozen:
        raise saving.FrozenError(draft.state)
    if version is draft.main:
        raise ValueError("a draft keeps the version that it began with")
    cite(KIND, draft.id, "", draft.campaign, version.place)
    draft.versions.remove(version)
    db.session.flush()


def delete(draft: Draft) -> None:
    """Delete a testimony with all that was ever written of it; the caller commits."""
    for version in draft.versions:
        cite(KIND, draft.id, "", draft.campaign, version.place)
    db.session.delete(draft)
    db.session.flush()
