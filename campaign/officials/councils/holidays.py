"""Days on which a council does no business, pasted as lines: “2026-12-25 Christmas Day”."""

import re
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from ...db import db
from ...tables import Problem
from ..dates import FIRST, LAST
from ..models import Body, Holiday

LINE = re.compile(r"(\d{4}-\d\d-\d\d)[\s,;:]+(\S.*)", re.ASCII)
LONGEST = 80  # letters of a name
MOST = 400  # lines at once


@dataclass
class Pasted:
    """The days that stand in a text, and what is wrong with it by line."""

    days: dict[date, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, line: int, sentence: str) -> None:
        self.problems.append(Problem(line, sentence))


def read(text: str, known: dict[date, str]) -> Pasted:
    """Every line; days that are known by the same name are passed over."""
    pasted = Pasted()
    lines = [(n, " ".join(one.split())) for n, one in enumerate(text.splitlines(), 1)]
    for number, line in [pair for pair in lines if pair[1]][: MOST + 1]:
        if len(pasted.days) == MOST:
            pasted.fault(number, _("Add at most %(most)s days at once.", most=MOST))
            break
        read_line(pasted, number, line, known)
    return pasted


def read_line(pasted: Pasted, number: int, line: str, known: dict[date, str]) -> None:
    found = LINE.fullmatch(line)
    day = day_in(found[1]) if found else None
    if found is None or day is None:
        words = _("Write a day and its name, like “2026-12-25 Christmas Day”, not “%(line)s”.")
        pasted.fault(number, words % {"line": line[:60]})
        return
    name, other = found[2], known.get(day) or pasted.days.get(day)
    if len(name) > LONGEST:
        pasted.fault(number, _("A name has at most %(most)s letters.", most=LONGEST))
    elif other is not None and other != name:
        words = _("%(day)s is “%(name)s” already. Remove that first.")
        pasted.fault(number, words % {"day": day.isoformat(), "name": other})
    elif day not in known:
        pasted.days[day] = name


def day_in(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day.year <= LAST else None


def add(council: Body, text: str) -> Pasted:
    """Add the days of a text: all of them, or with a problem none. The caller commits."""
    db.session.refresh(council, ["holidays"], with_for_update=True)
    pasted = read(text, {one.on: one.name for one in council.holidays})
    if not pasted.problems:
        council.holidays += [Holiday(on=day, name=name) for day, name in pasted.days.items()]
    return pasted


def remove(council: Body, day: date) -> Holiday | None:
    """Let a day be one of business again; None where it is one."""
    found = next((one for one in council.holidays if one.on == day), None)
    if found is not None:
        council.holidays.remove(found)
    return found
