"""Deadlines in a clerk's free text, as suggestions with the sentence that each came from.

Nothing here is taken without a person's tick. What is no deadline of the public, such as that for
introducing an ordinance directly, is not suggested.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from .models import SpeakingRule, Window
from .when import WEEKDAYS, When, write

ANY = re.IGNORECASE
NOT_OURS = re.compile(r"\bintroduc|\bamendments?\b|\bvendors?\b|\bbids?\b|\bproposals?\b", ANY)
PURPOSES = [
    ("access", re.compile(r"\binterpret|\baccommodat|\baccessib|\bASL\b|\btranslat", ANY)),
    ("write", re.compile(r"\bwritten\b|\bin writing\b|\bcomments\b|\bpublic comment\b", ANY)),
    ("speak", re.compile(r"\bsign[- ]?ups?\b|\bregist|\bspeak|\btestif|\btestimony\b", ANY)),
]
DEADLINE = re.compile(
    r"\bdeadlines?\b|\bby\b|\bbefore\b|\bprior\b|\bin advance\b|\bno later than\b|\buntil\b|\bdue\b"
    r"|\bcloses?\b|\bends?\b",
    ANY,
)
OPENING = re.compile(r"\b(?:opens?|begins?|beginning|starting|starts?)\b", ANY)
MONTHS = dict(
    zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13), strict=True)
)
COUNTS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
} | {"twenty-four": 24, "forty-eight": 48, "seventy-two": 72}
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(COUNTS)})(?:\s*\(\d+\))?"
AHEAD = r"(?:before|prior to|in advance)"
DAY = r"(?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
NAMED = re.compile(
    rf"(?:\b{DAY},?\s+)?\b(?P<month>{'|'.join(MONTHS)})[a-z]*\.?\s+(?P<date>\d{{1,2}})"
    r"(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>20\d\d))?",
    ANY,
)
PLAIN = re.compile(r"\b(?P<month>\d{1,2})/(?P<date>\d{1,2})/(?P<year>20\d\d|\d\d)\b")
WEEKDAY = re.compile(r"\b(?P<day>mon|tues|wednes|thurs|fri|satur|sun)day\b", ANY)
HOURS = re.compile(rf"\b{COUNT}\s+hours?\s+{AHEAD}", ANY)
DAYS = re.compile(rf"\b{COUNT}\s+(?P<business>business |working )?days?\s+{AHEAD}", ANY)
DAY_BEFORE = re.compile(r"\bthe day (?:before|prior to) the meeting\b", ANY)
SAME_DAY = re.compile(r"\b(?:on )?(?:the )?(?:same )?day of the meeting\b", ANY)
CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>[ap])\.?\s?m\b|\b(?P<word>noon)\b",
    ANY,
)
ENDS = re.compile(r"(?<=\.)\s+(?=[A-Z])")
SHORTENED = re.compile(r"\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Sept|Ald|St|No|Rm|Dr|[A-Z])\.$")
HALF = re.compile(r"\b[ap]\.m\.$", ANY)
GOES_ON = re.compile(rf"(?:{DAY}|{'|'.join(MONTHS)}|C[SD]?T\b|Central)", ANY)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")


@dataclass(frozen=True)
class Suggestion:
    """What a sentence may mean for a window: when it `opens` or `closes`, or its `address`."""

    purpose: str
    what: str
    text: str  # of `when` for a moment
    sentence: str
    channel: str = "email"

    @property
    def key(self) -> str:
        return f"{self.purpose} {self.what} {self.text}"


def suggestions(comment: str, meeting_on: date) -> list[Suggestion]:
    """What a clerk's note says about the public's windows, in its order, each once."""
    found: dict[str, Suggestion] = {}
    before = ""
    for sentence in sentences(comment[:5_000]):
        purpose = purpose_of(sentence)
        before = purpose or ("" if NOT_OURS.search(sentence) else before)
        said = [*read_sentence(sentence, purpose, meeting_on), *addresses(sentence, before)]
        for one in said:
            found.setdefault(one.key, one)
    return list(found.values())


def sentences(comment: str) -> list[str]:
    """Its sentences and lines, as they are written."""
    found: list[str] = []
    for line in comment.splitlines():
        pieces = ENDS.split(" ".join(line.split()))
        found.append(pieces[0])
        for piece in pieces[1:]:
            is_inside = HALF.search(found[-1]) and GOES_ON.match(piece)
            if is_inside or SHORTENED.search(found[-1]):
                found[-1] += f" {piece}"
            else:
                found.append(piece)
    return [one for one in found if one]


def read_sentence(sentence: str, purpose: str, meeting_on: date) -> Iterable[Suggestion]:
    """The moment that a sentence about the public's part sets."""
    opening, deadline = OPENING.search(sentence), DEADLINE.search(sentence)
    if purpose and (opening or deadline) and (moment := moment_in(sentence, meeting_on)):
        what = "closes" if deadline else "opens"
        yield Suggestion(purpose, what, write(moment), sentence)


