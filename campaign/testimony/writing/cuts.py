"""Cut lines: where in a text so many seconds are over, as marks in its HTML. Pure."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from .. import speech

TAG = re.compile(r'<(/?)([a-z0-9]+)(?:[^>"]|"[^"]*")*>')
INLINE = ("a", "em", "strong", "code", "span", "mark")  # the others part words


@dataclass
class Said:
    """The words of an HTML text as they are spoken, and where in the HTML each of them begins."""

    parts: list[str] = field(default_factory=list)  # of what is said, in order
    starts: list[int] = field(default_factory=list)  # of each part, among the letters said
    places: list[int] = field(default_factory=list)  # of each part, in the HTML
    length: int = 0

    def add(self, text: str, place: int) -> None:
        if text:
            self.parts.append(text)
            self.starts.append(self.length)
            self.places.append(place)
            self.length += len(text)

    def place_of(self, letter: int, source: str) -> int:
        """Where in the HTML this letter stands: an entity there is one letter here."""
        part = bisect_right(self.starts, letter) - 1
        place = self.places[part]
        for _step in range(letter - self.starts[part]):
            place = source.find(";", place) + 1 if source[place] == "&" else place + 1
        return place


def listen(source: str) -> Said:
    """What is said of a cleaned HTML text: without the numbers of notes."""
    said = Said()
    at = raised = 0
    for tag in TAG.finditer(source):
        if not raised:
            said.add(html.unescape(source[at : tag.start()]), at)
        at = tag.end()
        if tag[2] == "sup":
            raised += -1 if tag[1] else 1
        elif tag[2] not in INLINE:
            said.add("\n", tag.start())
    said.add(html.unescape(source[at:]), at)
    return said


def first_words(pace: int, seconds: int) -> int:
    """How many words are said before this second."""
    return seconds * pace // 60


def places(source: str, pace: int, cuts: Iterable[int]) -> dict[int, int]:
    """Where in the HTML each of these seconds falls: before the first word that is too late."""
    said = listen(source)
    words = [found.start() for found in speech.UNIT.finditer("".join(said.parts))]
    found = {cut: first_words(pace, cut) for cut in cuts}
    return {
        cut: said.place_of(words[count], source)
        for cut, count in found.items()
        if count < len(words)
    }


def marked(source: str, pace: int, marks: dict[int, str]) -> str:
    """The HTML with these marks, by seconds, each where that second falls."""
    found = places(source, pace, marks)
    for cut, place in sorted(found.items(), reverse=True):
        source = source[:place] + marks[cut] + source[place:]
    return source
