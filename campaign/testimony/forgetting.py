"""Testimony goes with its speaker: what they wrote says who they are, wherever it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from ..db import db
from ..factsheet import Citation
from ..hearings.ending import PAST
from ..hearings.speaking.models import Speaker
from ..signals import speaker_forgotten
from .models import KIND, Draft

BATCH = 200


@speaker_forgotten.connect
def forget(speakers: Sequence[int], **_: Any) -> int:
    """Delete what these speakers wrote and what was said about it, filed or not; how many drafts.

    Versions, revisions, comments, steps and filings go with their draft. The caller commits.
    """
    if not speakers:
        return 0
    ids = db.session.scalars(select(Draft.id).where(Draft.speaker_id.in_(speakers))).all()
    if not ids:
        return 0
    named = Citation.document_id.in_([str(one) for one in ids])
    db.session.execute(delete(Citation).where(Citation.document_kind == KIND, named))
    db.session.execute(delete(Draft).where(Draft.id.in_(ids)))
    db.session.expire_all()
    return len(ids)


def nobodies() -> ColumnElement[bool]:
    """Speakers of whom nothing else is known any more, though somebody wrote for them since."""
    left = and_(Speaker.state == "withdrawn", Speaker.name == "")
    return or_(left, Speaker.mailbox.like(f"{PAST}%"))


def count_ownerless() -> int:
    query = select(func.count()).select_from(Draft).join(Draft.speaker).where(nobodies())
    return db.session.scalar(query) or 0


def end_ownerless() -> int:
    query = select(Draft.speaker_id).join(Draft.speaker).where(nobodies()).limit(BATCH)
    done = 0
    while found := db.session.scalars(query).all():
        done += forget(found)
        db.session.commit()
    return done
