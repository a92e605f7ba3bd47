"""What is held about somebody who works here: the account, memberships, invitations.

An account is known by its canonical address, an invitation by its address; there are few of
both, so a hash is found by hashing each.
"""

from datetime import timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, func, or_, select

from ...accounts.models import User
from ...coalition.models import Invitation, Membership
from ...config import settings
from ...db import db, now
from ...i18n import own_name
from ...mail.outbox import mailbox_hash
from ...security import keyed_hash
from .holdings import Holder, Holding, Rule, Use

INVITATION_DAYS = 30
GONE = "erased.invalid"  # RFC 2606: no mail ever goes there


def find(mailbox: str) -> list[Holding]:
    user = user_of(mailbox)
    return [*([account(user)] if user else []), *map(invitation, invitations_of(mailbox))]


def user_of(mailbox: str) -> User | None:
    query = select(User.id, User.mailbox)
    numbers = [one for one, text in db.session.execute(query) if marked(text) == mailbox]
    return db.session.get(User, numbers[0]) if numbers else None


def invitations_of(mailbox: str) -> list[Invitation]:
    every = db.session.scalars(select(Invitation).order_by(Invitation.id))
    return [one for one in every if one.email and mailbox_hash(one.email) == mailbox]


def marked(canonical: str) -> str:
    return keyed_hash(canonical, "mailbox")


def account(user: User) -> Holding:
    theirs = memberships(user)
    return Holding(
        kind="account",
        key=str(user.id),
        title=_("Your account"),
        rows=[
            (_("Name"), user.name),
            (_("Email address"), user.email),
            (_("Language"), own_name(user.locale)),
            (_("Second factor"), _("yes") if user.has_second_factor else _("no")),
        ],
        values={
            "name": user.name,
            "email": user.email,
            "language": user.locale,
            "active": user.active,
            "second_factor": user.has_second_factor,
            "memberships": [
                {
                    "organization": one.organization.slug,
                    "role": one.role,
                    "since": one.joined_at.isoformat(),
                    "ended": one.ended_at and one.ended_at.isoformat(),
                }
                for one in theirs
            ],
        },
        source=_("You made it when you accepted an invitation."),
        since=user.created_at,
        until=_("Until you erase it, or a year after it was switched off."),
        uses=[
            Use(
                one.organization.name,
                _("to know who works here (%(role)s)", role=one.role),
                since=one.joined_at,
                ended=one.ended_at,
            )
            for one in theirs
        ],
    )


def memberships(user: User) -> list[Membership]:
    query = select(Membership).filter_by(user_id=user.id).order_by(Membership.id)
    return list(db.session.scalars(query))


def invitation(offer: Invitation) -> Holding:
    return Holding(
        kind="invitation",
        key=str(offer.id),
        title=_(
            "An invitation to work with %(organization)s", organization=offer.organization.name
        ),
        rows=[(_("Name"), offer.name or "–"), (_("Email address"), offer.email)],
        values={
            "organization": offer.organization.slug,
            "name": offer.name,
            "email": offer.email,
            "role": offer.role,
        },
        source=_("Somebody of the organization typed your address."),
        since=offer.created_at,
        until=(offer.expires_at + timedelta(days=INVITATION_DAYS)).date(),
    )


def refuses(mailbox: str) -> list[str]:
    """An organization is not left without an owner by a link in a mail."""
    user = user_of(mailbox)
    if user is None:
        return []
    return [
        gettext(
            "You are the only owner of %(organization)s. Make somebody else an owner first.",
            organization=one.organization.name,
        )
        for one in memberships(user)
        if one.is_current and one.role == "owner" and not other_owners(one)
    ]


def other_owners(membership: Membership) -> int:
    query = (
        select(func.count())
        .select_from(Membership)
        .where(
            Membership.organization_id == membership.organization_id,
            Membership.role == "owner",
            Membership.ended_at.is_(None),
            Membership.user_id != membership.user_id,
        )
    )
    return db.session.scalar(query) or 0


def erase(mailbox: str) -> int:
    """End the memberships and empty the account; what it did stays under its number."""
    offers = invitations_of(mailbox)
    for offer in offers:
        db.session.delete(offer)
    user = user_of(mailbox)
    if user is not None:
        empty(user)
    db.session.flush()
    return len(offers) + (user is not None)


def empty(user: User) -> None:
    """Take from an account everything that says whose it was, and let nobody in with it."""
    for membership in memberships(user):
        membership.ended_at = membership.ended_at or now()
    user.disable()
    user.email = user.mailbox = f"{user.id}@{GONE}"
    user.name, user.locale = "", "en"
    user.password = user.confirmed_at = user.tf_primary_method = user.tf_totp_secret = None
    user.tf_last_counter = user.mf_recovery_codes = None


def old_invitations() -> Any:
    """Those that were used, withdrawn or ran out INVITATION_DAYS ago."""
    since = now() - timedelta(days=INVITATION_DAYS)
    ended = func.coalesce(Invitation.accepted_at, Invitation.withdrawn_at, Invitation.expires_at)
    return or_(ended < since, Invitation.expires_at < since)


def count_invitations() -> int:
    return (
        db.session.scalar(select(func.count()).select_from(Invitation).where(old_invitations()))
        or 0
    )


def delete_invitations() -> int:
    found: Any = db.session.execute(delete(Invitation).where(old_invitations()))
    db.session.commit()
    return int(found.rowcount)


def idle_accounts() -> list[User]:
    """Accounts that were switched off `account_days` ago and still say whose they were."""
    since = now() - timedelta(days=settings().account_days)
    off = select(User).where(User.disabled_at < since, User.active.is_(False))
    return list(db.session.scalars(off.where(User.email.not_like(f"%@{GONE}")).order_by(User.id)))


def empty_idle() -> int:
    found = idle_accounts()
    for user in found:
        empty(user)
    db.session.commit()
    return len(found)


HOLDER = Holder(
    name="accounts",
    find=find,
    erase=erase,
    refuses=refuses,
    rules=(
        Rule(_("invitations that are over"), count_invitations, delete_invitations),
        Rule(_("accounts that are switched off"), lambda: len(idle_accounts()), empty_idle),
    ),
)
