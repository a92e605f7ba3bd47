"""How long a text takes to say, and how long its speaker may: seconds throughout.

A pace is a rule of thumb. Adults who read aloud fluently come to 183 words a minute in English
(Brysbaert 2019, 77 studies, doi 10.1016/j.jml.2019.104047) and to 184 ± 29 over 17 languages
(Trauzettel-Klosinski, Dietz et al. 2012, doi 10.1167/iovs.11-8284): languages of long words have
fewer. Who wants to be understood in a full room speaks a quarter slower; `PACES` reckon with that.
"""

import re
from dataclasses import dataclass

from ..hearings.lineup import clock
from ..hearings.lineup.members import LineUp, line_up
from ..hearings.models import Hearing
from ..hearings.speaking.models import Speaker
from .merging import CHINESE

PACES = {"en": 140, "es": 140, "pl": 115, "zh": 220}  # a minute, read aloud, unhurried
SLOWEST, QUICKEST = 60, 300
LENGTHS = (180, 120, 60, 30)  # seconds of the versions that are kept side by side
CUTS = (120, 60, 30)  # where a text is marked, so that one may stop there
UNIT = re.compile(rf"[{CHINESE}]|[^\W_{CHINESE}]+(?:['’.,-][^\W_{CHINESE}]+)*")
PLAIN = re.compile(r"[A-Za-z0-9]+(?:['.,-][A-Za-z0-9]+)*")  # the same in ASCII, twice as quick


@dataclass(frozen=True)
class Allowance:
    """What a speaker has: `total` at the microphone, `own` of it for their own words.

    Where an interpreter says everything a second time, one's own words have half. `pages` is
    the most of a written comment; None where the body sets no such limit.
    """

    total: int | None
    own: int | None
    pages: int | None = None
    is_reduced: bool = False
    is_cut: bool = False


def units(text: str) -> int:
    """Words; in Chinese, characters."""
    return len((PLAIN if text.isascii() else UNIT).findall(text))


def usual_pace(language: str) -> int:
    """Words a minute; in Chinese, characters."""
    return PACES.get(language.partition("_")[0].partition("-")[0], PACES["en"])


def pace_of(language: str, pace: int | None = None, measured_in: str | None = None) -> int:
    """This writer's own pace, else what is usual in the language.

    Who is quick in the language that their pace was measured in is as much quicker in another.
    """
    usual = usual_pace(language)
    if pace is None:
        return usual
    return round(pace * usual / usual_pace(measured_in or language))


def seconds_for(count: int, pace: int) -> int:
    """Whole seconds, rounded up."""
    return -(-count * 60 // pace)


def allowance(speaker: Speaker, found: LineUp | None = None) -> Allowance:
    """What this speaker's hearing gives them as things stand now; its line-up, if known already."""
    hearing = speaker.hearing
    if speaker.mode == "written":
        return Allowance(None, None, pages=pages_of(hearing))
    found = found or line_up(hearing)
    if speaker.id in found.seconds:
        plan, total = found.plan, found.seconds[speaker.id]
    else:
        limits = clock.limits_of(hearing.rule, hearing.cut_seconds)
        plan = clock.plan(limits, [clock.Turn(speaker.interpreter, speaker.is_extended)])
        total = plan.seconds[0]
    own = clock.speech(total, speaker.interpreter)
    return Allowance(total, own, is_reduced=plan.is_reduced, is_cut=plan.is_cut)


def length_for(own: int) -> int:
    """The longest of the usual lengths that fits into one's own time; never below the shortest."""
    return max((one for one in LENGTHS if one <= own), default=LENGTHS[-1])


def limit(seconds: int, own: int | None) -> int:
    """What the version that a draft began with must fit into.

    All the time that its speaker has, where it is of the length that comes nearest to that.
    """
    if own is None:
        return seconds
    return own if seconds == length_for(own) else min(seconds, own)


def pages_of(hearing: Hearing) -> int | None:
    """The fewest pages that one of the body's ways to write allows."""
    found = [one.pages for one in hearing.rule.windows if one.purpose == "write" and one.pages]
    return min(found, default=None)
