"""What one version of a charter says otherwise than the one before."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ..filters import date_words
from .charter import Charter, field_words, purpose_words

SAYS = ("fields", "purposes", "ends_on", "note")


@dataclass(frozen=True)
class Change:
    """What one version says otherwise than the one before."""

    field: str  # fields, purposes, ends_on or note
    gone: list[str]
    come: list[str]


def changes(old: Charter | None, new: Charter) -> list[Change]:
    """What a version says otherwise; all it says, for the first one."""
    found = []
    for name in SAYS:
        before, after = (said(old, name) if old else []), said(new, name)
        gone = [one for one in before if one not in after]
        come = [one for one in after if one not in before]
        if gone or come:
            found.append(Change(name, gone, come))
    return found


def said(charter: Charter, name: str) -> list[str]:
    """What a version says about one thing, as people read it."""
    if name == "fields":
        return field_words(charter.fields)
    if name == "purposes":
        return purpose_words(charter.purposes)
    if name == "ends_on":
        return [date_words(charter.ends_on) if charter.ends_on else _("No last day")]
    return [charter.note] if charter.note else []
