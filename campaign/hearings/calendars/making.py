"""iCalendar objects of hearings, from nothing but the rows: the same rows give the same bytes.

Times are in UTC, so that no time zone has to be described; DTSTAMP is when the hearing changed
last, SEQUENCE counts those changes. A cancelled or postponed hearing has METHOD:CANCEL.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask_babel import get_locale
from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vUri
from icalendar.prop import vDuration, vText

from ...config import settings
from ...filters import datetime_words
from ...i18n import language, spoken
from ..models import Hearing
from ..public import ways
from ..rules.deadlines import openings
from ..speaking.models import Speaker

PRODUCT = "-//Campaign//Hearings//EN"
ALARMS = (timedelta(days=-1), timedelta(hours=-2))  # before a speaker's hearing
CALL_ALARM = timedelta(minutes=-10)
REFRESH = timedelta(hours=1)
CALLED = ("interested", "ready", "applied", "drawn")  # who may still be called back


def worded(words: dict[str, str]) -> str:
    """In the language that is spoken just now: a mail's, which is not always the page's."""
    return spoken(words, str(get_locale() or language()))


def of_hearing(hearing: Hearing) -> str:
    """One hearing, for anybody's calendar."""
    return text_of([event(hearing)], "PUBLISH" if hearing.is_on else "CANCEL")


def of_speaker(speaker: Speaker) -> str:
    """The same hearing with reminders, and the hours in which the body calls back."""
    hearing = speaker.hearing
    is_in = hearing.is_on and speaker.state != "withdrawn"
    if not is_in:
        return text_of([event(hearing, is_on=False)], "CANCEL")
    mine = event(hearing)
    for before in ALARMS:
        mine.add_component(alarm(before, worded(hearing.title)))
    calls = calls_of(speaker) if speaker.state in CALLED else []
    return text_of([mine, *(call_event(hearing, one) for one in calls)], "PUBLISH")


def feed(name: str, hearings: Iterable[Hearing]) -> str:
    """All of them, as a calendar that programs look at again and again."""
    return text_of([event(one) for one in hearings], "PUBLISH", name)


def text_of(events: list[Event], method: str, name: str = "") -> str:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    if name:
        made.add("name", name)
        made.add("x-wr-calname", name)
        every = vDuration(REFRESH)
        made.add("refresh-interval", every, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", every)
    for one in events:
        made.add_component(one)
    return made.to_ical(sorted=False).decode()


def event(hearing: Hearing, is_on: bool | None = None) -> Event:
    is_on = hearing.is_on if is_on is None else is_on
    made = begun(f"hearing-{hearing.id}", hearing, worded(hearing.title))
    made.add("dtstart", hearing.starts_at)
    if hearing.ends_at:
        made.add("dtend", hearing.ends_at)
    made.add("status", "CONFIRMED" if is_on else "CANCELLED")
    if hearing.place:
        made.add("location", hearing.place)
    made.add("description", description(hearing))
    return made


def begun(uid: str, hearing: Hearing, summary: str) -> Event:
    """An event with what all of them have; RFC 5546 asks for an organizer."""
    made = Event()
    made.add("uid", f"{uid}@{urlsplit(settings().base_url).hostname}")
    made.add("dtstamp", hearing.changed_at.replace(microsecond=0))
    made.add("sequence", hearing.sequence)
    made.add("summary", summary)
    address = settings().mail_sender.rpartition("<")[2].rstrip("> ")
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(settings().site_name)
    made.add("organizer", organizer)
    made.add("url", vUri(page_of(hearing)))
    return made


def page_of(hearing: Hearing) -> str:
    return f"{settings().base_url}{url_path(hearing)}"


def url_path(hearing: Hearing) -> str:
    """The page's path, without what this request adds to links: a mail has no request."""
    return f"/hearings/{hearing.slug}"


def description(hearing: Hearing) -> str:
    """In plain text: its state, what it is about, how one watches, how one takes part."""
    status = {
        "cancelled": _("Cancelled."),
        "rescheduled": _("Moved to another day."),
        "recessed": _("Recessed: it goes on later."),
    }.get(hearing.status, "")
    said = [
        status,
        worded(hearing.status_note),
        worded(hearing.body.name),
        datetime_words(hearing.starts_at, hearing.body.timezone),
        worded(hearing.about),
        _("Watch or call in: %(where)s", where=hearing.remote) if hearing.remote else "",
        _("How to take part: %(address)s", address=page_of(hearing)),
    ]
    return "\n".join(filter(None, said))


def alarm(before: timedelta, words: str) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", words)
    made.add("trigger", before)
    return made


def calls_of(speaker: Speaker) -> list[tuple[int, datetime, datetime]]:
    """When the body calls this speaker back: window's place, from, to."""
    return [
        (one.window.position, one.calls_from, one.calls_to)
        for one in openings(speaker.hearing)
        if ways.fits(one.window, speaker.mode)
        and one.calls_from
        and one.calls_to
        and one.calls_from < one.calls_to
    ]


def call_event(hearing: Hearing, call: tuple[int, datetime, datetime]) -> Event:
    position, first, last = call
    words = _("Keep your telephone on: they call about “%(title)s”", title=worded(hearing.title))
    made = begun(f"calls-{hearing.id}-{position}", hearing, words)
    made.add("dtstart", first)
    made.add("dtend", last)
    made.add("status", "CONFIRMED")
    made.add("description", _("They call once. Who misses the call loses the turn."))
    made.add_component(alarm(CALL_ALARM, words))
    return made
