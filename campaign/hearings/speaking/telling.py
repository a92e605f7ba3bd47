"""Mails to speakers about what became of them, each in their own language."""

from collections.abc import Iterable
from typing import Any

from flask_babel import force_locale

from ... import mail
from ...filters import datetime_words
from ...i18n import spoken
from ..models import Hearing
from ..rules.deadlines import CLOSED, Opening, openings
from .links import link
from .models import Speaker


def tell_drawn(hearing: Hearing, speakers: Iterable[Speaker], batch: str) -> None:
    """Say to those who were drawn what comes next, to the others that they may still write."""
    ways = openings(hearing)
    shared: dict[tuple[str, str], dict[str, Any]] = {}
    for one in sorted(speakers, key=lambda each: each.mailbox):
        if one.state not in ("drawn", "not_drawn") or not one.email:
            continue
        key = (one.language, one.mode)
        said = shared.get(key) or shared.setdefault(key, words_for(hearing, ways, *key))
        template = "hearings/mail/drawn" if one.state == "drawn" else "hearings/mail/not_drawn"
        mail.queue(
            template,
            one.email,
            key=f"{template}:{one.id}:{batch}",
            locale=one.language,
            shared=said,
            merge={"name": one.name, "link": f"{link(one)}?lang={one.language}"},
            budgeted=False,
        )


def words_for(
    hearing: Hearing, ways: Iterable[Opening], language: str, mode: str
) -> dict[str, Any]:
    """What all who share a language and a mode are told."""
    calls = next((one for one in ways if one.calls_to and one.window.mode in (mode, "any")), None)
    write = next((one for one in ways if can_write(one)), None)
    with force_locale(language):
        return base(hearing, language) | {
            "calls_from": when(hearing, calls and calls.calls_from),
            "calls_to": when(hearing, calls and calls.calls_to),
            "write_until": when(hearing, write and write.closes_at),
            "can_write": write is not None,
        }


def base(hearing: Hearing, language: str) -> dict[str, Any]:
    """What a hearing is called, when it begins and where; in the language that is forced."""
    return {
        "title": spoken(hearing.title, language),
        "when": when(hearing, hearing.starts_at),
        "place": hearing.place,
    }


def when(hearing: Hearing, moment: Any) -> str:
    return datetime_words(moment, hearing.body.timezone) if moment else ""


def can_write(one: Opening) -> bool:
    return one.window.purpose == "write" and one.state() != CLOSED
