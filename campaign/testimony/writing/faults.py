"""What is wrong with a text before anybody reads it: marks of facts that lead nowhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from ...factsheet.markup import MARK

OPENED = re.compile(r"\{fact:[^\s{}]{0,80}\}?")
MOST = 10  # sentences shown
CELLS = 10_000  # of tables; a thousand times what anybody reads aloud
BRACKETS = 10_000


@dataclass(frozen=True)
class Fault:
    """A sentence about one line."""

    line: int
    words: str


def find_faults(text: str, unknown: Sequence[str]) -> list[Fault]:
    """Marks that are not closed or not spelled as keys are, and keys without a public fact."""
    missing, found = set(unknown), []
    for number, line in enumerate(text.split("\n"), start=1):
        for mark in OPENED.finditer(line):
            if words := fault_of(mark[0], missing):
                found.append(Fault(number, words))
                if len(found) > MOST:
                    return found
    return found


def fault_of(mark: str, missing: set[str]) -> str:
    key = mark.removeprefix("{fact:").removesuffix("}")
    if not mark.endswith("}"):
        words = _("“%(mark)s” is not closed. Write } behind the key of the fact.", mark=mark)
    elif not MARK.fullmatch(mark):
        words = _("“%(mark)s”: keys have small letters, digits and hyphens only.", mark=mark)
    elif key in missing:
        words = _("No fact is called “%(key)s”. Pick one from the list of facts.", key=key)
    else:
        return ""
    return words


def is_too_much(text: str) -> bool:
    """Whether a page would take too long over its tables or brackets."""
    if text.count("[") > BRACKETS:
        return True
    return sum(map(cells_of, re.split(r"\n[ \t]*\n", text))) > CELLS


def cells_of(block: str) -> int:
    """How many cells its lines would make, were they a table: every row as wide as the widest."""
    lines = block.split("\n")
    widest = max(line.count("|") for line in lines)
    return widest * len(lines)
