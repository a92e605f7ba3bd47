"""Founding an organization, and closing one for good."""

from sqlalchemy.exc import IntegrityError

from ..accounts.models import User
from ..db import db, now
from .members import lock
from .models import Campaign, Organization, Partnership
from .slugs import numbered, slug_from

TRIES = 20


class TakenError(ValueError):
    """Another organization has this short name."""


class LeadsError(ValueError):
    """An organization that leads campaigns cannot close; `campaigns` are those."""

    def __init__(self, campaigns: list[Campaign]) -> None:
        super().__init__("it leads a campaign")
        self.campaigns = campaigns


def found_organization(name: str, slug: str, owner: User) -> Organization:
    """Make an organization and its first owner; the caller commits.

    Without a slug one is made from the name. Raises TakenError: the unique key decides.
    """
    if slug:
        return add(name, slug, owner)
    made = slug_from(name, "organization")
    for number in range(1, TRIES + 1):
        try:
            return add(name, numbered(made, number), owner)
        except TakenError:
            continue
    raise TakenError(made)


def add(name: str, slug: str, owner: User) -> Organization:
    organization = Organization(name=name, slug=slug)
    try:
        with db.session.begin_nested():
            db.session.add(organization)
    except IntegrityError:
        raise TakenError(slug) from None
    organization.add_member(owner, "owner")
    return organization


def close(organization: Organization) -> None:
    """End everything an organization takes part in, and everybody's access; the caller commits.

    Its rows stay: what it did is part of other organizations' records. Raises LeadsError.
    """
    lock(organization.id)
    current = (
        db.select(Partnership)
        .filter_by(organization_id=organization.id, ended_at=None)
        .execution_options(populate_existing=True)
    )
    partnerships = list(db.session.scalars(current))
    led = [one.campaign for one in partnerships if one.role == "lead"]
    if any(one.closed_at is None for one in led):
        raise LeadsError([one for one in led if one.closed_at is None])
    moment = now()
    organization.closed_at = moment
    for partnership in partnerships:
        partnership.ended_at = moment
    for membership in organization.memberships:
        membership.ended_at = membership.ended_at or moment
    for invitation in organization.invitations:
        if invitation.is_open:
            invitation.withdrawn_at = moment
