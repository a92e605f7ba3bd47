"""Where one works on whip counts: a campaign through one organization."""

from typing import Any

from flask import url_for

from ...coalition import place
from .access import KEEP
from .models import Whip


class Place(place.Place):
    """The same, with what the whip count adds to it."""

    @property
    def may_keep(self) -> bool:
        """Whether one may record and change things here, beside reading."""
        return KEEP.refusal(self.membership, self.partnership) is None

    def url(self, view: str, whip: Whip | None = None, **values: Any) -> str:
        """The address of one of these pages."""
        values |= self.slugs | ({"number": whip.id} if whip else {})
        return url_for(f"whip_desk.{view}", **values)
