"""A version as people read and hear it: facts filled in, notes numbered, words and seconds counted.

Everything that shows, counts or hands out a testimony goes through `read`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ..coalition.models import Campaign
from ..factsheet import Rendered, Sheet, pins, pins_of, render, sheet_of
from ..pdf_text import Block, blocks
from . import speech
from .models import KIND, Draft, Version


@dataclass(frozen=True)
class Reading:
    """A version with its facts filled in, as it is stored or as somebody is writing it."""

    version: Version
    rendered: Rendered
    pace: int  # words a minute

    @cached_property
    def blocks(self) -> list[Block]:
        """The text block by block, as `pdf_text` says: what every printed form is made of."""
        return blocks(str(self.rendered.html))

    @cached_property
    def spoken(self) -> list[str]:
        """What is said aloud, block by block: without the numbers of notes."""
        return [text for text in map(said, self.blocks) if text.strip()]

    @cached_property
    def words(self) -> int:
        return sum(speech.units(text) for text in self.spoken)

    @property
    def seconds(self) -> int:
        return speech.seconds_for(self.words, self.pace)


@dataclass(frozen=True)
class Shelf:
    """The facts of many texts, fetched at once: for whoever reads more than a few."""

    pins: dict[str, dict[str, int]] = field(default_factory=dict)
    sheet: Sheet = field(default_factory=dict)


def shelf_of(versions: Iterable[Version], campaign: Campaign) -> Shelf:
    """What reading these versions, all of one campaign, needs."""
    pinned = pins_of(KIND, campaign)
    return Shelf(pinned, sheet_of((one.text for one in versions), campaign, pinned.values()))


def read(
    version: Version, text: str | None = None, prefix: str = "note", shelf: Shelf | None = None
) -> Reading:
    """Fill in the facts of a version, or of a text that would take its place."""
    draft: Draft = version.draft
    rendered = render(
        version.text if text is None else text,
        draft.campaign,
        pins(KIND, draft.id) if shelf is None else shelf.pins.get(str(draft.id)),
        locale=version.language,
        prefix=prefix,
        sheet=shelf.sheet if shelf else None,
    )
    pace = speech.pace_of(version.language, draft.pace, draft.main.language)
    return Reading(version, rendered, pace)


def said(block: Block) -> str:
    """The words of a block; those of a table's row, cell by cell."""
    rows = block["cells"] if block["kind"] == "row" else [block.get("runs", [])]
    parts = ["".join(run["text"] for run in runs if not run.get("raised")) for runs in rows]
    return " ".join(parts)
