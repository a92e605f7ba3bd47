"""The sheet as its editors see it: what to find, what waits, in which order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext as _
from flask_sqlalchemy.pagination import Pagination

from ..coalition.models import Campaign
from .citing import Stale, all_stale
from .content import KINDS, STATUSES
from .importing import Use, documents
from .models import FactVersion
from .sheet import current_versions, plain, searched

PER_PAGE = 50
LOOKS = {
    "": _("All"),
    "overdue": _("Overdue: the source is to be read again"),
    "stale": _("Cited in an older version"),
    "uncited": _("No document cites it"),
}
ORDERS = {
    "key": _("By key"),
    "review": _("To be read again soonest"),
    "newest": _("Changed last"),
}


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for; words that mean nothing here ask for everything."""

    q: str = ""
    topic: str = ""
    kind: str = ""
    status: str = ""
    look: str = ""
    sort: str = ""

    @property
    def is_narrowed(self) -> bool:
        return any((self.q, self.topic, self.kind, self.status, self.look))

    @property
    def asked(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


class Shelf(Pagination):
    """A page of a list that is at hand already."""

    def _query_items(self) -> list[Any]:
        first = self._query_offset
        return list(self._query_args["items"][first : first + self.per_page])

    def _query_count(self) -> int:
        return len(self._query_args["items"])


@dataclass(frozen=True)
class Listing:
    """A campaign's facts for its desk; drafts only where they may be seen."""

    campaign: Campaign
    wanted: Wanted
    locale: str
    with_drafts: bool

    @cached_property
    def versions(self) -> list[FactVersion]:
        every = current_versions(self.campaign).values()
        return [one for one in every if one.fact.is_public or self.with_drafts]

    @cached_property
    def uses(self) -> dict[int, list[Use]]:
        return documents(self.campaign)

    @cached_property
    def stale(self) -> dict[int, list[Stale]]:
        found: dict[int, list[Stale]] = {}
        for one in all_stale(self.campaign):
            found.setdefault(one.fact.id, []).append(one)
        return found

    @property
    def topics(self) -> list[str]:
        return sorted({one.topic for one in self.versions if one.topic})

    @property
    def kinds(self) -> list[str]:
        return [kind for kind in KINDS if any(one.kind == kind for one in self.versions)]

    @property
    def statuses(self) -> list[str]:
        return [each for each in STATUSES if any(one.status == each for one in self.versions)]

    def fits(self, version: FactVersion) -> bool:
        wanted = self.wanted
        return (
            wanted.topic in ("", version.topic)
            and wanted.kind in ("", version.kind)
            and wanted.status in ("", version.status)
            and self.looks(version)
            and all(term in searched(version, self.locale) for term in plain(wanted.q).split())
        )

    def looks(self, version: FactVersion) -> bool:
        fact = version.fact
        if self.wanted.look == "overdue":
            return fact.is_overdue and not version.is_corrected
        if self.wanted.look == "stale":
            return fact.id in self.stale
        return self.wanted.look != "uncited" or fact.id not in self.uses

    @cached_property
    def found(self) -> list[FactVersion]:
        chosen = [one for one in self.versions if self.fits(one)]
        if self.wanted.sort == "review":
            return sorted(chosen, key=soonest)
        if self.wanted.sort == "newest":
            return sorted(chosen, key=lambda one: one.changed_at, reverse=True)
        return sorted(chosen, key=lambda one: one.fact.key)

    def page(self, number: int) -> Shelf:
        last = max(1, -(-len(self.found) // PER_PAGE))
        return Shelf(page=min(number, last), per_page=PER_PAGE, error_out=False, items=self.found)


def soonest(version: FactVersion) -> tuple[bool, Any, str]:
    """By the day it is to be read again; those without one last."""
    day = version.fact.review_by
    return day is None, day or 0, version.fact.key
