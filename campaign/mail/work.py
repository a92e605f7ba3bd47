"""The jobs of this room: deliver, read what came back, and forget."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select, update

from .. import jobs
from ..config import settings
from ..db import db, now
from ..signals import person_erased
from . import outbox, pace, smtp
from .bounces.mailboxes import MailboxError, configured, read_all
from .carriers import folder_of
from .delivery import worker
from .models import OPEN, TROUBLED, OutgoingEmail

log = logging.getLogger("campaign.mail")
READING = 10.0  # seconds of one job
AT_ONCE = 1_000  # mails forgotten in one transaction
KEPT = timedelta(days=30)  # of the address and the words in a finished mail


@jobs.job("mail.deliver", every_minutes=1)
def deliver() -> None:
    """Send what is due, for some seconds; what is left is asked for again."""
    if worker().work():
        jobs.ask("mail.deliver", at_most_every=0)


@jobs.job("mail.bounces", every_minutes=5)
def bounces() -> None:
    """Read what came back, where a setting says it arrives; what is left is asked for again."""
    try:
        _, has_more = read_all(configured(settings()), READING)
    except MailboxError as trouble:
        log.warning("mail that came back: %s", trouble)
        return
    if has_more:
        jobs.ask("mail.bounces", at_most_every=0)


@jobs.job("mail.prune", every_minutes=1440)
def prune() -> None:
    """Forget to whom finished mails went and what they said, 30 days on.

    Bit by bit, so that nobody waits to write while a mailing of a million is forgotten.
    """
    since = now() - KEPT
    empty: dict[str, object] = {"to": "", "mailbox": "", "merge": {}}
    empty |= dict.fromkeys(("reply_to", "list_unsubscribe", "calendar"))
    numbers = old_mails(since, 0)
    while numbers:
        emptied = update(OutgoingEmail).where(OutgoingEmail.id.in_(numbers))
        db.session.execute(emptied.values(empty))
        db.session.commit()
        numbers = old_mails(since, numbers[-1])
    pace.prune(db.session.connection())
    db.session.commit()
    for path in folder_of(settings()).glob("*.eml"):
        if path.stat().st_mtime < since.timestamp():
            path.unlink(missing_ok=True)


def old_mails(since: datetime, after: int) -> Sequence[int]:
    """Some finished mails of before that still say to whom they went, by number."""
    old = select(OutgoingEmail.id).where(OutgoingEmail.id > after, OutgoingEmail.to != "")
    finished = (OutgoingEmail.due_at.is_(None), OutgoingEmail.queued_at < since)
    return db.session.scalars(old.where(*finished).order_by(OutgoingEmail.id).limit(AT_ONCE)).all()


def init_app(app: Flask) -> None:
    smtp.init_app(app)
    gauges = app.extensions.setdefault("gauges", {})
    gauges["mail_queued"] = lambda: count(OPEN)
    gauges["mail_failed"] = lambda: count(TROUBLED)
    person_erased.connect(outbox.forget)


def count(where: str) -> int:
    """How many mails there are in such a state; looks only at a partial index."""
    found = db.session.connection().exec_driver_sql(
        f"SELECT count(*) FROM outgoing_email WHERE {where}"  # noqa: S608 - constants above
    )
    return int(found.scalar_one())
