"""Where one works: a campaign, through one organization; and what one may do there."""

from dataclasses import dataclass
from typing import Self

from .models import Campaign, Membership, Organization, Partnership
from .permissions import get_my_membership, get_my_partnership


@dataclass(frozen=True)
class Place:
    """A campaign that my organization takes part in; rooms add the addresses of their pages."""

    membership: Membership
    partnership: Partnership

    @classmethod
    def of(cls, organization: str, campaign: str) -> Self:
        """The place with these names in its address, or 404."""
        return cls(get_my_membership(organization), get_my_partnership(campaign))

    @property
    def organization(self) -> Organization:
        return self.partnership.organization

    @property
    def campaign(self) -> Campaign:
        return self.partnership.campaign

    @property
    def slugs(self) -> dict[str, str]:
        """What the addresses of this place carry."""
        return {"organization": self.organization.slug, "campaign": self.campaign.slug}

    def may(self, role: str) -> bool:
        """As `lead_of_campaign(role)` lets one in."""
        return self.partnership.role == "lead" and self.membership.is_at_least(role)
