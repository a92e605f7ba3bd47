"""Comments of a review as comments of a Word document, at the passages that they are about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ...db import db
from ...factsheet.markup import MARK
from ...filters import markdown
from ...pdf_text import blocks
from ..merging import moved
from ..models import Comment, Revision, Version
from .printed import Printed, flat, in_language, plain

MARKUP = "*_`~"  # half of a pair stands in a passage that begins or ends within it
ENOUGH = 8  # words of a passage by which it is found where the whole is not


@dataclass(frozen=True)
class Anchor:
    """A comment, and from which to which letter of the flat text it stands; the same: nowhere."""

    comment: Comment
    start: int
    end: int
    said: str = ""  # the passage, where it is not found any more


def comments_of(version: Version) -> Sequence[Comment]:
    """Those that are open, each before its answers."""
    mine = db.select(Comment).where(Comment.version_id == version.id, Comment.resolved_at.is_(None))
    found = db.session.scalars(mine.order_by(Comment.id)).all()
    known = {one.id for one in found}
    kept = [one for one in found if one.parent_id is None or one.parent_id in known]
    return sorted(kept, key=lambda one: (one.parent_id or one.id, one.id))


def anchored(one: Printed, comments: Sequence[Comment]) -> list[Anchor]:
    """Where each comment stands in the text as it is now."""
    if not comments:
        return []
    text, version = flat(one.blocks), one.version
    numbers = {comment.number for comment in comments}
    query = db.select(Revision).where(
        Revision.version_id == version.id, Revision.number.in_(numbers)
    )
    olds = {each.number: each.text for each in db.session.scalars(query)}
    facts = {note.key: note.statement for note in one.reading.rendered.footnotes}
    found: dict[int, Anchor] = {}
    for comment in comments:
        parent = found.get(comment.parent_id or 0)
        if parent is not None:
            found[comment.id] = Anchor(comment, parent.start, parent.end)
            continue
        old = olds.get(comment.number, version.text)
        place = where(old, version.text, comment.start, comment.end)
        passage = version.text[slice(*place)] if place else old[comment.start : comment.end]
        share = (place[0] if place else comment.start) / max(1, len(version.text))
        span = find(text, words_in(passage, facts), share)
        said = "" if span else passage
        found[comment.id] = Anchor(comment, *(span or (0, 0)), said=said)
    return list(found.values())


def where(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    if start >= end:
        return None
    return (start, end) if old == new else moved(old, new, start, end)


def words_in(passage: str, facts: dict[str, str]) -> list[str]:
    """The words of some Markdown as people read them."""
    filled = MARK.sub(lambda mark: facts.get(mark.group(1), mark.group(0)), passage)
    read = blocks(str(markdown(filled)))
    words = plain(flat(read)).split()
    return [word for each in words if (word := each.strip(MARKUP))]


def find(text: str, words: list[str], share: float) -> tuple[int, int] | None:
    """Where these words stand; the place nearest to that share of the text, where several do."""
    for some in (words, words[:ENOUGH], words[-ENOUGH:]):
        if not some:
            return None
        pattern = rf"[\s{MARKUP}]+".join(map(re.escape, some))
        spans = [one.span() for one in re.finditer(pattern, text)]
        if spans:
            return min(spans, key=lambda span: abs(span[0] - share * len(text)))
    return None


def write(
    document: Any, placed: Sequence[tuple[int, int, Any]], anchors: Sequence[Anchor], title: Any
) -> None:
    """Put each comment at its passage; what is found nowhere at the title, with its passage."""
    for anchor in anchors:
        runs = [run for start, end, run in placed if start < anchor.end and end > anchor.start]
        comment = anchor.comment
        name = (comment.by.name or comment.by.email) if comment.by else writer_of(comment)
        text = plain(comment.text)
        if not runs and anchor.said:
            with in_language(comment.version.language):
                text = _("About: “%(passage)s”", passage=plain(anchor.said)) + "\n" + text
        made = document.add_comment(
            [runs[0], runs[-1]] if runs else [title],
            text=text,
            author=plain(name),
            initials=initials(name),
        )
        made._comment_elm.date = comment.at


def writer_of(comment: Comment) -> str:
    return comment.version.draft.speaker.name or _("The writer")


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word)[:3].upper()
