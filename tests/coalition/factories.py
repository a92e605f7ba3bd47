"""Campaigns, organizations and members with valid defaults."""

from typing import Any

from campaign.accounts.models import User
from campaign.coalition.models import Campaign, Membership, Organization, Partnership
from campaign.db import now
from tests.factories import add


def make_campaign(**values: Any) -> Campaign:
    values = {
        "slug": "stop-the-contract",
        "name": {"en": "Stop the contract"},
        "ask": {"en": "Cancel the contract."},
        "summary": {"en": "The city pays for microphones that do not help."},
        "published_at": now(),
    } | values
    return add(Campaign(**values))


def make_organization(slug: str = "south-side", **values: Any) -> Organization:
    values = {"name": slug.replace("-", " ").title(), "blurb": {"en": "Neighbors."}} | values
    return add(Organization(slug=slug, **values))


def make_partnership(
    campaign: Campaign, organization: Organization, role: str = "lead", **values: Any
) -> Partnership:
    return add(Partnership(campaign=campaign, organization=organization, role=role, **values))


def make_membership(
    user: User, organization: Organization, role: str = "organizer", **values: Any
) -> Membership:
    return add(Membership(user=user, organization=organization, role=role, **values))
