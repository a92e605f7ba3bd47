"""The body's draw: its clerk's list read line by line, matched with our pool, and recorded.

A list holds strangers too: a line that names nobody here is refused until somebody says that it
is not one of ours. Nothing is recorded while a line is refused.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import ngettext

from ...accounts.models import User
from ...db import db
from ...people.searching import PARTS, folded
from ..models import Hearing
from . import pool, way
from .models import Speaker

MOST, LONGEST, NEAR = 500, 160, 8  # lines, letters of a line, names that are suggested
LEADING = re.compile(
    r"[-–•*·]?\s*(?:(?:#|№|no\.?|nr\.?)?\s*(\d{1,4})\s*[.):,;–-]*\s*(?=\D))?", re.IGNORECASE
)
OPEN = ("interested", "ready", "applied", "not_drawn")  # from where one can be drawn
STRANGER = 0  # chosen for a line that is not one of ours
PARTS_OF_DRAW = ("all", "in_person", "remote")


@dataclass
class Line:
    """One line of the list: whom it names, or why it is refused."""

    at: int
    text: str
    name: str
    number: int
    speaker: Speaker | None = None
    candidates: list[Speaker] = field(default_factory=list)
    is_stranger: bool = False
    problem: str = ""

    @property
    def is_new(self) -> bool:
        return self.speaker is not None and not self.problem and self.speaker.state in OPEN

    @property
    def is_renumbered(self) -> bool:
        one = self.speaker
        is_ours = one is not None and not self.problem and one.state in way.SPEAKING
        return one is not None and is_ours and one.drawn != self.number


@dataclass
class Draw:
    """What a list would change: who is drawn, and who of the applied is not."""

    lines: list[Line]
    rest: list[Speaker]
    warnings: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[Line]:
        return [one for one in self.lines if one.problem]

    @property
    def new(self) -> list[Line]:
        return [one for one in self.lines if one.is_new]

    @property
    def changes(self) -> bool:
        return bool(self.new or self.rest or any(one.is_renumbered for one in self.lines))

    @property
    def mark(self) -> str:
        """The same as long as the same would be recorded."""
        ours = [(one.speaker.id, one.number) for one in self.lines if one.speaker]
        said = f"{sorted(ours)}{[one.id for one in self.rest]}{[one.at for one in self.new]}"
        return sha256(said.encode()).hexdigest()[:16]


def words_of(name: str) -> list[str]:
    return PARTS.findall(folded(name))


def split(text: str) -> list[tuple[int, int | None, str]]:
    """Each line that is not empty: its place in the text, the number before the name, the name."""
    found = []
    for at, line in enumerate(text.splitlines(), 1):
        plain = " ".join(line.split())[:LONGEST]
        leading = LEADING.match(plain)
        number = leading and leading[1]
        name = plain[leading.end() :].strip() if leading else plain
        if plain:
            found.append((at, int(number) if number else None, name))
    return found[: MOST + 1]


class Names:
    """A pool by the folded names in it."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self.speakers = [(one, words_of(one.name)) for one in speakers]
        self.exact: dict[tuple[str, ...], list[Speaker]] = defaultdict(list)
        self.sorted: dict[tuple[str, ...], list[Speaker]] = defaultdict(list)
        for one, words in self.speakers:
            self.exact[tuple(words)].append(one)
            self.sorted[tuple(sorted(words))].append(one)

    def find(self, name: str) -> list[Speaker]:
        """Who is called so, in whatever order the clerk writes a name: “Quetzal, Ana”."""
        words = words_of(name)
        if not words:
            return []
        return self.exact.get(tuple(words)) or self.sorted.get(tuple(sorted(words)), [])

    def near(self, name: str) -> list[Speaker]:
        """Who shares most of the words with it."""
        words = set(words_of(name))
        shared = [(len(words & set(theirs)), one) for one, theirs in self.speakers]
        likely = [(count, one) for count, one in shared if count]
        likely.sort(key=lambda pair: (-pair[0], pair[1].id))
        return [one for _count, one in likely[:NEAR]]


def read(
    hearing: Hearing,
    text: str,
    chosen: Mapping[int, int],
    ticked: Sequence[int] = (),
    part: str = "all",
) -> Draw:
    """What this list would change; `chosen` are speakers by line, `ticked` come after the list."""
    everybody = db.session.scalars(pool.select_pool(hearing).order_by(Speaker.id)).all()
    by_id = {one.id: one for one in everybody}
    lines = matched(split(text), Names(everybody), by_id, chosen, part)
    next_number = max((one.number for one in lines), default=0) + 1
    for place, one in enumerate(by_id[each] for each in ticked if each in by_id):
        number = next_number + place
        lines.append(Line(len(text.splitlines()) + place + 1, one.name, one.name, number, one))
    judge(lines)
    named = {one.speaker.id for one in lines if one.speaker}
    rest = [
        one
        for one in everybody
        if one.state == "applied" and one.id not in named and part in ("all", one.mode)
    ]
    draw = Draw(lines, rest)
    draw.warnings = warnings(hearing, draw, everybody)
    return draw


