"""The testimony of a whole hearing, ward by ward: what goes into the packet, and what does not."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from flask_babel import gettext as _
from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload

from ...db import db
from ...factsheet import Stale, all_stale
from ...hearings.models import Hearing
from ...hearings.speaking.models import Speaker
from ...officials.models import Ward
from ..models import KIND, STATES, Draft, Filing, Version
from ..reading import Shelf, shelf_of
from ..speech import pages_of as most_pages
from .filing import standing
from .printed import Printed, printed

USUAL = ("approved", "filed")  # what goes in unless somebody chooses otherwise
FEW = 12  # letters that are laid out for a page, some 0.1 s each
MOST = 500  # letters in one packet: some 1,500 pages


@dataclass(frozen=True)
class Chosen:
    """What somebody wants in a packet; no languages are all of them."""

    states: Collection[str] = USUAL
    languages: Collection[str] = ()


@dataclass
class Entry:
    """One letter of a packet."""

    draft: Draft  # held here: a version alone would have it fetched anew
    version: Version
    filing: Filing | None
    packet: "Packet"
    first: int = 0  # its pages in the packet; 0 while nobody has laid it out
    pages: int = 0

    @property
    def speaker(self) -> Speaker:
        return self.draft.speaker

    @cached_property
    def printed(self) -> Printed:
        return printed(self.version, shelf=self.packet.shelf)


@dataclass
class Packet:
    """What goes in, in its order; how many drafts are left out, and why."""

    hearing: Hearing
    entries: list[Entry] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @cached_property
    def most(self) -> int | None:
        """The most pages that the body takes of one letter."""
        return most_pages(self.hearing)

    @cached_property
    def shelf(self) -> Shelf:
        return shelf_of((one.version for one in self.entries), self.hearing.campaign)

    @property
    def too_long(self) -> list[Entry]:
        return [one for one in self.entries if self.is_over(one)]

    def is_over(self, one: Entry) -> bool:
        """Whether a letter is longer than the body takes."""
        return self.most is not None and one.pages > self.most

    @property
    def is_small(self) -> bool:
        """Whether its letters can be laid out while somebody waits for a page."""
        return len(self.entries) <= FEW

    @property
    def is_too_large(self) -> bool:
        return len(self.entries) > MOST

    @property
    def drafts(self) -> set[int]:
        return {one.version.draft_id for one in self.entries}

    def stale(self) -> list[tuple[Stale, list[Entry]]]:
        """Facts that changed and about which nobody has decided, with the letters that say them."""
        places = {(str(one.version.draft_id), one.version.place): one for one in self.entries}
        found: dict[int, tuple[Stale, list[Entry]]] = {}
        for one in all_stale(self.hearing.campaign):
            kind, number = one.document
            here = [places[number, place] for place in one.places if (number, place) in places]
            if kind == KIND and here:
                found.setdefault(one.fact.id, (one, []))[1].extend(here)
        return list(found.values())

    def why_left_out(self) -> Iterator[str]:
        """Sentences about what is not in it."""
        words = {
            "state": _("%(count)s in another state", count=self.left_out["state"]),
            "withdrawn": _("%(count)s of people who withdrew", count=self.left_out["withdrawn"]),
            "empty": _("%(count)s without a text", count=self.left_out["empty"]),
            "language": _("%(count)s not in these languages", count=self.left_out["language"]),
        }
        for why, sentence in words.items():
            if self.left_out[why]:
                yield sentence


def packet_of(hearing: Hearing, chosen: Chosen) -> Packet:
    """Choose from the drafts of a hearing: of each, one text in each chosen language."""
    packet = Packet(hearing)
    for draft in drafts_of(hearing):
        found = [] if (why := refused(draft, chosen)) else texts_of(draft, chosen)
        filing = standing(draft) if draft.is_frozen else None
        packet.entries += [Entry(draft, one, filing, packet) for one in found]
        if not found:
            packet.left_out[why or "language"] += 1
    return packet


def drafts_of(hearing: Hearing) -> Iterator[Draft]:
    """All of them, by ward, then by name; who lives elsewhere comes last."""
    query = (
        db.select(Draft)
        .join(Draft.speaker)
        .outerjoin(Ward, Ward.id == Speaker.ward_id)
        .where(Speaker.hearing_id == hearing.id, Speaker.proven_at.is_not(None))
        .options(
            joinedload(Draft.speaker).joinedload(Speaker.ward).joinedload(Ward.body),
            selectinload(Draft.versions),
            selectinload(Draft.filings),
        )
        .order_by(Ward.number.is_(None), Ward.number, func.lower(Speaker.name), Draft.id)
    )
    yield from db.session.scalars(query)


def refused(draft: Draft, chosen: Chosen) -> str:
    if draft.speaker.state == "withdrawn":
        return "withdrawn"
    if draft.state not in chosen.states or draft.state not in STATES:
        return "state"
    return "" if any(one.text.strip() for one in draft.versions) else "empty"


def texts_of(draft: Draft, chosen: Chosen) -> list[Version]:
    """What was filed, if it was; else in each language the full text or the longest."""
    filing = standing(draft) if draft.is_frozen else None
    versions = [one for one in draft.versions if one.text.strip()]
    if filing is not None:
        versions = [one for one in versions if one.id == filing.version_id]
    best: dict[str, Version] = {}
    for one in sorted(versions, key=lambda one: (one.seconds != 0, -one.seconds)):
        best.setdefault(one.language, one)
    wanted = chosen.languages
    return [one for code, one in best.items() if not wanted or code in wanted]


def languages_of(hearing: Hearing) -> list[str]:
    """The languages in which there are drafts."""
    query = db.select(Version.language).join(Draft).join(Speaker, Speaker.id == Draft.speaker_id)
    query = query.where(Speaker.hearing_id == hearing.id).distinct()
    return sorted(db.session.scalars(query))


def state_counts(hearing: Hearing) -> dict[str, int]:
    query = db.select(Draft.state, func.count()).join(Draft.speaker)
    query = query.where(Speaker.hearing_id == hearing.id, Speaker.proven_at.is_not(None))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Draft.state))}
