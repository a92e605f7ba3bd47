"""The job that puts a mailing into the outbox, chunk by chunk, and sees when all of it is out.

The mailing's row says how far it came: a chunk's mails and the new `cursor` are one commit. A
process that was killed begins after the last chunk, and two that work at once take turns at the
row; a receiver's key (`mailing:<id>:<person>`) is the last word. Memory holds one chunk.
"""

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from ... import jobs, mail
from ...coalition import audit, scope
from ...coalition.models import Partnership
from ...config import settings as installation
from ...db import db, now
from ...mail import batches
from ...mail.addresses import is_sendable
from ...mail.message import Sender
from ...mail.models import MailBatch, OutgoingEmail
from ...people.models import EMAIL, Consent, Person
from . import acts
from .conditions import NUMBER
from .domains import by_domain
from .merging import Values
from .models import Mailing
from .rendering import TEMPLATE, code_for, reply_to_of, sender_of, settings_of, shared
from .segments import Audience, Segment, beside

log = logging.getLogger("campaign.outreach")
CHUNK = 500  # people of one commit
WORKING = ("scheduled", "queueing", "sending")


@jobs.job("outreach.mailings", every_minutes=1)
def mailings() -> None:
    """Begin what is due, write what has begun into the outbox, close what is out."""
    with scope.everyones():
        due = select(Mailing.id, Mailing.organization_id).where(Mailing.state.in_(WORKING))
        due = due.where(Mailing.scheduled_at <= now()).order_by(Mailing.scheduled_at, Mailing.id)
        found = db.session.execute(due).all()
        db.session.rollback()
    for number, organization_id in found:
        try:
            with scope.of(organization_id):
                work(number)
        except Exception:
            db.session.rollback()
            log.exception("mailing %s", number)  # the others go on


def work(number: int) -> None:
    """All that can be done about one mailing now."""
    begin(number)
    values: Values | None = None
    while True:
        mailing = acts.lock(number)
        if mailing.state != "queueing" or mailing.batch is None:
            break
        values = values or Values(mailing)
        if not chunk(mailing, values):
            break
        mail.wake()
    db.session.rollback()
    finish(number)


def audience_of(mailing: Mailing) -> Audience:
    """To whom it goes, by what its organization may use today."""
    query = select(Partnership.role).where(
        Partnership.organization_id == mailing.organization_id,
        Partnership.campaign_id == mailing.campaign_id,
        Partnership.ended_at.is_(None),
    )
    is_lead = db.session.scalar(query) == "lead"
    return Audience(mailing.organization_id, is_lead, Segment.of(mailing.segment))


def begin(number: int) -> None:
    """Freeze the words in a batch and start to queue, unless somebody must look first.

    Everybody is counted before the row is locked: that may take seconds.
    """
    found = beside(lambda: counted(number))
    if found is None:
        return None
    edition, count, left_out = found
    mailing = acts.lock(number)
    if not is_due(mailing) or mailing.edition != edition:
        return db.session.rollback()
    mailing.count = count
    if acts.needs_approval(mailing, count):
        acts.step(mailing, "proposed")
        note("mailing.waits", mailing, count=count)
        return db.session.commit()
    acts.step(mailing, "queueing")
    mailing.batch = batch_of(mailing)
    mailing.begun_at, mailing.cursor = now(), 0
    mailing.numbers = {"left_out": left_out}
    note("mailing.begun", mailing, count=count)
    return db.session.commit()


def is_due(mailing: Mailing) -> bool:
    """Whether it may begin: its time has come, and no fact in it waits for a decision.

    Today says what stands in the way; it begins once that is mended.
    """
    is_time = mailing.scheduled_at is not None and mailing.scheduled_at <= now()
    return mailing.state == "scheduled" and is_time and not stops(mailing)


def stops(mailing: Mailing) -> bool:
    return bool(acts.outdated(mailing)) or not mailing.codes


def counted(number: int) -> tuple[int, int, dict[str, int]] | None:
    """Edition, receivers and who is left out of a mailing that is due; None for another."""
    mailing = db.session.get(Mailing, number)
    if mailing is None or not is_due(mailing):
        return None
    audience = audience_of(mailing)
    return mailing.edition, (count := audience.count()), audience.left_out(count)


