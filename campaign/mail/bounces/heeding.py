"""Heeding one report: note how the mail came back, and mail a dead mailbox no more."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, case, func, select

from ...db import Prepared, db, now
from ...signals import mail_bounced
from .. import verp
from ..models import BOUNCES, Bounce, OutgoingEmail
from ..outbox import BOUNCED, suppress_hash
from ..piling import pause_if_piled
from . import reports
from .reports import Report, UnreadableError

# What a message may come to, besides the kinds of a bounce: said before of this mail; about one
# of our mails, without saying that it failed; not about any mail of ours; not to be read at all
OTHERS = ("again", "nothing", "unsigned", "unreadable")
RESULTS = (*reversed(BOUNCES), *OTHERS)
SUPPRESSED = {"hard": BOUNCED, "complaint": "complained"}
SHOWN = timedelta(days=30)

_kinds = {kind: rank for rank, kind in enumerate(BOUNCES)}
_at = bindparam("at", type_=Bounce.__table__.c.at.type)


def _build(insert: Any) -> Any:
    given = {"kind": bindparam("kind"), "code": bindparam("code"), "at": _at}
    written = insert(Bounce).values(outgoing_email_id=bindparam("number"), **given)
    return written.on_conflict_do_update(
        index_elements=["outgoing_email_id"],
        set_=given,
        where=case(_kinds, value=Bounce.kind) < bindparam("rank"),
    )


_note = Prepared(_build)


def heed(data: bytes) -> str:
    """Do what this message asks for, within the session's transaction; what it came to.

    Heeding a message twice is heeding it once.
    """
    try:
        message = reports.parse(data)
        email = verp.find_mail(reports.addresses(message))
        if email is None:
            return "unsigned"
        report = reports.read(message)
    except UnreadableError:
        return "unreadable"
    if report is None:
        return "nothing"
    return report.kind if note(email, report) else "again"


def note(email: OutgoingEmail, report: Report) -> bool:
    """Note how a mail came back, unless as much or worse is known already; True if it was news."""
    connection = db.session.connection()
    values = {"number": email.id, "kind": report.kind, "code": report.code, "at": now()}
    if _note(connection, **values, rank=_kinds[report.kind]).rowcount != 1:
        return False
    if reason := SUPPRESSED.get(report.kind):
        suppress_hash(connection, email.mailbox, reason)
    if email.batch_id is not None:
        pause_if_piled(connection, email.batch_id)
    mail_bounced.send(email, kind=report.kind, code=report.code)
    return True


def figures() -> dict[str, int]:
    """How many mails came back in the last 30 days, by kind."""
    recent = select(Bounce.kind, func.count()).where(Bounce.at > now() - SHOWN)
    found = dict.fromkeys(reversed(BOUNCES), 0)
    for kind, count in db.session.execute(recent.group_by(Bounce.kind)):
        found[kind] = count
    db.session.rollback()
    return found
