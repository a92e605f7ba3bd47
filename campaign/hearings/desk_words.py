"""How organizers' pages put what a body's rule, a window or a hearing says."""

from datetime import date, datetime

from babel.dates import format_date, format_time
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from ..filters import regional, zone_info
from ..i18n import spoken
from .models import Hearing
from .rules.deadlines import CLOSED, COMING, OPEN, UNKNOWN
from .rules.models import SpeakingRule, Window
from .rules.when import read, words

TURN_NAMES = {
    "order": lazy_gettext("In the order of signing up"),
    "draw": lazy_gettext("By lot: the body draws who speaks"),
    "chair": lazy_gettext("As the chair says"),
    "own": lazy_gettext("We give the seats away ourselves"),
}
PURPOSE_NAMES = {
    "speak": lazy_gettext("Sign up to speak"),
    "write": lazy_gettext("Comment in writing"),
    "access": lazy_gettext("Ask for an interpreter or other access"),
}
MODE_NAMES = {
    "any": lazy_gettext("Either way"),
    "in_person": lazy_gettext("In the room"),
    "remote": lazy_gettext("From elsewhere, by phone or video"),
}
CHANNEL_NAMES = {
    "form": lazy_gettext("A form that is handed out"),
    "card": lazy_gettext("A card at the meeting"),
    "phone": lazy_gettext("By phone"),
    "email": lazy_gettext("By email"),
    "online": lazy_gettext("On the body’s website"),
    "post": lazy_gettext("By post"),
    "here": lazy_gettext("On our own page"),
}
STATE_NAMES = {
    COMING: (lazy_gettext("Not open yet"), ""),
    OPEN: (lazy_gettext("Open"), "good"),
    CLOSED: (lazy_gettext("Closed"), ""),
    UNKNOWN: (lazy_gettext("As the notice says"), "warn"),
}
STATUS_NAMES = {
    "scheduled": (lazy_gettext("Scheduled"), "good"),
    "recessed": (lazy_gettext("Recessed"), "warn"),
    "rescheduled": (lazy_gettext("Deferred"), "warn"),
    "cancelled": (lazy_gettext("Cancelled"), "bad"),
}
MULTIPLES = {
    "consecutive": lazy_gettext("with an interpreter who speaks after the speaker"),
    "simultaneous": lazy_gettext("with an interpreter who speaks at the same time"),
    "extended": lazy_gettext("for whom the body grants more because of a disability"),
}


def status_of(hearing: Hearing) -> tuple[object, str]:
    """The word for how a hearing stands and the kind of its badge."""
    if not hearing.is_public:
        return _("Draft"), "warn"
    return STATUS_NAMES[hearing.status]


def duration(seconds: int) -> str:
    """“3 minutes”, “90 seconds”, “1:45 minutes”, “2 hours”."""
    if seconds >= 7200 and seconds % 3600 == 0:
        return ngettext("%(num)d hour", "%(num)d hours", seconds // 3600)
    if seconds % 60 == 0:
        return ngettext("%(num)d minute", "%(num)d minutes", seconds // 60)
    if seconds <= 90:
        return ngettext("%(num)d second", "%(num)d seconds", seconds)
    return _("%(time)s minutes", time=f"{seconds // 60}:{seconds % 60:02}")


def window_name(window: Window) -> str:
    """“Sign up to speak, by phone, from elsewhere”."""
    said = [str(PURPOSE_NAMES[window.purpose])]
    if window.mode != "any":
        said.append(str(MODE_NAMES[window.mode]))
    return ": ".join([" · ".join(said), str(CHANNEL_NAMES[window.channel])])


def rule_lines(rule: SpeakingRule) -> list[str]:
    """The rule in plain sentences."""
    said = [
        _("Whose turn it is: %(turns)s.", turns=str(TURN_NAMES[rule.turns])),
        *time_lines(rule),
        *number_lines(rule),
        *demand_lines(rule),
        spoken(rule.published or {}),
        spoken(rule.note or {}),
    ]
    return [one for one in said if one]


def time_lines(rule: SpeakingRule) -> list[str]:
    said = [_("%(time)s for each speaker.", time=duration(rule.seconds))]
    if rule.reduces_over and rule.reduced_seconds:
        time = duration(rule.reduced_seconds)
        more = _(
            "With more than %(number)s speakers: %(time)s.", number=rule.reduces_over, time=time
        )
        said.append(more)
    if rule.total_seconds:
        said.append(_("%(time)s for all together.", time=duration(rule.total_seconds)))
    for name, whom in MULTIPLES.items():
        times = getattr(rule, name) or 1
        if times > 1:
            said.append(_("%(number)s times as long %(whom)s.", number=times, whom=str(whom)))
    return said


def number_lines(rule: SpeakingRule) -> list[str]:
    said = []
    if rule.cap:
        said.append(ngettext("At most %(num)d speaker.", "At most %(num)d speakers.", rule.cap))
    if rule.cap_in_person:
        said.append(_("In the room: at most %(number)s.", number=rule.cap_in_person))
    if rule.cap_remote:
        said.append(_("From elsewhere: at most %(number)s.", number=rule.cap_remote))
    if rule.is_own:
        hours = duration(rule.offer_hours * 3600)
        said.append(_("A freed seat waits %(time)s for an answer.", time=hours))
    return said


def demand_lines(rule: SpeakingRule) -> list[str]:
    demands = {
        "asks_phone": _("The body calls back, so it asks for a phone number."),
        "asks_address": _("The body asks for a street address."),
        "agenda_only": _("One may speak about what is on the agenda only."),
    }
    return [sentence for name, sentence in demands.items() if getattr(rule, name)]


def clock(moment: datetime, zone: str) -> str:
    """The time of day where a body meets: “10:00 AM”."""
    local = moment.astimezone(zone_info(zone))
    return format_time(local, "short", tzinfo=local.tzinfo, locale=regional())


def weekday(day: date) -> str:
    """“Wed”."""
    return format_date(day, "EEE", locale=regional())


def moment_words(text: str) -> str:
    """A kept moment in words."""
    return words(read(text))
