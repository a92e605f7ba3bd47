"""One rule, as its pages show it: its windows in words, and as dates of a meeting."""

from dataclasses import dataclass
from datetime import date, time

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from ...db import db
from ..models import Hearing
from ..place import Place
from . import keeping
from .deadlines import Occasion, Opening, occasion_of, opening
from .forms import ActForm
from .models import SpeakingRule, Window
from .when import YEARS, WhenError, read, words


@dataclass(frozen=True)
class Shown:
    """A window with its moments in words, and as dates for one meeting where they can be."""

    window: Window
    says: dict[str, str]
    opening: Opening | None
    fault: str


def get_rule(place: Place, number: int) -> SpeakingRule:
    """A template, or the own copy of a hearing of this campaign; else 404."""
    found: SpeakingRule = db.session.get(SpeakingRule, number) or abort(404)
    if not found.is_template:
        hearing = keeping.hearing_of(found)
        if hearing is None or hearing.campaign_id != place.campaign.id:
            abort(404)
    return found


def get_window(rule: SpeakingRule, number: int) -> Window:
    return next((one for one in rule.windows if one.id == number), None) or abort(404)


def occasion_for(rule: SpeakingRule, hearing: Hearing | None) -> Occasion:
    """The hearing, or the meeting that `?day=` and `?hour=` ask for as an example."""
    if hearing is not None:
        return occasion_of(hearing)
    try:
        day = date.fromisoformat(request.args.get("day", ""))
        hour = time.fromisoformat(request.args.get("hour", "") or "10:00").replace(tzinfo=None)
        if day.year not in YEARS:
            return keeping.example(rule.body)
        return keeping.example(rule.body, day, hour)
    except (ValueError, OverflowError):
        return keeping.example(rule.body)


def shown(window: Window, occasion: Occasion) -> Shown:
    says = {
        name: words(read(getattr(window, name)))
        for name in ("opens", "closes", "calls_from", "calls_to")
        if getattr(window, name)
    }
    try:
        return Shown(window, says, opening(window, occasion), "")
    except (WhenError, OverflowError) as problem:
        return Shown(window, says, None, str(problem))


def windows_shown(rule: SpeakingRule) -> list[Shown]:
    occasion = occasion_for(rule, keeping.hearing_of(rule))
    return [shown(one, occasion) for one in rule.windows]


def rule_page(place: Place, rule: SpeakingRule) -> ResponseReturnValue:
    hearing = keeping.hearing_of(rule)
    occasion = occasion_for(rule, hearing)
    return render_template(
        "hearings/rules/rule.html",
        place=place,
        rule=rule,
        hearing=hearing,
        occasion=occasion,
        windows=[shown(one, occasion) for one in rule.windows],
        is_old=keeping.is_old(rule),
        is_used=rule.is_template and keeping.is_used(rule),
        window_url=lambda window: place.url(
            "rules_desk.edit_window", number=rule.id, window=window.id
        ),
        hour=f"{occasion.starts_at.astimezone(occasion.zone):%H:%M}",
        act_form=ActForm(formdata=None),
    )
