"""Links between the pages of one hearing."""

from typing import NamedTuple

from flask import request
from flask_babel import gettext as _

from ..models import Hearing
from ..place import Place


class Part(NamedTuple):
    words: str
    url: str
    is_here: bool


def parts(place: Place, hearing: Hearing) -> list[Part]:
    named = [
        ("hearings_desk.hearing", _("Overview")),
        ("speakers_desk.pool", _("Speakers")),
        ("lineup_desk.lineup", _("Line-up")),
        ("day_desk.sheet", _("The day")),
        ("day_desk.timer", _("Timer")),
        ("day_desk.record", _("Record")),
    ]
    found = [
        Part(words, place.url(endpoint, hearing), request.endpoint == endpoint)
        for endpoint, words in named
    ]
    if texts := place.find_url("testimony_desk.drafts", hearing=hearing.slug):
        found.insert(3, Part(_("Testimony"), texts, False))
    return found
