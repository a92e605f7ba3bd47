"""What the outbox holds about a mailbox: mails of the last 30 days, and “never again”."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from ...coalition.models import Organization
from ...db import db, now
from ...i18n import spoken
from ...mail import outbox, work
from ...mail.models import MailBatch, OutgoingEmail, Suppression
from .holdings import Holder, Holding, Rule

STATES = {
    "queued": _("waiting to be sent"),
    "sending": _("being sent"),
    "sent": _("sent"),
    "failed": _("refused by your mail server"),
    "uncertain": _("perhaps sent"),
    "dropped": _("not sent"),
}
REASONS = {
    "bounced": _("Your mail server said that there is no such mailbox."),
    "complained": _("A mail to you was reported as unwanted."),
}


def find(mailbox: str) -> list[Holding]:
    mine = select(OutgoingEmail, MailBatch, Organization.name)
    mine = mine.outerjoin(MailBatch, MailBatch.id == OutgoingEmail.batch_id)
    mine = mine.outerjoin(Organization, Organization.id == MailBatch.organization_id)
    mine = mine.where(OutgoingEmail.mailbox == mailbox, OutgoingEmail.to != "")
    rows = db.session.execute(mine.order_by(OutgoingEmail.queued_at.desc(), OutgoingEmail.id))
    return [*suppressed(mailbox), *(mail(*row) for row in rows)]


def mail(row: OutgoingEmail, batch: MailBatch | None, organization: str | None) -> Holding:
    title = row.shared.get("title") or row.shared.get("organization") or ""
    if batch is not None:
        title = spoken(batch.title) or title
    return Holding(
        kind="mail",
        key=str(row.id),
        title=_("A mail to you"),
        rows=[
            (_("To"), row.to),
            *([(_("About"), title)] if isinstance(title, str) and title else []),
            (_("What became of it"), STATES[row.state]),
        ],
        values={
            "template": row.template,
            "topic": batch and batch.topic,
            "to": row.to,
            "reply_to": row.reply_to,
            "state": row.state,
            "language": row.locale,
            "said": row.shared | {key: text for key, text in row.merge.items() if key != "link"},
        },
        source=source(batch, organization),
        since=row.queued_at,
        until=(row.queued_at + work.KEPT).date(),
    )


def source(batch: MailBatch | None, organization: str | None) -> Any:
    """Who or what wrote it."""
    if batch is None:
        return _("It was written when somebody used a form with your address.")
    if batch.list_id:
        return _("%(organization)s sent it to its list.", organization=organization)
    return _("A reminder of %(organization)s.", organization=organization)


def suppressed(mailbox: str) -> list[Holding]:
    found = db.session.get(Suppression, mailbox)
    if found is None:
        return []
    return [
        Holding(
            kind="suppression",
            key="suppression",
            title=_("We never mail this address"),
            rows=[(_("Why"), REASONS.get(found.reason, _("You asked for it.")))],
            values={"reason": found.reason},
            source=_("A mark that cannot be turned back into your address."),
            since=found.at,
            until=_("Without end, so that nobody mails you again."),
        )
    ]


def addresses(mailbox: str) -> list[str]:
    mine = select(OutgoingEmail.to).where(OutgoingEmail.mailbox == mailbox, OutgoingEmail.to != "")
    return list(db.session.scalars(mine.limit(1)))


def count_old() -> int:
    old = [OutgoingEmail.due_at.is_(None), OutgoingEmail.to != ""]
    since = now() - work.KEPT
    query = select(func.count()).select_from(OutgoingEmail)
    return db.session.scalar(query.where(*old, OutgoingEmail.queued_at < since)) or 0


def prune() -> int:
    number = count_old()
    work.prune()
    return number


HOLDER = Holder(
    name="mail",
    find=find,
    erase=outbox.forget_mark,
    addresses=addresses,
    rules=(Rule(_("receivers and words of mails, 30 days after"), count_old, prune),),
)
