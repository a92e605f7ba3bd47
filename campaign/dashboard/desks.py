"""A campaign as one user sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..coalition.models import ROLES, Campaign, Membership, Partnership
from ..factsheet import Document
from .forms import DecisionForm
from .looks import Decided, Look, decided, looks
from .numbers import Numbers, numbers
from .places import Place


@dataclass(frozen=True)
class Desk(Place):
    """A campaign, and the organization through which one works in it."""

    partnership: Partnership

    @property
    def campaign(self) -> Campaign:
        return self.partnership.campaign

    @property
    def may_decide(self) -> bool:
        return self.may_open("dashboard.decide")

    @cached_property
    def looks(self) -> list[Look]:
        return looks(self.campaign)

    @property
    def documents(self) -> list[tuple[Document, list[Look]]]:
        """The same by document."""
        found: dict[Document, list[Look]] = {}
        for look in self.looks:
            found.setdefault(look.document, []).append(look)
        return list(found.items())

    @cached_property
    def numbers(self) -> list[Numbers]:
        return numbers(self.campaign)

    @cached_property
    def decided(self) -> list[Decided]:
        return decided(self.campaign)

    def form(self, look: Look, posted: DecisionForm | None = None) -> DecisionForm:
        """The form of one look; what was typed into it stays, but for what is outdated."""
        is_this = posted is not None and posted.citation.data == look.number
        form = posted if posted is not None and is_this else DecisionForm(formdata=None)
        shown = ((form.citation, look.number), (form.seen, look.stale.current.number))
        for field, number in shown:
            field.data, field.raw_data = number, None  # not what was posted
        form.reason.id = form.reason.label.field_id = f"reason-{look.number}"
        return form


def desks(memberships: Sequence[Membership]) -> list[Desk]:
    """One desk for each campaign that these memberships reach."""
    found: dict[int, Desk] = {}
    for membership in memberships:
        for partnership in membership.organization.partnerships:
            if partnership.is_current:
                desk = Desk(membership, partnership)
                other = found.get(partnership.campaign_id)
                if other is None or rank(desk) > rank(other):
                    found[partnership.campaign_id] = desk
    return list(found.values())


def rank(desk: Desk) -> tuple[bool, int]:
    return desk.may_decide, ROLES.index(desk.membership.role)