def addresses(sentence: str, purpose: str) -> Iterable[Suggestion]:
    """Where one writes or calls; a sentence of its own belongs to what the one before is about."""
    for channel, pattern in (("email", EMAIL), ("phone", PHONE)):
        if purpose and (address := pattern.search(sentence)):
            yield Suggestion(purpose, "address", address[0].rstrip("."), sentence, channel)


def purpose_of(sentence: str) -> str:
    """What of the public's it is about; empty for what is nobody's here."""
    if NOT_OURS.search(sentence):
        return ""
    return next((name for name, pattern in PURPOSES if pattern.search(sentence)), "")


def moment_in(sentence: str, meeting_on: date) -> When | None:
    """The moment that a sentence names; None where it names none, or one that cannot be."""
    try:
        at = clock_in(sentence)
        if named := NAMED.search(sentence) or PLAIN.search(sentence):
            return When("on", on=day_named(named.groupdict(), meeting_on), at=at)
    except ValueError:
        return None
    return counted(sentence, at)


def counted(sentence: str, at: time | None) -> When | None:
    """A moment that is counted from the meeting."""
    found = None
    if hours := HOURS.search(sentence):
        found = When("hours", count_of(hours["count"]))
    elif days := DAYS.search(sentence):
        kind = "business" if days["business"] else "days"
        found = When(kind, count_of(days["count"]), at=at)
    elif DAY_BEFORE.search(sentence):
        found = When("days", 1, at=at)
    elif day := WEEKDAY.search(sentence):
        found = When("weekday", weekday_of(day["day"]), at=at)
    elif at and SAME_DAY.search(sentence):
        found = When("days", 0, at=at)
    return found


def day_named(said: dict[str, str | None], meeting_on: date) -> date:
    """The day; without a year the one of that name nearest to the meeting.

    Raises ValueError for one that does not exist, or is not the weekday that it is said to be.
    """
    word, day = said["month"] or "", int(said["date"] or 0)
    month = int(word) if word.isdigit() else MONTHS[word[:3].casefold()]
    if said["year"]:
        year = int(said["year"])
        found = date(year + 2000 if year < 100 else year, month, day)
    else:
        years = (meeting_on.year - 1, meeting_on.year, meeting_on.year + 1)
        near = [date(year, month, day) for year in years if (month, day) != (2, 29)]
        near = near or [date(meeting_on.year, month, day)]
        found = min(near, key=lambda one: abs((one - meeting_on).days))
    if said.get("day") and weekday_of(said["day"] or "") != found.weekday():
        raise ValueError("this day is another weekday")
    return found


def weekday_of(word: str) -> int:
    names = [name[:3].casefold() for name in WEEKDAYS]
    return names.index(word[:3].casefold())


def count_of(word: str) -> int:
    return int(word) if word.isdigit() else COUNTS[word.casefold()]


def clock_in(sentence: str) -> time | None:
    """The time of day; the last one that is named. Raises ValueError for 13 p.m."""
    found = list(CLOCK.finditer(sentence))
    if not found:
        return None
    if found[-1]["word"]:
        return time(12)
    hour = int(found[-1]["hour"])
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    hour = hour % 12 + (12 if found[-1]["half"].casefold() == "p" else 0)
    return time(hour, int(found[-1]["minute"] or 0))


def take(rule: SpeakingRule, chosen: Sequence[Suggestion]) -> None:
    """Put what somebody ticked into a hearing's own rule; it adds the windows that are missing."""
    for one in chosen:
        windows = [window for window in rule.windows if window.purpose == one.purpose]
        channel = one.channel if one.what == "address" else ""
        fitting = [window for window in windows if channel in ("", window.channel)]
        window = next((w for w in fitting if not getattr(w, one.what)), None)
        window = window or next(iter(fitting), None)
        if window is None:
            window = Window(position=len(rule.windows), purpose=one.purpose, channel=one.channel)
            rule.windows.append(window)
        setattr(window, one.what, one.text)
