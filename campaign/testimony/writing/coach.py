"""What a coach would say of a text: points that it makes or not, and words that others say too."""

import re
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from ...factsheet import keys_in
from ...factsheet.markup import MARK
from ...hearings.lineup import deals
from ...hearings.lineup.members import line_up
from ...hearings.lineup.models import Point
from .. import similarity
from ..models import Draft

OWN, MUCH = 0.15, 0.4  # shares of a text that others say too


@dataclass(frozen=True)
class Task:
    """A point that this speaker should make. `is_made` None: it has no fact to tell it by."""

    point: Point
    is_mine: bool
    is_made: bool | None

    @property
    def keys(self) -> list[str]:
        return keys_in(self.point.text)

    @property
    def words(self) -> str:
        return re.sub(r" +", " ", MARK.sub("", self.point.text)).strip()


def tasks(draft: Draft, text: str) -> list[Task]:
    """Points dealt to this speaker, then those that must be said and that nobody has."""
    points = deals.points_of(draft.campaign)
    mine = deals.of_speakers(draft.hearing, [draft.speaker_id])[draft.speaker_id]
    must = [one for one in points if one.is_must and one.id not in mine]
    covered = deals.coverage(line_up(draft.hearing)) if must else {}
    cited = set(keys_in(text))
    dealt = [made(one, True, cited) for one in points if one.id in mine]
    return dealt + [made(one, False, cited) for one in must if not covered.get(one.id)]


def made(point: Point, is_mine: bool, cited: set[str]) -> Task:
    keys = keys_in(point.text)
    return Task(point, is_mine, bool(cited & set(keys)) if keys else None)


def likeness(draft: Draft, text: str, language: str) -> str:
    """One sentence on how much of a text others say too, empty for too little of it."""
    found = similarity.meter(draft, text, language)
    if found.is_short:
        return ""
    if found.compared == 0:
        return _("Nobody else has written for this hearing in this language yet.")
    if found.others:
        return ngettext(
            "Most of this is also in %(num)d other draft: add your block or your story.",
            "Most of this is also in %(num)d other drafts: add your block or your story.",
            found.others,
        )
    share = round(found.share * 100)
    if found.share >= MUCH:
        return _("%(share)d%% of this is in other drafts too: add your own story.", share=share)
    if found.share >= OWN:
        return _("%(share)d%% of this is in other drafts too; the rest is yours.", share=share)
    return _("These are your own words: nobody else says the same.")
