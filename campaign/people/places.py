"""What rooms above tell this one: the wards that exist, and what a consent's source is called."""

from collections.abc import Callable

from flask_babel import gettext as _

from ..i18n import language
from ..pages import remember

Wards = dict[str, str]  # a ward's name by its Open Civic Data id, in the order of lists
_wards: list[Callable[[], Wards]] = []
_sources: dict[str, Callable[[int], str]] = {}


def register_wards(find: Callable[[], Wards]) -> None:
    _wards[:] = [find]


def register_source(kind: str, name: Callable[[int], str]) -> None:
    """Say how a source `<kind>:<number>` reads; `name` gives nothing for one that is gone."""
    _sources[kind] = name


def wards() -> Wards:
    """Every ward by its id; looked up anew every few seconds."""
    return remember(("people", "wards", language()), _wards[0], seconds=30) if _wards else {}


def ward_name(division: str | None) -> str:
    """“Ward 35”; the id's own end for a ward that is not known here."""
    if not division:
        return ""
    return wards().get(division) or division.rpartition("/")[2]


def find_division(words: str) -> str | None:
    """The one ward that somebody means by “35”, “Ward 35”, “35th Ward” or its whole id."""
    known = wards()
    if words in known:
        return words
    digits = "".join(one for one in words if one.isdecimal())
    if not digits or len(digits) > 4:
        return None
    ending = f":{int(digits)}"
    found = [division for division in known if division.endswith(ending)]
    return found[0] if len(found) == 1 else None


def source_words(source: str) -> str:
    """Where a consent came from, as people read it."""
    kind, _colon, number = source.partition(":")
    name = _sources.get(kind)
    words = name(int(number)) if name and number.isdecimal() else ""
    return words or _("an earlier source")
