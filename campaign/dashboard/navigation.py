"""The organizers' menu: the places of the campaign and the organization one works in.

An entry shows to whom the check of its endpoint lets in; nothing here says who may do what.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user

from ..db import db
from ..i18n import spoken
from ..pages import forget, remember
from .places import Place, here, places
from .today import counts

COUNTS, OLDEST = "menu counts", 10.0  # seconds


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `key` opens it after “g”."""

    endpoint: str
    label: Any
    icon: str
    key: str = ""

    @property
    def room(self) -> str:
        return self.endpoint.partition(".")[0]


MINE = (Entry("dashboard.index", _("Today"), "house", "t"),)
CAMPAIGN = (
    Entry("dashboard.campaign", _("Overview"), "layout-list", "o"),
    Entry("petitions_desk.petitions", _("Petitions"), "signature", "p"),
    Entry("hearings_desk.hearings", _("Hearings"), "mic", "h"),
    Entry("testimony_desk.drafts", _("Testimony"), "pen-line", "y"),
    Entry("letters_desk.actions", _("Letters"), "mail", "k"),
    Entry("mailings_desk.mailings", _("Mailings"), "mail", "b"),
    Entry("factsheet_desk.facts", _("Facts"), "book-open-check", "f"),
    Entry("officials_desk.officials", _("Officials"), "landmark", "i"),
    Entry("whip_desk.counts_page", _("Whip count"), "circle-check", "w"),
    Entry("record_desk.measures", _("Measures"), "scroll-text", "d"),
    Entry("record_desk.meetings", _("Meetings"), "history"),
    Entry("bodies_desk.bodies", _("Councils"), "users"),
    Entry("wards_desk.maps", _("Maps of wards"), "scroll-text"),
    Entry("sign_on_desk.letter", _("Sign-on letter"), "mail", "l"),
    Entry("people_totals.numbers", _("Totals"), "chart-column", "n"),
    Entry("coalition_desk.campaign_partners", _("Partners"), "handshake", "a"),
    Entry("coalition_desk.read_charter", _("Charter"), "scroll-text", "r"),
    Entry("coalition_desk.campaign_text", _("About the campaign"), "pen-line"),
)
ORGANIZATION = (
    Entry("coalition_desk.organization", _("Members"), "users", "m"),
    Entry("people_desk.people", _("People"), "contact", "e"),
    Entry("outgoing_desk.outgoing", _("Outgoing mail"), "history", "q"),
    Entry("coalition_desk.audit_log_page", _("Audit"), "history", "u"),
    Entry("coalition_desk.settings", _("Settings"), "settings", "s"),
)
STEPS = (  # the endpoint that must be allowed, the page where it begins
    ("petitions_desk.new", "petitions_desk.new", _("Write a petition")),
    ("factsheet_desk.new_fact", "factsheet_desk.new_fact", _("Add a fact")),
    ("coalition_desk.invite", "coalition_desk.organization", _("Invite somebody who helps")),
)


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it."""

    entry: Entry
    url: str
    count: int
    is_current: bool

    @property
    def is_this_page(self) -> bool:
        return self.url == request.path


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    label: str
    links: list[Link]


def organize_shell() -> "Shell | None":
    """The frame of this page; None for strangers."""
    if not current_user or not current_user.is_authenticated:
        return None
    if "shell" not in g:
        g.shell = Shell()
    found: Shell = g.shell
    return found


def error_shell() -> "Shell | None":
    """The frame of an error page: strangers and public addresses keep the public one.

    Whatever the refused request had begun is dropped first, so that the frame can ask the
    database.
    """
    if not f"{request.path}/".startswith("/organize/"):
        return None
    db.session.rollback()
    return organize_shell()


class Shell:
    """What the frame of an organizers' page shows; made for one page."""

    @cached_property
    def place(self) -> Place | None:
        return here()

    @cached_property
    def places(self) -> list[Place]:
        return places()

    @property
    def search_url(self) -> str | None:
        return self.place.url("dashboard.search") if self.place else None

    @cached_property
    def groups(self) -> list[Group]:
        found = [Group("", [self.link(one) for one in MINE])]
        if self.place is None:
            return found
        for label, under in headings(self.place):
            links = [self.link(one) for one in under if one in self.entries]
            found += [Group(label, links)] if links else []
        return found

    @cached_property
    def entries(self) -> list[Entry]:
        """What the menu offers in this place to this user."""
        return entries(self.place) if self.place else []

    def link(self, entry: Entry) -> Link:
        url = self.url(entry)
        return Link(entry, url, self.counts[entry.endpoint], url == self.current)

    def url(self, entry: Entry) -> str:
        return self.place.url(entry.endpoint) if self.place else url_for(entry.endpoint)

    @cached_property
    def counts(self) -> Counter[str]:
        """Some seconds old, but for what was just done in this process."""
        place = self.place
        if place is None:
            return Counter()
        part = place.partnership.id if place.partnership else None
        key = (COUNTS, place.membership.id, place.membership.role, part)
        return remember(key, lambda: counts(place), OLDEST)

    @cached_property
    def current(self) -> str:
        """Address of the entry that this page stands under."""
        if self.place is None or request.path == url_for("dashboard.index"):
            return request.path
        urls = [(one.room, self.url(one)) for one in self.entries]
        above = [url for _room, url in urls if is_above(url, request.path)]
        same = [url for room, url in urls if room == request.blueprint]
        return max(above, key=len, default="") or next(iter(same), "")


def count_again(answer: Response) -> Response:
    """Let the menu's numbers follow at once what somebody has just done."""
    has_done = request.method == "POST" and answer.status_code < 400
    if has_done and request.path.startswith("/organize"):
        forget(COUNTS)
    return answer


def headings(place: Place) -> list[tuple[str, tuple[Entry, ...]]]:
    """The parts of the menu besides what is everybody's own."""
    organization: list[tuple[str, tuple[Entry, ...]]] = [(place.organization.name, ORGANIZATION)]
    if place.campaign is None:
        return organization
    return [(spoken(place.campaign.name), CAMPAIGN), *organization]


def entries(place: Place) -> list[Entry]:
    """What the menu offers in a place to this user."""
    every = [one for _label, under in headings(place) for one in under]
    return [one for one in every if place.may_open(one.endpoint)]


def is_above(url: str, path: str) -> bool:
    """Whether a page stands under this address; all of them begin as the first pages' do."""
    is_first = url.count("/") in (2, 4)  # /organize/<organization>[/campaigns/<campaign>]
    return path == url or (not is_first and path.startswith(f"{url}/"))


def next_steps() -> list[tuple[str, Any]]:
    """What one could do when nothing waits, as far as the user's role reaches."""
    place = here()
    if place is None:
        return []
    return [(place.url(page), words) for act, page, words in STEPS if place.may_open(act)]
