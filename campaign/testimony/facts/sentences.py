"""The sentences of a text in which facts stand. Pure and property-tested.

A mark holds a whole statement, so a sentence may end with it: “We live here. {fact:x} I ask you…”
has three. Markdown's own marks are left out: this is how the sentence sounds.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markdown_it.token import Token

from ...factsheet.markup import parse

HOLE = "\ufffc"  # where a fact stands, while its sentence is looked for
BLANKS = {"softbreak": " ", "hardbreak": " "}
CLOSING = "\"'”’»)\\]"
END = re.compile(
    rf"(?<![.!?…])[.!?…]++[{CLOSING}]*+\s+"  # the end of a sentence
    rf"|(?<![。！？])[。！？]++[{CLOSING}]*+\s*"  # which no space follows in Chinese
    rf"|(?<={HOLE})\s++(?=[^\W\d_a-zß-öø-ÿ]|[¿¡\"“«({HOLE}])"  # a statement, then a new sentence
)


class Part(NamedTuple):
    """Some words of a sentence; `key` names the fact that they are the statement of."""

    text: str
    key: str = ""


Sentence = tuple[Part, ...]


def citing(text: str, key: str) -> list[Sentence]:
    """The sentences of a Markdown text that cite this fact, each once; facts have no words yet."""
    found = (one for one in sentences(text) if any(part.key == key for part in one))
    return list(dict.fromkeys(found))


def filled(sentence: Sentence, statements: Mapping[str, str]) -> Sentence:
    """A sentence with what its facts say; an unknown one stays the mark that it is."""
    return tuple(
        Part(statements.get(part.key, f"{{fact:{part.key}}}"), part.key) if part.key else part
        for part in sentence
    )


def sentences(text: str) -> Iterator[Sentence]:
    """All of them, block by block, if any fact is cited."""
    if "{fact:" not in text:
        return
    for block in parse(text):
        if block.type == "inline":
            words, keys = flat(block.children or [])
            if keys:
                yield from split(words, iter(keys))


def flat(children: list[Token]) -> tuple[str, list[str]]:
    """The words of a block with holes in it, and the keys of the facts that fill them."""
    words: list[str] = []
    keys: list[str] = []
    for child in children:
        if child.type == "fact":
            keys.append(child.content)
            words.append(HOLE)
        elif child.type in BLANKS:
            words.append(BLANKS[child.type])
        elif child.type in ("text", "code_inline"):
            words.append(child.content.replace(HOLE, " "))
    return "".join(words), keys


def split(words: str, keys: Iterator[str]) -> Iterator[Sentence]:
    start = 0
    for end in [*(one.end() for one in END.finditer(words)), len(words)]:
        found = words[start:end].strip()
        start = end
        if found:
            yield parts(found, keys)


def parts(sentence: str, keys: Iterator[str]) -> Sentence:
    pieces = sentence.split(HOLE)
    found = [Part(pieces[0])]
    for piece in pieces[1:]:
        found += [Part("", next(keys)), Part(piece)]
    return tuple(one for one in found if one.text or one.key)
