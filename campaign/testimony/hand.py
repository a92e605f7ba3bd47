"""Whoever writes, the writer by their link or an organizer, and where their pages are."""

from dataclasses import dataclass
from typing import Any

from babel.dates import format_time
from flask import request, url_for
from flask_babel import gettext as _

from ..accounts.checks import me
from ..accounts.models import User
from ..filters import regional, zone_info
from ..hearings.lineup.parts import Part
from .links import get_draft_behind, make_token
from .models import Draft, Revision, Version
from .place import Place, get_my_draft, get_place

OF_VERSIONS = ("draft", "write", "talk", "history", "out")  # the others are about all of a draft


@dataclass(frozen=True)
class Hand:
    """One who writes on a draft. `by` None is the writer, who has no `place` but a link."""

    draft: Draft
    by: User | None = None
    place: Place | None = None

    @classmethod
    def of_link(cls, token: str) -> "Hand":
        """The writer, by their link, or 404."""
        return cls(get_draft_behind(token))

    @classmethod
    def of_organizer(cls, organization: str, campaign: str, number: int) -> "Hand":
        """An organizer at a draft of their campaign, or 404."""
        place = get_place(organization, campaign)
        return cls(get_my_draft(place, number), me(), place)

    @classmethod
    def of(cls, draft: Draft, place: Place | None = None) -> "Hand":
        """Whoever reads a page that knows the draft, and for organizers where they work."""
        return cls(draft, me() if place else None, place)

    @property
    def base(self) -> str:
        """The shell of their pages."""
        return "organize/base.html" if self.place else "base.html"

    def url(self, view: str, version: Version | None = None, **values: Any) -> str:
        """The address of a page of this testimony that the writer and organizers both have."""
        if version is not None:
            values["version"] = version.id
        if self.place:
            return self.place.url(view, self.draft, **values)
        return url_for(f"testimony.{view}", token=make_token(self.draft), **values)

    def parts(self, version: Version) -> list[Part]:
        """All pages of this testimony, for a line of links over each of them."""
        first = [("draft", _("Text and comments")), ("write", _("Edit"))]
        if self.place is None:
            first = [("write", _("Write")), ("talk", _("Comments"))]
        rest = [
            ("versions", _("Lengths and languages")),
            ("facts", _("Facts")),
            ("history", _("History")),
            ("out", _("Print and save")),
            ("file", _("File it")),
        ]
        here = (request.endpoint or "").rpartition(".")[2]
        return [
            Part(words, self.url(view, version if view in OF_VERSIONS else None), view == here)
            for view, words in first + rest
        ]

    def name_of(self, revision: Revision | None) -> str:
        """Who saved a revision, as this hand calls them."""
        by = revision.by if revision else None
        if by is None:
            return _("the writer") if self.place else _("you")
        return by.name or _("an organizer")

    def time_of(self, revision: Revision) -> str:
        """When, on the clock of the body: “10:42 AM”."""
        local = revision.at.astimezone(zone_info(self.draft.hearing.body.timezone))
        return format_time(local, "short", locale=regional())
