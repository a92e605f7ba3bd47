"""Who belongs to an organization: roles change, people leave, and an owner always stays.

Every change locks the organization's row first, so that two owners who leave at the same
moment take turns, and the second finds itself the last.
"""

from sqlalchemy import func

from ..accounts.models import User
from ..db import db, now
from .models import Membership, Organization


class LastOwnerError(ValueError):
    """Without this owner the organization would have none."""


class NotAllowedError(PermissionError):
    """Who acts is no owner any more."""


def change_role(membership: Membership, role: str, by: Membership) -> None:
    """Give a member another role; the caller commits.

    Raises LastOwnerError, and NotAllowedError when `by` was demoted a moment ago.
    """
    take_turn(membership, by)
    if not by.is_at_least("owner"):
        raise NotAllowedError("not an owner any more")
    if role != "owner":
        keep_an_owner(membership)
    membership.role = role


def remove(membership: Membership, by: Membership) -> None:
    """End somebody's membership, their sessions on every device, and what they offered to others.

    The caller commits.
    """
    take_turn(membership, by)
    if not by.is_at_least("owner"):
        raise NotAllowedError("not an owner any more")
    end(membership)
    membership.user.end_sessions()
    for one in membership.organization.invitations:
        if one.is_open and one.invited_by_id == membership.user_id:
            one.withdrawn_at = now()


def leave(membership: Membership) -> None:
    """End one's own membership; the caller commits. Raises LastOwnerError."""
    take_turn(membership)
    end(membership)


def end(membership: Membership) -> None:
    keep_an_owner(membership)
    membership.ended_at = membership.ended_at or now()


def take_turn(*memberships: Membership) -> None:
    """Wait until nobody else changes who belongs, then look again."""
    organization_id = memberships[0].organization_id
    lock(organization_id)
    for one in memberships:
        db.session.refresh(one)


def lock(organization_id: int) -> None:
    """From here to the commit nobody else changes who belongs to this organization."""
    row = db.select(Organization.id).filter_by(id=organization_id)
    db.session.execute(row.with_for_update())


def keep_an_owner(membership: Membership) -> None:
    """Raise LastOwnerError if this is the only owner who can log in."""
    if not membership.is_at_least("owner"):
        return
    others = (
        db.select(func.count())
        .select_from(Membership)
        .join(User)
        .where(
            Membership.organization_id == membership.organization_id,
            Membership.id != membership.id,
            Membership.role == "owner",
            Membership.ended_at.is_(None),
            User.active,
        )
    )
    if not db.session.scalar(others):
        raise LastOwnerError("the last owner")


def is_last_owner(membership: Membership) -> bool:
    try:
        keep_an_owner(membership)
    except LastOwnerError:
        return True
    return False


def current_members(organization: Organization) -> list[Membership]:
    """Owners first, then by name."""
    found = [one for one in organization.memberships if one.is_current]
    return sorted(found, key=lambda one: (one.role != "owner", one.user.name.lower()))
