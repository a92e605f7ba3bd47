"""The facts that can be put into a text: what a campaign says now, in the language of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...factsheet.models import FactVersion
from ...factsheet.sheet import current_versions, plain, searched
from ..models import Version

MOST = 40  # shown at once


@dataclass(frozen=True)
class Palette:
    """Facts that have all the words looked for; `more` have them too and are not shown."""

    facts: Sequence[FactVersion]
    more: int
    is_any: bool  # whether the campaign has facts at all


def find_facts(version: Version, asked: str) -> Palette:
    """What stands in the fact sheet; what was taken back is not offered."""
    every = current_versions(version.draft.campaign).values()
    public = [one for one in every if one.fact.is_public and not one.is_corrected]
    terms = plain(asked).split()
    found = [
        one for one in public if all(term in searched(one, version.language) for term in terms)
    ]
    found.sort(key=lambda one: (one.topic or "", one.fact.key))
    return Palette(found[:MOST], max(0, len(found) - MOST), bool(public))
