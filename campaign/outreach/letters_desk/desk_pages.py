"""What the page on which a letter action is written shows."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from ...coalition.models import Campaign
from ...factsheet import Rendered, pins, render
from ...i18n import own_name
from ..letters.models import KIND, LetterAction
from ..place import Place
from . import pace
from .content import Content, clashes
from .forms import LARGEST, PROMPTS, ActionForm

NEEDED = ("title", "subject", "text")


@dataclass(frozen=True)
class Preview:
    """What writers of one language read before they begin."""

    code: str
    name: str
    title: str
    subject: str
    text: Rendered
    prompts: list[str]


def edit_page(
    place: Place,
    action: LetterAction | None,
    form: ActionForm,
    theirs: Content | None = None,
) -> tuple[str, int]:
    """The form, what it looks like, and on a conflict both texts."""
    content = form.content or form.as_content()
    pinned = pins(KIND, action.id) if action else {}
    page = render_template(
        "outreach/desk/edit.html",
        place=place,
        action=action,
        form=form,
        numbers=range(1, PROMPTS + 1),
        sections=sections(form, content),
        previews=previews(place.campaign, content, pinned),
        is_preview=request.form.get("act") == "preview",
        palette=form.offered.palette,
        clashes=clashes(theirs, content) if theirs else [],
        is_outdated=theirs is not None,
        pace=pace_of(form),
        zone_name=str(form.zone),
    )
    return page, form.status


def pace_of(form: ActionForm) -> str:
    """What the typed pace means, once both numbers are right."""
    per_hour, per_day = form.per_hour.data, form.per_day.data
    if per_hour is None or per_day is None:
        return ""
    is_right = min(per_hour, per_day) >= 1 and max(per_hour, per_day) <= LARGEST
    return pace.sentence(per_hour, per_day) if is_right else ""


def sections(form: ActionForm, content: Content) -> list[dict[str, Any]]:
    """The languages: what each lacks, and what is to be looked at in its text."""
    return [
        {
            "code": code,
            "name": own_name(code),
            "state": state_of(content, code),
            "problems": form.problems(code),
        }
        for code in form.codes
    ]


def missing(content: Content, code: str) -> list[str]:
    """What a language lacks before residents can write in it."""
    found = [name for name in NEEDED if not content[name].get(code)]
    return found if any(one.get(code) for one in content["prompts"]) else [*found, "prompts"]


def state_of(content: Content, code: str) -> str:
    names = {
        "title": _("title"),
        "subject": _("subject"),
        "text": _("text"),
        "prompts": _("a question"),
    }
    lacking = missing(content, code)
    if not lacking:
        return _("%(language)s: complete.", language=own_name(code))
    listed = ", ".join(names[name] for name in lacking)
    return _("%(language)s: %(names)s missing.", language=own_name(code), names=listed)


def previews(campaign: Campaign, content: Content, pinned: dict[str, int]) -> list[Preview]:
    """Those languages in which anything is written."""
    written = [content["title"], content["subject"], content["text"], *content["prompts"]]
    codes = dict.fromkeys(code for words in written for code in words)
    return [preview(code, campaign, content, pinned) for code in codes]


def preview(code: str, campaign: Campaign, content: Content, pinned: dict[str, int]) -> Preview:
    with force_locale(code):
        text = content["text"].get(code, "")
        rendered = render(text, campaign, pinned, locale=code, prefix=f"preview-{code}")
    return Preview(
        code,
        own_name(code),
        content["title"].get(code, ""),
        content["subject"].get(code, ""),
        rendered,
        [one[code] for one in content["prompts"] if one.get(code)],
    )
