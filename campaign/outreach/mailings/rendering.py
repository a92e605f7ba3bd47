"""A mailing's words as its mails have them: the Markdown once a language, fields left open.

What all receivers of a language share is made here once and kept in the batch. Where a receiver's
own words go, one private character stands; the filters `merged` and `merged_html` put the row's
merge values there, which in a mould are marks.
"""

import re
from typing import Any

from flask_babel import force_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ...db import db
from ...factsheet import Rendered, pins, render
from ...factsheet.rendering import note_line
from ...i18n import spoken
from ...mail import mould
from .fields import FIRST, Field, fields_in, marked, name_of, unprotected
from .models import KIND, Mailing, OutreachSettings

TEMPLATE = "outreach/mailings/mail/mailing"
LINK = re.compile(r"(?<!\\)\[([^\]\n]*)\]\(([^()\s]+)\)")
STRONG = re.compile(r"(?<![\w\\*])(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1(?![\w*])")
HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
NOTE_LINK = re.compile(r'<a href="#note-(\d+)" id="[^"]*" role="doc-noteref"')
IN_ADDRESS = re.compile(r"%EE%8([0-9A-F])%([0-9A-F]{2})")  # a private character, as URLs have it


def code_for(mailing: Mailing, language: str) -> str:
    """The language in which somebody gets it: theirs, else English, else the first there is."""
    codes = mailing.codes
    return next((one for one in (language, "en", *codes) if one in codes), "")


def fields_of(mailing: Mailing, code: str) -> list[Field]:
    """The fields of all its texts in a language, in a lasting order."""
    words = (mailing.subject, mailing.preheader, mailing.text)
    return fields_in(*(one.get(code, "") for one in words))


def facts_of(mailing: Mailing, code: str, text: str | None = None) -> Rendered:
    """Its text with the facts filled in as the mailing cites them."""
    written = mailing.text.get(code, "") if text is None else text
    pinned = pins(KIND, mailing.id) if mailing.id else {}
    return render(written, mailing.campaign, pinned, locale=code)


def shared(mailing: Mailing, code: str, settings: OutreachSettings | None) -> dict[str, Any]:
    """What every mail in this language has in common."""
    fields = fields_of(mailing, code)
    with force_locale(code):
        found = facts_of(mailing, code, marked(mailing.text.get(code, ""), fields))
        notes = [
            {"number": one.number, "line": note_line(one).removesuffix(one.url), "url": one.url}
            for one in found.footnotes
        ]
    footer = settings.footer if settings else {}
    return {
        "subject": unprotected(marked(mailing.subject.get(code, ""), fields)),
        "preheader": unprotected(marked(mailing.preheader.get(code, ""), fields)),
        "html": as_html(found),
        "text": as_text(found.text),
        "notes": notes,
        "fields": len(fields),
        "sender": sender_of(mailing, settings),
        "organization": mailing.organization.name,
        "footer": spoken(footer, code) if footer else "",
        "is_test": False,
    }


def as_html(found: Rendered) -> str:
    """The cleaned HTML; notes lead to their facts' pages, for mail programs drop ids."""
    urls = {str(one.number): str(escape(one.url)) for one in found.footnotes}
    html = NOTE_LINK.sub(lambda place: f'<a href="{urls[place[1]]}"', str(found.html))
    html = IN_ADDRESS.sub(as_letter, html)
    return unprotected(html)


def as_letter(found: re.Match[str]) -> str:
    return bytes.fromhex(f"EE8{found[1]}{found[2]}").decode("utf-8", "replace")


def as_text(markdown: str) -> str:
    """Markdown as people read it in a plain mail: addresses behind their words, no stars."""
    text = LINK.sub(lambda it: it[2] if it[1] == it[2] else f"{it[1]} ({it[2]})", markdown)
    text = HEADING.sub("", STRONG.sub(lambda it: it[2], text))
    return unprotected(text)


def sender_of(mailing: Mailing, settings: OutreachSettings | None) -> str:
    chosen = mailing.sender_name or (settings.sender_name if settings else "")
    return chosen or mailing.organization.name


def reply_to_of(mailing: Mailing, settings: OutreachSettings | None) -> str | None:
    return mailing.reply_to or (settings.reply_to if settings else "") or None


def settings_of(mailing: Mailing) -> OutreachSettings | None:
    return db.session.get(OutreachSettings, mailing.organization_id)


def rendered(
    mailing: Mailing, code: str, merge: dict[str, str], **more: Any
) -> tuple[str, str, str]:
    """Subject, text and HTML as one receiver gets them."""
    values = shared(mailing, code, settings_of(mailing)) | more
    return mould.render(TEMPLATE, code, values | merge)


@pass_context
def merged(context: Context, text: str) -> str:
    """A shared plain text with this row's values; in a mould their marks."""
    for number in range(int(context.get("fields") or 0)):
        text = text.replace(chr(FIRST + number), str(context[name_of(number)]))
    return text


@pass_context
def merged_html(context: Context, html: str) -> Markup:
    """The same for HTML that was cleaned when it was made; values are escaped."""
    for number in range(int(context.get("fields") or 0)):
        html = html.replace(chr(FIRST + number), str(escape(context[name_of(number)])))
    return Markup(html)  # noqa: S704 - cleaned by the fact sheet's renderer
