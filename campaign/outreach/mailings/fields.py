"""Merge fields in a mailing: `{first_name|friend}` is the receiver's first name, or “friend”.

A brace that begins no field is a mistake, unless a backslash stands before it: a mail that says
“Dear {frist_name}” to a thousand people cannot be called back. `{fact:key}` is the fact sheet's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext

NAMES = {
    "first_name": lazy_gettext("first name"),
    "name": lazy_gettext("whole name"),
    "ward": lazy_gettext("ward"),
    "official": lazy_gettext("title and name of their ward's official"),
    "organization": lazy_gettext("your organization"),
    "campaign": lazy_gettext("the campaign"),
    "unsubscribe": lazy_gettext("address of the page where they leave the list"),
}
INSTEAD = {  # what one could write for those who have none
    "first_name": lazy_gettext("friend"),
    "name": lazy_gettext("friend"),
    "ward": lazy_gettext("your ward"),
    "official": lazy_gettext("your representative"),
}
MAY_LACK = frozenset(INSTEAD)
BRACE = re.compile(r"\\[{}]|\{[^{}\n]*\}|[{}]")
FIELD = re.compile(r"\{\s*([a-z_]+)\s*(?:\|([^{}|\n]*))?\}")
FACT = re.compile(r"\{\s*facts?\s*:", re.IGNORECASE)
FIRST = 0xE000  # the private use area of Unicode: nobody types these, Markdown leaves them alone
ADDRESS = re.compile(r"\]\([^()\s]*\Z")  # the beginning of a link's address
MOST = 1000  # different fields in one text
OURS = re.compile(f"[{chr(FIRST)}-{chr(FIRST + MOST - 1)}]")
LEFT, RIGHT = "\uf8fe", "\uf8ff"  # braces that a backslash protects, until all is rendered


@dataclass(frozen=True)
class Field:
    """One place where the receiver's own words stand."""

    name: str
    fallback: str = ""


@dataclass(frozen=True)
class Slip:
    """What is wrong in which line, counted from 1; `stops` where no mail may go out so."""

    line: int
    sentence: str
    stops: bool = True

    def __str__(self) -> str:
        return _("Line %(line)s: %(sentence)s", line=self.line, sentence=self.sentence)


def read(text: str) -> Iterator[tuple[re.Match[str], Field | None]]:
    """Every brace of a text that is not a fact's, and the field that begins there, if one does."""
    for brace in BRACE.finditer(text):
        written = brace.group()
        if written[0] == "\\" or FACT.match(written):
            continue
        found = FIELD.fullmatch(written)
        is_known = found is not None and found[1] in NAMES
        yield brace, Field(found[1], (found[2] or "").strip()) if found and is_known else None


def fields_in(*texts: str) -> list[Field]:
    """The fields of some texts, each once, in the order in which they are met."""
    return list(dict.fromkeys(field for text in texts for _m, field in read(text) if field))


def slips(text: str) -> list[Slip]:
    """What is wrong with the fields of a text, from the first line to the last."""
    found = []
    for brace, field in read(text):
        line = text.count("\n", 0, brace.start()) + 1
        if field is None:
            found.append(Slip(line, slip_words(brace.group())))
        elif field.name != "unsubscribe" and ADDRESS.search(text, 0, brace.start()):
            sentence = _("a field cannot stand in the address of a link.")
            found.append(Slip(line, sentence))
        elif field.name in MAY_LACK and not field.fallback:
            sentence = _(
                "some people have no %(field)s: write what stands there instead, like"
                " {%(name)s|%(instead)s}.",
                field=NAMES[field.name],
                name=field.name,
                instead=INSTEAD[field.name],
            )
            found.append(Slip(line, sentence, stops=False))
    return found


def slip_words(written: str) -> str:
    if len(written) == 1:
        return _("a “%(brace)s” stands alone. Write \\%(brace)s if you mean it.", brace=written)
    return _(
        "there is no field %(written)s. The fields are: %(names)s.",
        written=written[:60],
        names=", ".join(NAMES),
    )


def marked(text: str, fields: Sequence[Field]) -> str:
    """The text with a private character in place of each of these fields."""
    marks = {field: chr(FIRST + number) for number, field in enumerate(fields)}
    pieces, end = [], 0
    text = OURS.sub("", text)
    for brace, field in read(text):
        if field in marks:
            pieces += [text[end : brace.start()], marks[field]]
            end = brace.end()
    whole = "".join([*pieces, text[end:]])
    return whole.replace("\\{", LEFT).replace("\\}", RIGHT)


def unprotected(text: str) -> str:
    """Braces that were protected, as they are meant."""
    return text.replace(LEFT, "{").replace(RIGHT, "}")


def name_of(number: int) -> str:
    """What a field's value is called among a row's merge values."""
    return f"field_{number}"
