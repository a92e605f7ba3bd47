"""Reminders by mail, in the reader's language, each with the one link that it needs."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale

from ... import mail
from ...config import settings
from ...db import db
from ...i18n import spoken
from ...mail import OutgoingEmail
from ..speaking.links import link
from ..speaking.models import Speaker
from ..speaking.telling import base, when
from .batches import batches_of
from .moments import CALLS_BEFORE, COORDINATOR
from .sending import Reminder, channel, count

TEMPLATES = {  # by kind; what is said to the coordinator shares one
    "sign_up_opens": "hearings/mail/remind_sign_up",
    "sign_up_closes": "hearings/mail/remind_sign_up",
    "calls": "hearings/mail/remind_calls",
    "write_opens": "hearings/mail/remind_write",
    "write_closes": "hearings/mail/remind_write",
    "day_before": "hearings/mail/remind_day",
    "hours_before": "hearings/mail/remind_day",
}
DESK = "hearings/mail/remind_desk"


@channel
def by_mail(reminders: Sequence[Reminder]) -> int:
    """Queue those that were not queued before; the key decides when two jobs run at once."""
    query = db.select(OutgoingEmail.key)
    known = set(
        db.session.scalars(query.where(OutgoingEmail.key.in_([one.key for one in reminders])))
    )
    new = [one for one in reminders if one.key not in known]
    batches = batches_of({one.hearing for one in new})
    shared: dict[str, dict[str, Any]] = {}
    done = 0
    for one in new:
        locale = language_of(one)
        said = shared.get(locale) or shared.setdefault(locale, words(one, locale))
        done += mail.queue(
            TEMPLATES.get(one.moment.kind, DESK),
            one.to.email,
            key=one.key,
            locale=locale,
            shared=said,
            merge={"name": one.to.name, "link": address(one)},
            budgeted=False,
            batch_id=batches[one.hearing.id],
        )
    return done


def language_of(one: Reminder) -> str:
    return one.to.language if isinstance(one.to, Speaker) else settings().language_codes[0]


def address(one: Reminder) -> str:
    """Where the reader acts: the speaker's own page, or the organizers' pages."""
    if isinstance(one.to, Speaker):
        return f"{link(one.to)}?lang={one.to.language}"
    return f"{settings().base_url}/organize"


def words(one: Reminder, locale: str) -> dict[str, Any]:
    """What everybody who is told the same reads; the hearing, the moment and the window."""
    hearing, moment = one.hearing, one.moment
    with force_locale(locale):
        return base(hearing, locale) | {
            "kind": moment.kind,
            "ends": when(hearing, moment.ends),
            "calls_from": when(hearing, moment.at + CALLS_BEFORE),
            "address": moment.window.address if moment.window else "",
            "script": spoken(moment.window.script, locale) if moment.window else "",
            "pages": moment.window.pages if moment.window else None,
            "remote": hearing.remote,
            "count": count(hearing, moment) if moment.role == COORDINATOR else 0,
        }
