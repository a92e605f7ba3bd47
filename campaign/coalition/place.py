"""Where one works: a campaign, through one organization; and what one may do there."""

from dataclasses import dataclass
from typing import Any, Self

from flask import current_app, url_for

from ..security import declared
from .models import Campaign, Membership, Organization, Partnership
from .permissions import Member, get_my_membership, get_my_partnership


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

    def find_url(self, endpoint: str, **values: Any) -> str | None:
        """The address of a page that some room may have added, if one may open it."""
        if endpoint not in current_app.view_functions:
            return None
        check = declared(current_app, endpoint)
        if isinstance(check, Member) and check.refusal(self.membership, self.partnership):
            return None
        rules = current_app.url_map.iter_rules(endpoint)
        names = {name for rule in rules for name in rule.arguments}
        mine = {name: slug for name, slug in self.slugs.items() if name in names}
        return url_for(endpoint, **values | mine)
