"""Words by which people are found, without capitals and accents, the same on both databases."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, delete, select

from ..db import Prepared, Straight, bound
from .models import PersonWord

MOST = 12  # words of one person
LONGEST = 60  # letters of a word
PARTS = re.compile(r"[^\W_]+")

_find_words = Prepared(
    lambda insert: select(PersonWord.word).where(PersonWord.person_id == bindparam("person_id"))
)
_drop_word = Prepared(
    lambda insert: delete(PersonWord).where(
        PersonWord.person_id == bindparam("person_id"), PersonWord.word == bindparam("word")
    )
)
_keep_word = Prepared(
    lambda insert: insert(PersonWord).values(bound(PersonWord)).on_conflict_do_nothing()
)


def folded(text: str) -> str:
    """“Núñez” is “nunez”: letters without accents, case and width."""
    if text.isascii():
        return text.lower().strip()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one)).strip()


def sort_name(name: str, email: str) -> str:
    """What a person is listed under: the folded name, or the address where there is none."""
    return " ".join(PARTS.findall(folded(name))) or folded(email)


def words(name: str, *emails: str) -> set[str]:
    """The words of a person: of the name and of the address, which also stands as a whole."""
    found = dict.fromkeys(PARTS.findall(folded(name)))
    for email in emails:
        local, _, domain = folded(email).partition("@")
        found |= dict.fromkeys([f"{local}@{domain}", f"@{domain}", *PARTS.findall(local)])
    return {word[:LONGEST] for word in list(found)[:MOST]}


def asked_words(text: str) -> list[str]:
    """The words of a search, each the beginning of one of the words above."""
    found: dict[str, None] = {}
    for part in folded(text).split():
        found |= dict.fromkeys([part] if "@" in part else PARTS.findall(part))
    return [word[:LONGEST] for word in list(found)[:6]]


def keep_words(
    connection: Straight | object, organization_id: int, person_id: int, wanted: Iterable[str]
) -> None:
    """Let a person be found by these words and no others."""
    known = {row[0] for row in _find_words(connection, person_id=person_id).cursor.fetchall()}  # type: ignore[arg-type]
    wanted = set(wanted)
    for word in sorted(known - wanted):
        _drop_word(connection, person_id=person_id, word=word)  # type: ignore[arg-type]
    for word in sorted(wanted - known):
        values = {"organization_id": organization_id, "person_id": person_id, "word": word}
        _keep_word(connection, **values)  # type: ignore[arg-type]


def fits(asked: str, *texts: str) -> bool:
    """Whether each word that is asked for begins a word of these texts."""
    return begins(PARTS.findall(folded(asked)), *texts)


def begins(wanted: Collection[str], *texts: str) -> bool:
    """The same of words that are folded already; none fits nothing."""
    words = [word for text in texts for word in PARTS.findall(folded(text))]
    return bool(wanted) and all(any(word.startswith(one) for word in words) for one in wanted)
