"""Leaving an organization's list by the link of a mail, and coming back by one's own press.

Everything goes by the mailbox's keyed hash, so that it works too for somebody whose record is
gone already. Callers commit.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from ..coalition import scope
from ..db import db, now
from ..mail.models import MailBatch, OutgoingEmail
from .consents import end, known_as, refuse
from .models import EMAIL, Person, Refusal

LEFT = "left"  # why a mail was dropped; the gate says the same


def leave(organizations: Sequence[int], mailbox: str) -> datetime:
    """End what this mailbox's owner allowed these organizations; the moment before it.

    All mailboxes of the same person leave. Leaving twice is leaving once. Mails of their lists
    that still wait are dropped.
    """
    moment = now()
    with scope.everyones():
        theirs = {mailbox: set(organizations)}
        for person in known_in(organizations, mailbox):
            consent = person.consent(EMAIL)
            if consent is not None and consent.is_given:
                end(consent)
            for other in person.mailboxes:
                theirs.setdefault(other, set()).add(person.organization_id)
        for each in sorted(theirs):
            for number in sorted(theirs[each]):
                refuse(number, each)
        db.session.flush()
        for each in sorted(theirs):
            drop_waiting(theirs[each], each)
    return moment


def known_in(organizations: Sequence[int], mailbox: str) -> list[Person]:
    return [one for one in known_as(mailbox) if one.organization_id in organizations]


def drop_waiting(organizations: set[int], mailbox: str) -> None:
    """What a worker holds already is asked about by the gate, just before it goes."""
    theirs = select(MailBatch.id).where(MailBatch.organization_id.in_(organizations))
    lists = theirs.where(MailBatch.list_id != "")
    waiting = (
        OutgoingEmail.mailbox == mailbox,
        OutgoingEmail.state == "queued",
        or_(
            OutgoingEmail.batch_id.in_(lists),
            OutgoingEmail.batch_id.in_(theirs) & OutgoingEmail.list_unsubscribe.is_not(None),
        ),
    )
    ended = {"state": "dropped", "due_at": None, "leased_by": None, "error": LEFT}
    db.session.execute(
        update(OutgoingEmail).where(*waiting).values(ended),
        execution_options={"synchronize_session": False},
    )


def come_back(organizations: Sequence[int], mailbox: str, moment: datetime) -> None:
    """Take back a leaving that began at this moment; what had ended before stays ended."""
    with scope.everyones():
        found = known_in(organizations, mailbox)
        for person in found:
            consent = person.consent(EMAIL)
            if consent is not None and is_since(consent.withdrawn_at, moment):
                consent.withdrawn_at = None
        mailboxes = {mailbox, *(each for person in found for each in person.mailboxes)}
        mine = select(Refusal).where(
            Refusal.organization_id.in_(organizations),
            Refusal.mailbox.in_(mailboxes),
            Refusal.purpose == EMAIL,
        )
        for refusal in db.session.scalars(mine):
            if is_since(refusal.at, moment):
                db.session.delete(refusal)
        db.session.flush()


def is_since(at: datetime | None, moment: datetime) -> bool:
    return at is not None and at >= moment


def has_left(organization_id: int, mailbox: str) -> bool:
    """Whether this organization must not write to this mailbox."""
    with scope.everyones():
        return db.session.get(Refusal, (organization_id, mailbox, EMAIL)) is not None
