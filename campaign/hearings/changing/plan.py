"""What a sudden change will do: before and after, windows that move or vanish, who gets word."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ...db import db
from ...filters import datetime_words
from ..desk_words import duration, window_name
from ..models import Hearing
from ..rules.deadlines import Occasion, occasion_of, opening, problems
from ..rules.models import Window
from ..rules.when import WhenError
from ..speaking import pool
from ..speaking.models import Speaker
from ..speaking.way import LABELS, SEATED
from .forms import ChangeForm

OUT = ("lapsed", "spoke", "forfeited", "out_of_time", "withdrawn")


@dataclass(frozen=True)
class Plan:
    """What will be different: rows of name, before, after; windows likewise; who gets mail."""

    rows: list[tuple[str, str, str]]
    windows: list[tuple[str, str, str]]
    speakers: Sequence[Speaker]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """How many get the mail, by how far they have come."""
        found = Counter(one.state for one in self.speakers)
        return [(str(LABELS[state]), number) for state, number in found.items()]


def told(form: ChangeForm) -> list[Speaker]:
    """Who gets word of a change: proven, still in, and reachable.

    Of a change of seats only those hear whom it moves: to the waiting list, or up from it.
    """
    everybody = [one for one in pool.speakers(form.hearing) if one.state not in OUT and one.email]
    if form.kind.data != "capacity":
        return everybody
    chosen = set(form.to_waiting)
    free = (form.cap.data or 0) - len(form.seated) + len(chosen)
    waiting = sorted(
        (one for one in everybody if one.state == "waiting"),
        key=lambda one: (one.queued_at is None, one.queued_at or one.signed_up_at, one.id),
    )
    up = set(waiting[: max(free, 0)])
    return [one for one in everybody if one in chosen | up]


def seated(hearing: Hearing) -> list[Speaker]:
    """Who holds a seat that we give away, the last to have signed up first."""
    if not hearing.rule.is_own:
        return []
    query = db.select(Speaker).where(
        Speaker.hearing_id == hearing.id, Speaker.seat.is_not(None), Speaker.state.in_(SEATED)
    )
    return list(db.session.scalars(query.order_by(Speaker.signed_up_at.desc(), Speaker.id.desc())))


def plan(form: ChangeForm) -> Plan:
    """What this form, filled in, will do; it changes nothing."""
    starts_at = form.starts if form.kind.data == "time" else None
    return Plan(rows_of(form), moved_windows(form.hearing, starts_at), told(form))


def rows_of(form: ChangeForm) -> list[tuple[str, str, str]]:
    hearing, zone = form.hearing, form.hearing.body.timezone
    before = datetime_words(hearing.starts_at, zone)
    after = datetime_words(form.starts, zone)
    found = [(_("It takes place"), _("yes"), _("no, it is cancelled"))]
    match form.kind.data:
        case "time":
            found = [(_("Begins"), before, after)]
        case "recessed":
            found = [(_("Goes on"), before, after)]
        case "deferred":
            after = instead_of(form) or _("on a day that nobody knows yet")
            found = [(_("Begins"), before, after)]
        case "place":
            found = [
                (_("Place"), hearing.place, form.place.data or ""),
                (_("From elsewhere"), hearing.remote, form.remote.data or ""),
            ]
        case "cut":
            seconds = hearing.cut_seconds or hearing.rule.seconds
            found = [(_("For each"), duration(seconds), duration(form.seconds.data or 0))]
        case "capacity":
            found = [(_("Seats"), str(hearing.rule.cap or 0), str(form.cap.data))]
    return found


def instead_of(form: ChangeForm) -> str:
    other = form.others.get(form.successor.data or "")
    starts_at = other.starts_at if other else form.starts
    return datetime_words(starts_at, form.hearing.body.timezone)


def moved_windows(hearing: Hearing, starts_at: datetime | None) -> list[tuple[str, str, str]]:
    """Each window whose moments move: its name, the moments now, and then."""
    if starts_at is None:
        return []
    old = occasion_of(hearing)
    new = Occasion(starts_at, old.zone, old.holidays, old.ended_at)
    pairs = [(one, moments(one, old), moments(one, new)) for one in hearing.rule.windows]
    return [(window_name(one), now, then) for one, now, then in pairs if now != then]


def moments(window: Window, occasion: Occasion) -> str:
    """When a window opens and closes, as one line; why it cannot be, where it cannot."""
    try:
        found = opening(window, occasion)
    except WhenError as problem:
        return str(problem)
    zone = occasion.zone.key
    pair = [datetime_words(one, zone) or "…" for one in (found.opens_at, found.closes_at)]
    return " – ".join(pair)


def faults(form: ChangeForm) -> list[str]:
    """Which windows cannot be when it begins then, each with the sentence."""
    starts_at = form.starts
    if starts_at is None:
        return []
    windows, old = form.hearing.rule.windows, occasion_of(form.hearing)
    then = Occasion(starts_at, old.zone, old.holidays, old.ended_at)
    return [
        _("“%(window)s”: %(problem)s", window=window_name(windows[number]), problem=said)
        for number, said in problems(windows, then)
    ]
