"""From a posted form to somebody in the pool: sign up, confirm, change, withdraw, come again.

Signing up is the hot path: three statements through the driver and one commit. The rest waits
for the pool's lock.
"""

from datetime import timedelta
from typing import Any

from ... import limits, mail
from ...coalition.editing import edit
from ...config import settings
from ...db import Prepared, bound, db, now, straight
from ...mail.addresses import mailbox
from ...people import consents as people
from ...security import keyed_hash
from ...signals import speaker_forgotten
from ..lineup.models import Deal
from ..models import Hearing
from ..speaking import pool, seats
from ..speaking.models import Speaker
from ..speaking.way import NEXT, NoSuchStepError, noted, step
from . import telling
from .telling import Asking

ASK_AGAIN = timedelta(minutes=10)  # a second post within this time sends no second mail
HOUR = 3600

_insert = Prepared(
    lambda insert: (
        insert(Speaker)
        .values(bound(Speaker))
        .on_conflict_do_nothing(index_elements=["hearing_id", "mailbox"])
        .returning(Speaker.id)
    )
)
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("phone", "address", "speaks", "access", "says"), ""),
    "interpreter": "none",
    "is_extended": False,
    "wishes": [],
}
NEW: dict[str, Any] = {
    **dict.fromkeys(("seat", "queued_at", "offered_until", "drawn", "position", "seconds_used")),
    **dict.fromkeys(("added_by_id", "proven_at")),
    "receipt": "",
    "state": "interested",
    "asks": 1,
    "edition": 1,
}


def sign_up(hearing: Hearing, email: str, **details: Any) -> bool:
    """Put somebody into the pool and ask by mail whether it is them, and commit both.

    `details` are columns of Speaker: name, mode, language, ward_id, organization_id, wanted and
    network, and those of NOTHING that were asked. False, with nothing taken, when too many come
    from one network this hour. The unique key decides whether this mailbox is known; nothing that
    the caller can show differs.
    """
    asking, moment = Asking(hearing, email, details["language"]), now()
    owner = keyed_hash(mailbox(email), "mailbox")
    details = NOTHING | details
    values = details | NEW | {"signed_up_at": moment, "asked_at": moment}
    with straight() as within:
        bucket, most = f"speak:{details['network']}", settings().network_limit
        if not limits.take(bucket, most, HOUR, within):
            return False
        found = _insert(within, hearing_id=hearing.id, mailbox=owner, email=email, **values)
        speaker_id = found.scalar()
        if speaker_id is not None:
            asking.send(speaker_id, 1, within=within)
    if speaker_id is None:
        come_again(hearing, owner, asking, details | {"email": email})
        db.session.commit()
    mail.wake()
    return True


def come_again(hearing: Hearing, owner: str, asking: Asking, details: dict[str, Any]) -> None:
    """This mailbox is known: send its link once more, unless that was a moment ago.

    Who has not confirmed yet, or had withdrawn, comes with what was typed now. Nobody else's
    details change: whoever typed this address may be a stranger.
    """
    pool.lock(hearing)
    known = db.select(Speaker).filter_by(hearing_id=hearing.id, mailbox=owner)
    speaker = db.session.scalar(known)
    if speaker is None or now() - speaker.asked_at < ASK_AGAIN:
        return
    if not speaker.is_in:
        begin_anew(speaker, details)
    speaker.asked_at, speaker.asks = now(), speaker.asks + 1
    db.session.flush()
    asking.send(speaker.id, speaker.asks)


def begin_anew(speaker: Speaker, details: dict[str, Any]) -> None:
    for name, value in details.items():
        setattr(speaker, name, value)
    speaker.signed_up_at, speaker.proven_at = now(), None
    if speaker.state != "interested":
        noted(speaker, "interested", None, "signed up again")


def lock(speaker: Speaker) -> Speaker:
    """The same row, read anew while nobody else changes this hearing's pool."""
    pool.lock(speaker.hearing)
    return speaker


