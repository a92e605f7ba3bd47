"""How states, modes and acts read on the organizers' pages."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from . import way
from .acting import MODE, UNDO
from .forms import INTERPRETER_NAMES, MODE_NAMES
from .models import Speaker

NAMED = 5  # of those who could not
AUDIT = {
    "speaker.added": lazy_gettext("added a speaker to a hearing"),
    "speaker.edited": lazy_gettext("corrected what is known of a speaker"),
    "speaker.deleted": lazy_gettext("deleted a speaker’s entry"),
    "speakers.marked": lazy_gettext("brought speakers a step on"),
    "speakers.undone": lazy_gettext("took a step of speakers back"),
    "speakers.drawn": lazy_gettext("recorded the draw of a hearing"),
}


def state_words(state: str) -> str:
    return str(way.LABELS.get(state, state))


def mode_words(mode: str) -> str:
    return str(MODE_NAMES.get(mode, mode))


def interpreter_words(name: str) -> str:
    return str(INTERPRETER_NAMES.get(name, name))


def why_words(why: str) -> str:
    """A step's note; what the house wrote itself in words."""
    if why == UNDO:
        return _("taken back")
    if why.startswith(MODE):
        return _("in writing now, before: %(mode)s", mode=mode_words(why.removeprefix(MODE)))
    return why


def done_words(found: way.Steps) -> str:
    """“12 marked, 2 could not: Ana (Withdrawn), Eve (Spoke).”"""
    words = ngettext("%(num)s marked.", "%(num)s marked.", len(found.taken))
    return f"{words} {refused_words(found.refused)}".strip()


def undone_words(found: way.Steps) -> str:
    words = ngettext("%(num)s taken back.", "%(num)s taken back.", len(found.taken))
    return f"{words} {refused_words(found.refused)}".strip()


def refused_words(refused: list[Speaker]) -> str:
    if not refused:
        return ""
    named = ", ".join(f"{one.name} ({state_words(one.state)})" for one in refused[:NAMED])
    more = len(refused) - NAMED
    if more > 0:
        named = _("%(names)s and %(count)s more", names=named, count=more)
    return ngettext(
        "%(num)s could not: %(names)s.", "%(num)s could not: %(names)s.", len(refused), names=named
    )


def kind_of(found: way.Steps) -> Any:
    return "success" if found.taken and not found.refused else "warning"
