"""One hearing as its overview shows it, and the pages of its forms."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from . import editing
from .desk_listing import PARTS
from .desk_words import rule_lines, status_of, window_name
from .forms import ActForm, HearingForm, NewHearingForm
from .models import Hearing
from .place import Place
from .rules import keeping
from .rules.deadlines import Opening, closing_next, opening_next
from .rules.desk_pages import Shown, windows_shown
from .rules.models import SpeakingRule
from .speaking.pool import counts
from .speaking.way import LABELS


def overview(place: Place, hearing: Hearing) -> ResponseReturnValue:
    windows = windows_shown(hearing.rule)
    known = [one.opening for one in windows if one.opening is not None]
    form = ActForm(formdata=None)
    form.edition.data = hearing.edition
    return render_template(
        "hearings/desk/hearing.html",
        place=place,
        hearing=hearing,
        status=status_of(hearing),
        windows=windows,
        next_line=next_of(known, windows),
        numbers=numbers_of(hearing),
        lines=rule_lines(hearing.rule),
        is_old=keeping.is_old(hearing.rule),
        parts=parts_of(place, hearing),
        series=editing.series_of(hearing),
        may_delete=not hearing.is_public and not editing.has_speakers(hearing),
        act_form=form,
    )


def next_of(found: list[Opening], windows: list[Shown]) -> dict[str, Any] | None:
    """What closes next, else what opens next: its name, the moment, and which of both."""
    one, closes = closing_next(found), True
    if one is None:
        one, closes = opening_next(found), False
    if one is None:
        return None
    at = one.closes_at if closes else one.opens_at
    return {"name": window_name(one.window), "at": at, "closes": closes}


def numbers_of(hearing: Hearing) -> list[tuple[Any, int]]:
    """How many are in each state; those who have not confirmed their mailbox come last."""
    found = counts(hearing)
    return [(words, found[state]) for state, words in LABELS.items() if found[state]] + [
        (None, found["unproven"])
    ] * bool(found["unproven"])


def parts_of(place: Place, hearing: Hearing) -> list[tuple[Any, str]]:
    """The pages of its parts that I may open."""
    urls = {
        endpoint: place.find_url(endpoint, slug=hearing.slug)
        for endpoint in PARTS
        if endpoint != "hearings.hearing" or hearing.is_public
    }
    return [(PARTS[endpoint], url) for endpoint, url in urls.items() if url]


def form_page(
    place: Place,
    form: HearingForm,
    *,
    hearing: Hearing | None = None,
    rule: SpeakingRule | None = None,
    is_outdated: bool = False,
    **more: Any,
) -> tuple[str, int]:
    page = render_template(
        "hearings/desk/edit.html" if hearing else "hearings/desk/new.html",
        place=place,
        form=form,
        hearing=hearing,
        rule=rule or (hearing and hearing.rule),
        is_outdated=is_outdated,
        overwritten=form.overwritten_by(hearing) if is_outdated and hearing else [],
        is_series=isinstance(form, NewHearingForm),
        **more,
    )
    return page, form.status
