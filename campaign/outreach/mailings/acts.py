"""What people decide about a mailing; the caller has locked it, notes it and commits."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...accounts.models import User
from ...db import db, now
from ...factsheet import Stale, stale
from ...mail import batches
from .models import KIND, STATES, Mailing
from .rendering import settings_of

ACT_WORDS = {
    "mailing.created": lazy_gettext("wrote a mailing"),
    "mailing.edited": lazy_gettext("changed a mailing"),
    "mailing.aimed": lazy_gettext("changed to whom a mailing goes"),
    "mailing.tested": lazy_gettext("sent a test of a mailing"),
    "mailing.proposed": lazy_gettext("asked a second person to approve a mailing"),
    "mailing.approved": lazy_gettext("approved a mailing"),
    "mailing.returned": lazy_gettext("did not approve a mailing"),
    "mailing.scheduled": lazy_gettext("scheduled a mailing"),
    "mailing.unscheduled": lazy_gettext("took a mailing from the schedule"),
    "mailing.begun": lazy_gettext("began to send a mailing"),
    "mailing.waits": lazy_gettext(
        "left a mailing waiting for approval: it goes to more people now"
    ),
    "mailing.paused": lazy_gettext("paused a mailing"),
    "mailing.resumed": lazy_gettext("let a mailing go on"),
    "mailing.cancelled": lazy_gettext("cancelled a mailing"),
    "mailing.done": lazy_gettext("sent the last mail of a mailing"),
    "mailing.deleted": lazy_gettext("deleted the draft of a mailing"),
    "mailing.restored": lazy_gettext("brought a deleted mailing back"),
    "mailing.copied": lazy_gettext("copied a mailing"),
    "mailing.facts": lazy_gettext("took the newest sentences of facts into a mailing"),
}


class RefusedError(Exception):
    """It cannot be done now; the message is a sentence for whoever tried."""


def lock(mailing_id: int) -> Mailing:
    """The mailing as it is now, held against others until the commit."""
    query = db.select(Mailing).filter_by(id=mailing_id).with_for_update(of=Mailing)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def step(mailing: Mailing, state: str) -> None:
    """Bring a locked mailing to another state. Raises RefusedError where no way leads there."""
    if state not in STATES[mailing.state]:
        raise RefusedError(_("Somebody was faster: look at how it stands now."))
    mailing.state = state


def needs_approval(mailing: Mailing, count: int) -> bool:
    """Whether so many receivers need a second person, and none has approved these words."""
    settings = settings_of(mailing)
    above = settings.approval_above if settings else 500
    is_approved = mailing.approved_by_id and mailing.approved_edition == mailing.edition
    return above is not None and count > above and not is_approved


def outdated(mailing: Mailing) -> list[Stale]:
    """The facts that somebody must decide about before it may go out."""
    return stale(KIND, mailing.id)


def schedule(mailing: Mailing, at: datetime, count: int, by: User) -> str:
    """Send it from then on, or ask for a second person first; which of the two."""
    step(mailing, "proposed" if needs_approval(mailing, count) else "scheduled")
    mailing.scheduled_at, mailing.proposed_by, mailing.count = at, by, count
    return mailing.state


def approve(mailing: Mailing, seen: int, by: User) -> None:
    """A second person has read these words: they go out."""
    if mailing.proposed_by_id == by.id:
        raise RefusedError(_("Somebody else must approve it: you proposed it."))
    if mailing.edition != seen:
        raise RefusedError(_("It was changed while you read it. Read it again."))
    step(mailing, "scheduled")
    mailing.approved_by, mailing.approved_edition = by, mailing.edition
    mailing.scheduled_at = max(mailing.scheduled_at or now(), now())


def take_back(mailing: Mailing) -> None:
    """Back to a draft: off the schedule, or not approved."""
    if mailing.state not in ("proposed", "scheduled"):
        raise RefusedError(_("Somebody was faster: look at how it stands now."))
    step(mailing, "draft")
    mailing.scheduled_at = mailing.proposed_by_id = None
    mailing.approved_by_id = mailing.approved_edition = None


def reopen(mailing: Mailing) -> None:
    """Its words or its segment change: what was scheduled or approved is a draft again."""
    if mailing.state != "draft":
        take_back(mailing)


def pause(mailing: Mailing) -> None:
    """Send none of it until `resume`."""
    if mailing.batch is None or not batches.pause(mailing.batch):
        raise RefusedError(_("It is not being sent now."))


def resume(mailing: Mailing) -> None:
    """Let it go on where it stopped, whoever or whatever paused it."""
    if mailing.batch is None or not batches.resume(mailing.batch):
        raise RefusedError(_("It is not paused now."))


def cancel(mailing: Mailing) -> None:
    """Send nothing more of it; what has gone out has gone out."""
    step(mailing, "cancelled")
    mailing.ended_at = now()
    if mailing.batch is not None:
        batches.cancel(mailing.batch)


def delete(mailing: Mailing) -> None:
    """Put a draft away; it can come back."""
    if mailing.state != "draft":
        raise RefusedError(_("Only a draft can be deleted."))
    step(mailing, "cancelled")
    mailing.ended_at = now()


def restore(mailing: Mailing) -> None:
    """Bring a deleted draft back."""
    if mailing.begun_at is not None:
        raise RefusedError(_("It had begun: copy it instead."))
    step(mailing, "draft")
    mailing.ended_at = mailing.scheduled_at = None


def copy(mailing: Mailing, by: User) -> Mailing:
    """A new draft with the same words and the same segment."""
    names: Any = ("campaign_id", "organization_id", "sender_name", "reply_to")
    words = {name: dict(getattr(mailing, name)) for name in ("subject", "preheader", "text")}
    made = Mailing(
        name=_("Copy of %(name)s", name=mailing.name)[:120],
        segment=dict(mailing.segment),
        created_by=by,
        **{name: getattr(mailing, name) for name in names},
        **words,
    )
    db.session.add(made)
    db.session.flush()
    return made