def batch_of(mailing: Mailing) -> MailBatch:
    """The batch of its mails, with the words of each language as they are now."""
    host = Sender.of(installation()).host
    slugs = f"{mailing.organization.slug}.{mailing.campaign.slug}"
    title = dict.fromkeys(installation().language_codes, mailing.name)
    found = batches.of(mailing.organization_id, mailing.topic, title, f"{slugs}.{host}"[-200:])
    settings = settings_of(mailing)
    found.shared = {code: shared(mailing, code, settings) for code in mailing.codes}
    return found


def chunk(mailing: Mailing, values: Values) -> bool:
    """Write the mails of the next people of a locked mailing; False when there are no more."""
    assert mailing.batch is not None
    numbers, people = next_people(audience_of(mailing), mailing.cursor)
    if not numbers:
        queued(mailing)
        return False
    rows = rows_of(mailing, people, values)
    batches.queue_many(mailing.batch, TEMPLATE, rows)
    mailing.cursor = numbers[-1]
    left_out = mailing.numbers.get("left_out", {})
    unsendable = left_out.get("address", 0) + len(people) - len(rows)
    mailing.numbers = mailing.numbers | {"left_out": left_out | {"address": unsendable}}
    db.session.commit()
    return True


def next_people(audience: Audience, after: int) -> tuple[list[int], Sequence[Person]]:
    """The numbers of the receivers after one, in order, and those whose consent still stands.

    Their consents stay locked until the commit: who leaves the list in this moment waits, and
    then finds the mail that is to be dropped.
    """
    query = audience.receivers(after < NUMBER).order_by(NUMBER).limit(CHUNK)
    numbers = list(db.session.scalars(query))
    standing = (
        select(Person)
        .join(Consent, Consent.person_id == Person.id)
        .where(Person.id.in_(numbers), Consent.purpose == EMAIL, Consent.withdrawn_at.is_(None))
        .order_by(Person.id)
        .with_for_update(read=True, of=Consent)
    )
    return numbers, db.session.scalars(standing).all()


def rows_of(mailing: Mailing, people: Sequence[Person], values: Values) -> list[dict[str, Any]]:
    """A row of the outbox for each whose address mail can go to."""
    settings = settings_of(mailing)
    reply_to, sender = reply_to_of(mailing, settings), sender_of(mailing, settings)
    found = []
    for person in people:
        if is_sendable(person.email):
            code = code_for(mailing, person.language)
            merge = values.of(person, code)
            row = {
                "key": f"{mailing.topic}:{person.id}",
                "to": person.email,
                "mailbox": person.mailbox,
                "locale": code,
                "merge": merge,
                "list_unsubscribe": merge["unsubscribe"],
                "reply_to": reply_to,
                "sender_name": sender,
            }
            found.append(row)
    return found


def queued(mailing: Mailing) -> None:
    """All are in the outbox."""
    mine = select(func.count()).where(OutgoingEmail.batch_id == mailing.batch_id)
    mailing.count = db.session.scalar(mine) or 0
    acts.step(mailing, "sending")
    db.session.commit()


def finish(number: int) -> None:
    """Close a mailing of which nothing waits any more, and keep its numbers."""
    if (domains := beside(lambda: ended(number))) is None:
        return None
    mailing = acts.lock(number)
    if mailing.state != "sending":
        return db.session.rollback()
    acts.step(mailing, "done")
    mailing.ended_at = now()
    mailing.numbers = mailing.numbers | {"domains": domains}
    note("mailing.done", mailing, count=mailing.count)
    return db.session.commit()


def ended(number: int) -> list[dict[str, Any]] | None:
    """How a mailing went by domain, if all of it is out."""
    mailing = db.session.get(Mailing, number)
    if mailing is None or mailing.state != "sending":
        return None
    is_open = select(OutgoingEmail.id).where(
        OutgoingEmail.batch_id == mailing.batch_id, OutgoingEmail.due_at.is_not(None)
    )
    return None if db.session.scalar(is_open.limit(1)) else by_domain(mailing)


def note(act: str, mailing: Mailing, **details: Any) -> None:
    audit.note(
        act,
        organization=mailing.organization,
        campaign=mailing.campaign,
        about=f"mailings/{mailing.id}",
        **details,
    )
