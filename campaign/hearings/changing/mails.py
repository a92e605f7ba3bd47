"""The mail that tells a speaker of a sudden change, in their language."""

from collections.abc import Iterable
from typing import Any

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from ... import mail
from ...config import settings
from ...filters import datetime_words
from ...i18n import language, spoken
from ..calendars import making
from ..models import Hearing
from ..reminding.batches import changes_of
from ..speaking.links import link
from ..speaking.models import Speaker
from .forms import ChangeForm
from .plan import rows_of

TEMPLATE = "hearings/mail/changed"
HEADLINES = {
    "time": lambda: _("It begins at another time"),
    "place": lambda: _("It is held elsewhere"),
    "deferred": lambda: _("It is put off to another day"),
    "recessed": lambda: _("It is interrupted and goes on later"),
    "cancelled": lambda: _("It is cancelled"),
    "cut": lambda: _("Everybody has less time"),
    "capacity": lambda: _("Your seat has changed"),
}


def calendar_of(hearing: Hearing, speaker: Speaker) -> str:
    """The changed entry of their calendar; who goes on to another day loses the one of this day."""
    if speaker.hearing_id != hearing.id:
        return making.of_hearing(hearing)
    return making.of_speaker(speaker)


def shared_by_language(form: ChangeForm, codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the mail says to everybody, by language; asked for before the change is applied."""
    return {code: shared(form, code) for code in {*codes, *settings().language_codes}}


def shared(form: ChangeForm, code: str) -> dict[str, Any]:
    hearing = form.hearing
    with force_locale(code):
        note = form.words("status_note", {})
        return {
            "title": spoken(hearing.title, code),
            "when": datetime_words(hearing.starts_at, hearing.body.timezone),
            "headline": str(HEADLINES[form.kind.data]()),
            "rows": [list(one) for one in rows_of(form) if one[1] != one[2]],
            "note": spoken(note, code) if note else "",
            "moves": form.kind.data == "deferred" and bool(form.carries.data),
        }


def queue_all(
    hearing: Hearing, speakers: Iterable[Speaker], said: dict[str, dict[str, Any]]
) -> int:
    """Write one mail to each of these after the change was applied; how many were written."""
    page = f"{settings().base_url}/hearings/{public_page(hearing).slug}"
    first, batch_id = settings().language_codes[0], changes_of(hearing)
    return sum(
        queue_one(hearing, one, said.get(one.language, said[first]) | {"page": page}, batch_id)
        for one in speakers
    )


def queue_one(
    hearing: Hearing, speaker: Speaker, said: dict[str, Any], batch_id: int | None
) -> bool:
    with force_locale(speaker.language):
        yours, calendar = words_for(speaker), calendar_of(hearing, speaker)
    return mail.queue(
        TEMPLATE,
        speaker.email,
        key=f"hearings/mail/changed:{speaker.id}:{hearing.sequence}",
        locale=speaker.language,
        shared=said,
        merge={"name": speaker.name, "link": link(speaker), "yours": yours},
        budgeted=False,
        batch_id=batch_id,
        calendar=calendar,
    )


def public_page(hearing: Hearing) -> Hearing:
    """Where one reads on: the hearing that follows it, where that is public."""
    following = hearing.successor
    return following if following is not None and following.is_public else hearing


def words_for(speaker: Speaker) -> str:
    """How somebody stands now, where we give the seats away."""
    if not speaker.hearing.rule.is_own:
        return _("You stay signed up.")
    zone = speaker.hearing.body.timezone
    if speaker.state == "offered" and speaker.offered_until:
        until = datetime_words(speaker.offered_until, zone)
        return _("A seat is yours if you take it until %(time)s: open your link.", time=until)
    if speaker.state == "waiting":
        return _("You are on the waiting list.")
    return _("You have a seat.") if speaker.seat else _("You stay signed up.")


def preview(form: ChangeForm, speakers: list[Speaker]) -> dict[str, str]:
    """Subject and text of the mail as the first of them would read it, in my own language."""
    name = speakers[0].name if speakers else ""
    values = shared(form, language()) | {
        "page": f"{settings().base_url}/hearings/{form.hearing.slug}",
        "name": name,
        "link": f"{settings().base_url}/speaking/…",
        "yours": _("[How this person stands after the change]"),
    }
    return {
        "subject": render_template("hearings/mail/changed.subject.txt", **values),
        "text": render_template("hearings/mail/changed.txt", **values),
    }
