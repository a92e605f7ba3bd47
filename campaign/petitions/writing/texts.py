"""What a petition's texts must be: whole in every language, with facts that the sheet has.

A draft may lack whatever it likes; only what cannot be meant (a mark that is not closed, a fact
in a title) is refused at once. What is public must be right at every save.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from ...config import settings
from ...db import db
from ...factsheet import keys_in
from ...factsheet.markup import MARK
from ..models import Petition

WORDS = ("title", "ask", "text", "share")  # what is written in each language
NEEDED = ("title", "ask", "text")
MOST = {"title": 120, "ask": 500, "text": 20_000, "share": 240}  # characters
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
RESERVED = frozenset(
    "new edit preview publish sign thanks count qr embed links poster revisions comments"
    " signatures sheets packet export api admin petitions".split()
)
BEGUN = re.compile(r"\{\s*facts?\s*[:}\s][^{}\n]*\}?|\{\s*facts?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Problem:
    """Something about one line of a text; `is_slip` where nobody can have meant it."""

    line: int
    sentence: str
    is_slip: bool = False

    def __str__(self) -> str:
        return _("Line %(line)s: %(sentence)s", line=self.line, sentence=self.sentence)


def problems(text: str, facts: Mapping[str, str], cited: Iterable[str] = ()) -> list[Problem]:
    """What is wrong with the facts of a text, from the first line to the last.

    `facts` are the campaign's keys and statuses. What was taken back is a problem only if it is
    not `cited` already: then it waits for a decision among those that need a look.
    """
    said, known = set(keys_in(text)), set(cited)
    found = []
    for mark in BEGUN.finditer(text):
        line = text.count("\n", 0, mark.start()) + 1
        whole = MARK.match(text, mark.start())
        if whole is None:
            found.append(Problem(line, slip_words(mark.group()), is_slip=True))
        elif whole.group(1) in said:
            key = whole.group(1)
            sentence = fact_words(key, facts.get(key), is_cited=key in known)
            found += [Problem(line, sentence)] if sentence else []
    return found


def slip_words(written: str) -> str:
    if not written.endswith("}"):
        return _("“%(written)s” is not closed. Write {fact:key}.", written=written[:60].strip())
    return _("“%(written)s” is no fact. Write {fact:key}.", written=written[:60])


def fact_words(key: str, status: str | None, is_cited: bool) -> str:
    """Why a fact must not stand in a text, or nothing."""
    if status is None:
        return _("the fact sheet has no “%(key)s”.", key=key)
    if status == "draft":
        return _("the fact “%(key)s” is a draft. Publish it first.", key=key)
    if status == "retracted" and not is_cited:
        return _("the fact “%(key)s” was taken back. Leave it out.", key=key)
    if status == "superseded" and not is_cited:
        return _("another fact has taken the place of “%(key)s”. Use that one.", key=key)
    return ""


def missing(words: Mapping[str, Mapping[str, str]], code: str) -> list[str]:
    """Which of the needed texts a language lacks."""
    return [name for name in NEEDED if not words[name].get(code)]


def codes_of(words: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The installation's languages, and after them others that something is written in."""
    codes = settings().language_codes
    others = {code for name in WORDS for code in words[name]} - set(codes)
    return [*codes, *sorted(others)]


def slug_of(title: str) -> str:
    """An address made from a title, in plain letters: “¡Salven!” is “salven”."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "petition"


def free_slug(title: str) -> str:
    """An address made from a title that no petition has now."""
    base = slug_of(title)
    taken = set(db.session.scalars(db.select(Petition.slug).where(Petition.slug.startswith(base))))
    every = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in every if one not in taken | RESERVED)


def slug_fault(slug: str, petition_id: int | None) -> str:
    """What is wrong with an address that somebody typed, or nothing."""
    if not SLUG.fullmatch(slug):
        return _("Use small letters, digits and hyphens, like save-the-clinic.")
    if slug in RESERVED:
        return _("This word has another use here. Choose another.")
    query = db.select(Petition.id).where(Petition.slug == slug)
    if db.session.scalar(query) not in (None, petition_id):
        return _("Another petition has this address. Choose another.")
    return ""