def matched(
    rows: list[tuple[int, int | None, str]],
    names: Names,
    by_id: Mapping[int, Speaker],
    chosen: Mapping[int, int],
    part: str,
) -> list[Line]:
    lines = []
    for place, (at, number, name) in enumerate(rows, 1):
        line = Line(at, name, name, number or place)
        lines.append(line)
        if place > MOST:
            line.problem = _("Paste at most %(most)s lines at once.", most=MOST)
            continue
        found = names.find(name)
        of_part = [one for one in found if part in ("all", one.mode)]
        found = of_part or found
        line.speaker = found[0] if len(found) == 1 else by_id.get(chosen.get(at, STRANGER))
        line.is_stranger = line.speaker is None and chosen.get(at) == STRANGER
        if len(found) != 1:
            line.candidates = found or names.near(name)
    return lines


def judge(lines: list[Line]) -> None:
    """Say of each line what is wrong with it."""
    seen: dict[int, int] = {}
    numbers: set[tuple[str, int]] = set()
    for line in lines:
        one = line.speaker
        if line.problem or line.is_stranger:
            continue
        if one is None:
            line.problem = unmatched(line)
        elif one.id in seen:
            line.problem = _("The same as line %(line)s.", line=seen[one.id])
        elif (one.mode, line.number) in numbers:
            line.problem = _("The number %(number)s comes twice.", number=line.number)
        elif one.mode == "written":
            line.problem = _("Signed up to write. Change that first, if it is no mistake.")
        elif one.state not in (*OPEN, *way.SPEAKING):
            state = str(way.LABELS[one.state])
            line.problem = _("Cannot be drawn: “%(state)s”.", state=state)
        if one is not None:
            seen.setdefault(one.id, line.at)
            numbers.add((one.mode, line.number))


def unmatched(line: Line) -> str:
    if not any(char.isalpha() for char in line.name):
        return _("There is no name in this line.")
    if len({tuple(sorted(words_of(one.name))) for one in line.candidates}) == 1 and (
        sorted(words_of(line.name)) == sorted(words_of(line.candidates[0].name))
    ):
        return _("Several people have this name. Choose which one.")
    return _("Nobody here has this name. Choose who it is, or that it is not one of ours.")


def warnings(hearing: Hearing, draw: Draw, everybody: Sequence[Speaker]) -> list[str]:
    """What a careful clerk would ask about; it hinders nothing."""
    rule = hearing.rule
    before = [one for one in everybody if one.state in way.SPEAKING and one.drawn is not None]
    every = {one.id: one for one in before} | {
        one.speaker.id: one.speaker for one in draw.lines if one.speaker and not one.problem
    }
    by_mode = Counter(one.mode for one in every.values())
    caps = (
        (_("in person"), by_mode["in_person"], rule.cap_in_person),
        (_("remotely"), by_mode["remote"], rule.cap_remote),
        (_("in all"), len(every), rule.cap),
    )
    found = [
        _(
            "%(count)s drawn %(how)s, and the rule has places for %(cap)s.",
            count=n,
            how=how,
            cap=cap,
        )
        for how, n, cap in caps
        if cap is not None and n > cap
    ]
    named = {one.speaker.id for one in draw.lines if one.speaker}
    if missing := [one for one in before if one.id not in named]:
        found.append(
            ngettext(
                "%(num)s drawn before is not in this list and stays drawn.",
                "%(num)s drawn before are not in this list and stay drawn.",
                len(missing),
            )
        )
    if early := [one for one in draw.new if one.speaker and one.speaker.state != "applied"]:
        found.append(
            ngettext(
                "%(num)s was not marked as applied, and will be.",
                "%(num)s were not marked as applied, and will be.",
                len(early),
            )
        )
    return found


def carry_out(draw: Draw, by: User) -> way.Steps:
    """Record it under one batch; the caller has locked, has asked for problems, and commits."""
    found = way.Steps()
    for line in draw.lines:
        one = line.speaker
        if one is None or line.problem:
            continue
        if one.state in ("interested", "ready"):
            way.step(one, "applied", by, batch=found.batch)
        if one.state in OPEN:
            found.taken.append(way.step(one, "drawn", by, batch=found.batch))
        one.drawn = line.number
    for one in draw.rest:
        found.taken.append(way.step(one, "not_drawn", by, batch=found.batch))
    return found
