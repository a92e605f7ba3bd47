"""The jobs of this room: deliver, read what came back, and forget."""

import logging
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

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
    """Forget to whom finished mails went and what they said, 30 days on."""
    since = now() - KEPT
    old = (
        update(OutgoingEmail)
        .where(OutgoingEmail.due_at.is_(None), OutgoingEmail.queued_at < since)
        .where(OutgoingEmail.to != "")
        .values(to="", mailbox="", reply_to=None, list_unsubscribe=None, calendar=None, merge={})
    )
    db.session.execute(old)
    pace.prune(db.session.connection())
    db.session.commit()
    for path in folder_of(settings()).glob("*.eml"):
        if path.stat().st_mtime < since.timestamp():
            path.unlink(missing_ok=True)


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