def confirm(speaker: Speaker) -> bool:
    """Let a speaker count from now on; False when they do already or have withdrawn.

    The caller commits. Only now are the ticked consents kept: before, anybody could have typed
    this address.
    """
    lock(speaker)
    if speaker.proven_at is not None or speaker.state == "withdrawn":
        return False
    speaker.proven_at = now()
    db.session.flush()
    if seats.wants(speaker):
        seats.take(speaker)
    keep_consents(speaker)
    telling.tell_standing(speaker)
    return True


def keep_consents(speaker: Speaker) -> None:
    if not speaker.wanted:
        return
    details: dict[str, object] = {
        "name": speaker.name,
        "email": speaker.email,
        "division": speaker.ward.division if speaker.ward else None,
        "language": speaker.language,
    }
    wordings = {int(number): text for number, text in speaker.wanted.items()}
    people.allow(speaker.mailbox, details, wordings, source_of(speaker.hearing_id))


def change(speaker: Speaker, details: dict[str, Any], seen: int) -> None:
    """Store what a speaker corrects; another mode gives a seat back, or asks for one.

    Raises OutdatedEditError when something has changed since they saw edition `seen`.
    """
    lock(speaker)
    wanted = seats.wants(speaker)
    edit(speaker, seen, **details)
    seats.follow(speaker, wanted)


def may_change_mode(speaker: Speaker) -> bool:
    """Until the body has the name, or while the seats are ours."""
    before = ("interested", "ready", "not_drawn", "lapsed")
    return speaker.state in before or (
        speaker.hearing.rule.is_own and speaker.state in ("waiting", "offered", "confirmed")
    )


def accept(speaker: Speaker) -> bool:
    """Take the offered seat; False when it has gone to somebody else meanwhile.

    Pressing twice is once: whoever has the seat keeps it.
    """
    lock(speaker)
    if speaker.state == "confirmed":
        return True
    seats.fill(speaker.hearing)
    taken = seats.accept(speaker)
    if taken:
        telling.tell_standing(speaker)
    return taken


def queue_again(speaker: Speaker) -> bool:
    """Back to the end of the waiting list, after an offer that nobody answered."""
    lock(speaker)
    if speaker.state != "lapsed":
        return False
    seats.take(speaker)
    return True


def may_withdraw(speaker: Speaker) -> bool:
    return "withdrawn" in NEXT[speaker.state]


def withdraw(speaker: Speaker) -> None:
    """Take somebody out of the pool: what they said of themselves is deleted, consents end.

    What nobody confirmed goes as a whole. Of others the mailbox's hash stays, so that the link
    works and signing up again does. A seat goes to the next in order.
    """
    lock(speaker)
    hearing = speaker.hearing
    if speaker.proven_at is None and speaker.state == "interested" and not speaker.changes:
        speaker_forgotten.send([speaker.id])
        db.session.delete(speaker)
        return
    try:
        step(speaker, "withdrawn", None)
    except NoSuchStepError:
        return
    people.withdraw(speaker.mailbox, source_of(hearing.id))
    blank(speaker)
    db.session.execute(db.delete(Deal).where(Deal.speaker_id == speaker.id))
    db.session.flush()
    if hearing.rule.is_own:
        seats.fill(hearing)


def blank(speaker: Speaker) -> None:
    """Leave nothing that says who it was or what they wrote, nor what organizers noted."""
    speaker_forgotten.send([speaker.id])
    speaker.name = speaker.email = ""
    for name, value in (NOTHING | {"network": "", "receipt": "", "wanted": None}).items():
        setattr(speaker, name, value)
    speaker.position = None
    for change in speaker.changes:
        change.why = ""


def source_of(hearing_id: int) -> str:
    """What a consent that was ticked under a hearing says about where it comes from."""
    return f"hearing:{hearing_id}"
