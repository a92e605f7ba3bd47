"""What the desk's table says of each draft of a page: length, points, comments, facts."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func

from ...db import db
from ...factsheet import Citation, Fact, FactVersion, keys_in
from ...hearings.lineup.members import LineUp, line_up
from ...hearings.lineup.models import Deal, Point
from ...hearings.models import Hearing
from .. import speech
from ..models import KIND, Comment, Draft, Version
from .comments import FACT

LINK = re.compile(r"\]\([^()\s]*\)")  # the address of a Markdown link is not said aloud
Said = dict[int, dict[str, FactVersion]]  # the facts of drafts, as they cite them


@dataclass(frozen=True)
class Row:
    """A draft, and what a reviewer wants to know before opening it."""

    draft: Draft
    words: int
    seconds: int
    limit: int | None  # seconds that the speaker has for their own words
    points: int  # that were dealt to the speaker
    covered: int  # of them, those of which the text cites a fact
    comments: int  # that are open
    stale: int  # facts that need a decision

    @property
    def is_long(self) -> bool:
        return self.limit is not None and self.seconds > self.limit


def rows_of(drafts: Sequence[Draft], stale: Counter[int]) -> list[Row]:
    """The rows of a page: the same statements however many drafts it holds, and one a hearing."""
    numbers = [one.id for one in drafts]
    said, asked = facts_of(numbers), open_comments(numbers)
    dealt = points_of([one.speaker_id for one in drafts])
    lineups: dict[Hearing, LineUp] = {}
    found = []
    for one in drafts:
        facts = said.get(one.id, {})
        words = count_words(one.main, facts)
        mine = dealt.get(one.speaker_id, [])
        found.append(
            Row(
                one,
                words,
                speech.seconds_for(words, speech.pace_of(one.main.language, one.pace)),
                limit_of(one, lineups),
                len(mine),
                sum(not facts.keys().isdisjoint(keys) for keys in mine),
                asked[one.id],
                stale[one.id],
            )
        )
    return found


def count_words(version: Version, facts: dict[str, FactVersion]) -> int:
    """Words with every fact as its sentence; close to `reading.read`, which renders each text."""

    def sentence(mark: re.Match[str]) -> str:
        return facts[mark[1]].said(version.language)[0] if mark[1] in facts else ""

    return speech.units(LINK.sub("]", FACT.sub(sentence, version.text)))


def limit_of(draft: Draft, lineups: dict[Hearing, LineUp]) -> int | None:
    """What the main version must fit into; None for who writes."""
    speaker = draft.speaker
    if speaker.mode == "written":
        return None
    hearing = speaker.hearing
    if hearing not in lineups:
        lineups[hearing] = line_up(hearing)
    own = speech.allowance(speaker, lineups[hearing]).own
    return speech.limit(draft.main.seconds, own) if draft.main.seconds else own


def facts_of(numbers: Collection[int]) -> Said:
    """The facts that drafts cite, each in the version that its draft says."""
    query = db.select(Citation.document_id, Fact.key, FactVersion)
    query = query.join(Fact, Fact.id == Citation.fact_id)
    query = query.join(
        FactVersion,
        and_(FactVersion.fact_id == Fact.id, FactVersion.number == Citation.version_number),
    )
    ids = [str(one) for one in numbers]
    mine = query.where(Citation.document_kind == KIND, Citation.document_id.in_(ids))
    found: Said = defaultdict(dict)
    for document_id, key, version in db.session.execute(mine):
        found[int(document_id)][key] = version
    return found


def open_comments(numbers: Collection[int]) -> Counter[int]:
    """How many comments on each draft nobody has settled."""
    query = db.select(Version.draft_id, func.count(Comment.id)).join(Comment)
    query = query.where(
        Version.draft_id.in_(numbers), Comment.parent_id.is_(None), Comment.resolved_at.is_(None)
    )
    return Counter(dict(db.session.execute(query.group_by(Version.draft_id)).all()))


def points_of(speakers: Collection[int]) -> dict[int, list[set[str]]]:
    """The points that were dealt to each speaker, as the facts behind them; without a fact: none.

    Whether somebody makes a point that no fact stands behind, only a reader can tell.
    """
    query = db.select(Deal.speaker_id, Point.id, Point.text).join(Point, Point.id == Deal.point_id)
    query = query.where(Deal.speaker_id.in_(speakers), Point.is_retired.is_(False))
    keys: dict[int, set[str]] = {}
    found: dict[int, list[set[str]]] = defaultdict(list)
    for speaker_id, number, text in db.session.execute(query.order_by(Point.id)):
        if number not in keys:
            keys[number] = set(keys_in(text))
        if keys[number]:
            found[speaker_id].append(keys[number])
    return found
