"""How a text stands: its time on this hearing's clock, where to stop, what is wrong, what is new.

Nothing here stores anything.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from ...filters import number
from ...hearings.lineup import clock_words
from .. import reading, speech
from ..facts import figures
from ..facts.figures import Hint
from ..models import Version
from ..reading import Reading
from .coach import Task, likeness, tasks
from .cuts import marked
from .faults import Fault, find_faults

PAGE = 500  # words on a page of single lines: a rule of thumb
RULE = Markup(
    '<span class="cut"><span class="visually-hidden">{}</span><span aria-hidden="true">{}</span>'
    "</span>"
)


@dataclass(frozen=True)
class Check:
    """A version as it is stored, or a text that would take its place, looked at from all sides."""

    version: Version
    text: str
    reading: Reading
    allowance: speech.Allowance

    @property
    def is_spoken(self) -> bool:
        return self.version.seconds > 0

    @property
    def limit(self) -> int | None:
        """The seconds it must fit into: for the main version, what the body gives today."""
        if not self.is_spoken:
            return None
        if self.version is not self.version.draft.main:
            return self.version.seconds
        return speech.limit(self.version.seconds, self.allowance.own)

    @property
    def page_limit(self) -> int | None:
        return None if self.is_spoken else speech.pages_of(self.version.draft.hearing)

    @property
    def pages(self) -> float:
        """Pages of a written text, to a tenth."""
        return -(-self.reading.words * 10 // PAGE) / 10

    @property
    def fits(self) -> bool:
        if self.limit is not None:
            return self.reading.seconds <= self.limit
        return self.page_limit is None or self.pages <= self.page_limit

    @property
    def about(self) -> str:
        """The one line that matters: “about 1:52 of 2:00”."""
        if self.limit is not None:
            used, limit = clock_words(self.reading.seconds), clock_words(self.limit)
            return _("about %(used)s of %(limit)s", used=used, limit=limit)
        pages = number(self.pages)
        if self.page_limit is None:
            return _("about %(pages)s pages", pages=pages)
        return _("about %(pages)s of %(limit)s pages", pages=pages, limit=self.page_limit)

    @cached_property
    def faults(self) -> list[Fault]:
        return find_faults(self.text, self.reading.rendered.unknown)

    @cached_property
    def hints(self) -> list[Hint]:
        """Figures typed by hand that the fact sheet has, or has otherwise."""
        return figures.found(self.text, self.version.draft.campaign, self.version.language)

    @cached_property
    def tasks(self) -> list[Task]:
        return tasks(self.version.draft, self.text)

    @cached_property
    def likeness(self) -> str:
        return likeness(self.version.draft, self.text, self.version.language)

    @cached_property
    def html(self) -> Markup:
        """The text with its facts, and a mark where each of the cut lines falls."""
        source = str(self.reading.rendered.html)
        if not self.is_spoken:
            return self.reading.rendered.html
        seconds = {*speech.CUTS, self.limit or 0, self.version.seconds}
        marks = {one: rule(one) for one in seconds if one}
        return Markup(marked(source, self.reading.pace, marks))  # noqa: S704 - ours and cleaned

    @property
    def rules(self) -> list[str]:
        """Why one has so long, in sentences."""
        return limit_words(self.version, self.allowance) if self.is_spoken else []

    def fragments(self, **more: object) -> dict[str, str]:
        """The parts of the page that follow the text, for the script."""
        values = {"check": self, "version": self.version} | more
        names = ("figures", "preview")
        return {one: render_template(f"testimony/writing/{one}.html", **values) for one in names}


def check(
    version: Version, text: str, pace: int | None, allowance: speech.Allowance | None = None
) -> Check:
    """Look at a text of so many words a minute (None: as is usual) in the place of a version."""
    read = reading.read(version, text)
    measured_in = version.draft.main.language
    read = replace(read, pace=speech.pace_of(version.language, pace, measured_in))
    allowance = allowance or speech.allowance(version.draft.speaker)
    return Check(version, text, read, allowance)


def rule(seconds: int) -> str:
    clock = clock_words(seconds)
    words = _("(%(clock)s is over here)", clock=clock)
    return str(RULE.format(words, clock))


def limit_words(version: Version, has: speech.Allowance) -> list[str]:
    """What the body gives this speaker and what became of it, each in a sentence."""
    if has.total is None or has.own is None:
        return []
    hearing, speaker = version.draft.hearing, version.draft.speaker
    found = []
    clocks = {"total": clock_words(has.total), "own": clock_words(has.own)}
    if has.own == has.total:
        found.append(_("You have %(own)s.", own=clocks["own"]))
    elif hearing.rule.consecutive > 1:
        words = _("An interpreter repeats you: %(own)s of your %(total)s are your own.", **clocks)
        found.append(words)
    else:
        words = _("An interpreter repeats you, so %(own)s of the %(total)s are your own.", **clocks)
        found.append(words)
    if speaker.is_extended and hearing.rule.extended > 1:
        found.append(_("The body gives more time because of a disability."))
    if has.is_reduced:
        found.append(_("So many want to speak that the body has shortened everybody’s time."))
    if has.is_cut:
        found.append(_("The chair has cut the time for this day."))
    return found
