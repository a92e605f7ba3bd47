"""The templates that come with the code: how real bodies hear the public, and who said so."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from ...officials.models import Body
from .models import SpeakingRule, Window


@cache
def known() -> dict[str, dict[str, Any]]:
    """What is known, by name; `place` and `kind` say for which bodies it is meant."""
    text = files(__package__).joinpath("known.toml").read_text(encoding="utf-8")
    return {one["name"]: one for one in tomllib.loads(text)["rule"]}


def known_for(body: Body) -> list[str]:
    """Names of those that fit a body best first: its own place and kind, its place, the rest."""
    places = {word.casefold() for word in body.place.values()}

    def distance(name: str) -> tuple[bool, bool]:
        one = known()[name]
        is_near = any(one["place"].casefold() in place for place in places)
        return not is_near, one["kind"] != body.kind

    return sorted(known(), key=distance)


def template(name: str, body: Body) -> SpeakingRule:
    """One of them as a template of this body; the caller adds it."""
    told = dict(known()[name])
    windows = told.pop("window", [])
    made = SpeakingRule(body=body, **{k: v for k, v in told.items() if hasattr(SpeakingRule, k)})
    made.windows = [Window(position=place, **one) for place, one in enumerate(windows)]
    return made
