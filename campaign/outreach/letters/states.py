"""The one function that takes a letter from one state to the next; the table is in `models`.

The locks here leave foreign keys alone (FOR NO KEY UPDATE): whoever changes a letter twice in one
transaction has PostgreSQL look at its action, and must not wait for who holds that.
"""

from ...db import db, now
from .models import STATES, Letter, LetterAction

MOMENTS = {"waiting": "confirmed_at", "sent": "sent_at", "withdrawn": "withdrawn_at"}


class NoSuchStepError(ValueError):
    """From where this letter is, that step does not exist."""


def lock(number: int) -> Letter | None:
    """Let everybody who changes this letter wait until this transaction ends; read it anew."""
    query = db.select(Letter).where(Letter.id == number).with_for_update(of=Letter, key_share=True)
    return db.session.scalar(query.execution_options(populate_existing=True))


def lock_action(action: LetterAction) -> LetterAction:
    """Let whoever sends this action's letters, or changes it, wait; read it anew."""
    query = (
        db.select(LetterAction)
        .filter_by(id=action.id)
        .with_for_update(of=LetterAction, key_share=True)
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def step(letter: Letter, after: str) -> None:
    """Bring a letter to another state; the caller has locked it and commits.

    The moment at which it was first confirmed, sent or withdrawn is noted. Raises
    NoSuchStepError for a step that is not in the table.
    """
    if after not in STATES[letter.state]:
        raise NoSuchStepError(f"{letter.state}: {after}")
    letter.state = after
    if (moment := MOMENTS.get(after)) and getattr(letter, moment) is None:
        setattr(letter, moment, now())
    db.session.flush()
