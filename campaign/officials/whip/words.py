"""What stances, evidence and totals are called."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from .counting import Totals

VALUES = {
    "strong yes": _("Strong yes"),
    "lean yes": _("Leans yes"),
    "undecided": _("Undecided"),
    "lean no": _("Leans no"),
    "strong no": _("Strong no"),
    "unknown": _("Unknown"),
}
MARKS = {  # in a cell of the map
    "strong yes": _("Y+"),
    "lean yes": _("Y?"),
    "undecided": "?",
    "lean no": _("N?"),
    "strong no": _("N+"),
    "unknown": "–",
}
EVIDENCE = {
    "vote": _("Vote"),
    "statement": _("Public statement"),
    "meeting": _("Meeting"),
    "staff": _("Hint from the staff"),
    "other": _("Something else"),
}
WANTED = {"yes": _("We want it to pass"), "no": _("We want it to fail")}
SORTS = {
    "ward": _("Ward"),
    "name": _("Name"),
    "stance": _("Stance"),
    "faded": _("Soonest to fade"),
    "visit": _("Most worth a visit"),
}


def value_words(value: str) -> Any:
    return VALUES[value]


def mark(value: str) -> Any:
    return MARKS[value]


def evidence_words(kind: str) -> Any:
    return EVIDENCE[kind]


def reached(totals: Totals) -> str:
    """Whether the number is reached, in one sentence."""
    number = totals.target
    if totals.state == "sure":
        return gettext("%(number)s reached, with firm votes alone.", number=number)
    if totals.state == "likely":
        return gettext("%(number)s reached, if those who lean stay with us.", number=number)
    if totals.state == "open":
        return ngettext(
            "%(number)s not reached: %(num)s vote is missing.",
            "%(number)s not reached: %(num)s votes are missing.",
            totals.missing,
            number=number,
        )
    return ngettext(
        "%(number)s out of reach: even at best %(num)s vote is missing.",
        "%(number)s out of reach: even at best %(num)s votes are missing.",
        number - totals.best,
        number=number,
    )


def goal(totals: Totals) -> str:
    """What the number is."""
    if totals.wanted == "yes":
        return ngettext(
            "%(num)s vote in favour passes it.",
            "%(num)s votes in favour pass it.",
            totals.needed,
        )
    return ngettext(
        "%(needed)s in favour pass it. %(num)s vote withheld stops it.",
        "%(needed)s in favour pass it. %(num)s votes withheld stop it.",
        totals.target,
        needed=totals.needed,
    )
