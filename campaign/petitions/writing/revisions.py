"""Saving a petition so that nothing is lost: every save is a revision, and of two who save at
once the second is told.

A petition's content is a dict of `FIELDS`, with plain values that JSON has: `title`, `ask`,
`text` and `share` by language, moments in ISO 8601.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from ...accounts.models import User
from ...db import db
from ...factsheet import cite, pins
from ...factsheet.differences import Piece, is_costly, word_pieces
from ..models import KIND, Petition, PetitionRevision
from .texts import WORDS, codes_of

PLAIN = ("slug", "body_id", "targets", "goal", "reviews_comments")
MOMENTS = ("opens_at", "closes_at")
FIELDS = (*WORDS, *PLAIN, *MOMENTS)
SIGNED = ("title", "ask", "text", "body_id", "targets")  # what people put their names to
Content = dict[str, Any]


class StaleEditError(Exception):
    """Somebody else has saved since this person opened the page."""


def content_of(petition: Petition) -> Content:
    content = {name: getattr(petition, name) for name in (*WORDS, *PLAIN)}
    moments = {name: getattr(petition, name) for name in MOMENTS}
    return content | {name: at.isoformat() if at else None for name, at in moments.items()}


def begin(petition: Petition, content: Content, by: User | None) -> PetitionRevision:
    """Save a new petition for the first time. The caller commits."""
    fill(petition, content)
    db.session.add(petition)
    db.session.flush()
    return keep(petition, by)


def save(
    petition: Petition, content: Content, *, seen: int, by: User | None, why: str = ""
) -> list[str]:
    """Let a petition say this from now on; the fields that differ, none if nothing does.

    `seen` is the number of the revision that the person began with: StaleEditError if it is not
    the newest any more. The row stays locked until the caller commits.
    """
    db.session.refresh(petition, with_for_update={"key_share": True})
    if petition.revision_number != seen:
        raise StaleEditError
    old = content_of(petition)
    changed = [name for name in FIELDS if old[name] != content[name]]
    if changed:
        if petition.revision_number == 0:  # written before revisions were kept
            cite_all(petition)
            keep(petition, None)
        fill(petition, content)
        db.session.flush()
        keep(petition, by, why)
    return changed


def fill(petition: Petition, content: Content) -> None:
    for name in (*WORDS, *PLAIN):
        setattr(petition, name, content[name])
    for name in MOMENTS:
        setattr(petition, name, moment(content[name]))


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def keep(petition: Petition, by: User | None, why: str = "") -> PetitionRevision:
    """Write down what the petition says now, and which facts. The unique key is the last word."""
    cite_all(petition)
    petition.revision_number += 1
    revision = PetitionRevision(
        petition=petition,
        number=petition.revision_number,
        slug=petition.slug,
        content=content_of(petition),
        versions=pins(KIND, petition.id),
        was_public=petition.published_at is not None,
        why=why,
        by=by,
    )
    db.session.add(revision)
    db.session.flush()
    return revision


def cite_all(petition: Petition) -> None:
    """Tell the fact sheet which facts each text says, and which no more."""
    content = content_of(petition)
    for code in codes_of(content):
        for name in WORDS:
            words = content[name].get(code, "")
            cite(KIND, petition.id, words, petition.campaign, place=place(name, code))


def place(name: str, code: str) -> str:
    """How the fact sheet files a text: the text itself by its language alone."""
    return code if name == "text" else f"{name} {code}"


def revisions(petition: Petition) -> list[PetitionRevision]:
    """All revisions, newest first."""
    query = db.select(PetitionRevision).filter_by(petition_id=petition.id)
    query = query.options(db.joinedload(PetitionRevision.by))
    return list(db.session.scalars(query.order_by(PetitionRevision.number.desc())))


@dataclass(frozen=True)
class Difference:
    """One field, in one language where it has any; the places where it differs, as pieces."""

    field: str
    code: str
    places: list[list[Piece]]


def differences(old: Content, new: Content, names: Iterable[str] = FIELDS) -> list[Difference]:
    """What differs between two contents, field by field, in the order of `FIELDS`."""
    found = []
    for name in names:
        if old[name] == new[name]:
            continue
        if name in WORDS:
            codes = dict.fromkeys([*old[name], *new[name]])
            pairs = {code: (old[name].get(code, ""), new[name].get(code, "")) for code in codes}
        else:
            pairs = {"": (said(old[name]), said(new[name]))}
        found += [
            Difference(name, code, places_of(before, after))
            for code, (before, after) in pairs.items()
            if before != after
        ]
    return found


def said(value: Any) -> str:
    return "" if value is None else str(value)


def places_of(before: str, after: str) -> list[list[Piece]]:
    """The paragraphs that differ, each word by word; those that do not are left out."""
    old, new = paragraphs(before), paragraphs(after)
    if is_costly(old, new):
        return [one_sided(before, after)]
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone, come = "\n".join(old[i:j]), "\n".join(new[k:m])
            pieces = word_pieces(gone, come) if gone and come else one_sided(gone, come)
            found.append(pieces)
    return [pieces for pieces in found if any(one.text.strip() for one in pieces)]


def paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def one_sided(gone: str, come: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("gone", gone), ("come", come)) if text]


def merged(mine: Content, base: Content, theirs: Content) -> tuple[Content, list[str]]:
    """My content, with what they changed where I changed nothing; and the names of those fields.

    Texts count language by language.
    """
    result, taken = dict(mine), []
    for name in FIELDS:
        if name not in WORDS:
            if mine[name] == base[name] != theirs[name]:
                result[name] = theirs[name]
                taken.append(name)
            continue
        words = dict(mine[name])
        for code in dict.fromkeys([*mine[name], *base[name], *theirs[name]]):
            if words.get(code, "") == base[name].get(code, "") != theirs[name].get(code, ""):
                words[code] = theirs[name].get(code, "")
                taken.append(name)
        result[name] = words
    return result, list(dict.fromkeys(taken))


def content_at(petition: Petition, number: int) -> Content | None:
    """What one revision said."""
    query = db.select(PetitionRevision).filter_by(petition_id=petition.id, number=number)
    found = db.session.scalar(query)
    return found.content if found else None


def touched(petition: Petition) -> tuple[User | None, datetime]:
    """Who saved last, and when."""
    query = db.select(PetitionRevision).filter_by(
        petition_id=petition.id, number=petition.revision_number
    )
    last = db.session.scalar(query)
    return (last.by, last.made_at) if last else (None, petition.created_at)
