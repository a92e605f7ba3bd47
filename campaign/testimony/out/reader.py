"""Who stands before a page of documents: the writer with a private link, or an organizer."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from ...factsheet import Stale, stale
from ..models import KIND, Draft, Version
from ..place import Place


@dataclass(frozen=True)
class Reader:
    """A draft, and how its pages are addressed for who reads it."""

    draft: Draft
    token: str = ""
    place: Place | None = None

    def url(self, view: str, **values: Any) -> str:
        """The address of a page of this draft, which the writer and organizers both have."""
        if self.place is not None:
            return self.place.url(view, self.draft, **values)
        return url_for(f"testimony.{view}", token=self.token, **values)

    def find_url(self, view: str, **values: Any) -> str:
        """The same, or nothing where no part of the room has such a page."""
        room = "testimony_desk" if self.place is not None else "testimony"
        known = f"{room}.{view}" in current_app.view_functions
        return self.url(view, **values) if known else ""

    @property
    def facts_url(self) -> str:
        """Where one decides about facts that changed; else where the text is."""
        return self.find_url("facts") or self.url("file")


def stale_in(version: Version) -> list[Stale]:
    """The facts of a version that changed, and about which nobody has decided."""
    found = stale(KIND, version.draft_id)
    return [one for one in found if version.place in one.places]
