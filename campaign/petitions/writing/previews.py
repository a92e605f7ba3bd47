"""A petition's words as its public page will show them, in each of its languages."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from ...coalition.models import Campaign
from ...factsheet import render
from ...i18n import own_name
from ...officials.models import Body
from .revisions import Content
from .texts import WORDS, codes_of


@dataclass(frozen=True)
class Preview:
    """One language's page, up to the button that signs."""

    code: str
    name: str  # what the language calls itself
    page: Markup


def previews(
    campaign: Campaign, body: Body | None, content: Content, pinned: dict[str, int]
) -> list[Preview]:
    """Those languages in which anything is written."""
    found = []
    for code in codes_of(content):
        if any(content[name].get(code) for name in WORDS):
            page = page_in(code, campaign, body, content, pinned)
            found.append(Preview(code, own_name(code), page))
    return found


def page_in(
    code: str, campaign: Campaign, body: Body | None, content: Content, pinned: dict[str, int]
) -> Markup:
    words: dict[str, Any] = {name: content[name].get(code, "") for name in WORDS}
    with force_locale(code):
        text = render(words["text"], campaign, pinned, locale=code, prefix=f"preview-{code}")
        html = render_template(
            "petitions/desk/page.html",
            code=code,
            words=words | {"text": text},
            campaign=campaign,
            body=body,
            targets=content["targets"].splitlines(),
        )
    return Markup(html)  # noqa: S704 (made by our own template)
