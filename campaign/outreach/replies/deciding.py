"""Making a stance of an answer, or deciding that it says none; and taking that back."""

from datetime import date

from ...accounts.models import User
from ...coalition.editing import OutdatedEditError
from ...db import db, now
from ...officials.whip import entries
from ...officials.whip.models import Stance, Whip
from ..letters.models import LetterAction
from .models import LetterReply


def whip_of(action: LetterAction) -> Whip | None:
    """The campaign's count on the action's measure, if it has begun one."""
    if action.measure_id is None:
        return None
    query = db.select(Whip).filter_by(campaign_id=action.campaign_id, measure_id=action.measure_id)
    return db.session.scalar(query)


def lock(reply: LetterReply) -> LetterReply:
    query = db.select(LetterReply).filter_by(letter_id=reply.letter_id)
    query = query.with_for_update(of=LetterReply).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def accept(
    reply: LetterReply,
    whip: Whip,
    *,
    seen: int,
    value: str,
    evidence: str,
    on: date,
    source: str,
    by: User | None,
) -> Stance:
    """Record what an answer says, and that somebody decided so; the caller commits.

    Raises OutdatedEditError where the answer or the decision is another by now, and
    entries.RefusedError as `entries.record` does.
    """
    claim(reply, seen)
    official = reply.letter.official
    said = {"value": value, "evidence": evidence, "on": on, "source": source}
    added = entries.record(whip, [official], **said, by=by)  # type: ignore[arg-type]
    stance = added[0] if added else same_entry(whip, official.id, said)
    db.session.flush()
    decide(reply, by)
    reply.stance = stance
    return stance


def same_entry(whip: Whip, official_id: int, said: dict[str, object]) -> Stance:
    """What was written down already in the same words, of another resident's answer."""
    mine = {"whip_id": whip.id, "official_id": official_id, "withdrawn_at": None, "note": ""}
    return db.session.scalars(db.select(Stance).filter_by(**mine, **said).limit(1)).one()


def dismiss(reply: LetterReply, seen: int, by: User | None) -> None:
    """It was read, and says no stance."""
    claim(reply, seen)
    decide(reply, by)


def claim(reply: LetterReply, seen: int) -> None:
    lock(reply)
    if reply.edition != seen or reply.decided_at is not None:
        raise OutdatedEditError("the answer was changed or decided since")


def decide(reply: LetterReply, by: User | None) -> None:
    reply.decided_at, reply.decided_by = now(), by


def undo(reply: LetterReply) -> bool:
    """Take back what was decided; its stance counts no longer unless another answer made it, too.

    False where nothing was decided.
    """
    lock(reply)
    if reply.decided_at is None:
        return False
    stance = reply.stance
    reply.decided_at = reply.decided_by_id = reply.stance_id = None
    db.session.flush()
    if stance is not None and not is_needed(stance):
        entries.withdraw(stance)
    return True


def is_needed(stance: Stance) -> bool:
    others = db.select(LetterReply.letter_id).filter_by(stance_id=stance.id)
    return db.session.scalar(others.limit(1)) is not None
