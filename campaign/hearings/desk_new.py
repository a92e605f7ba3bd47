"""Making a hearing: from a template, from a meeting of the record, or as a copy of another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]

from ..accounts.checks import me
from ..config import settings
from ..db import db, now
from ..filters import zone_info
from ..forms import asked_number
from ..i18n import spoken
from ..officials.bodies import councils
from ..officials.models import Body
from ..officials.record.meetings import is_off, upcoming
from ..officials.record.models import Meeting
from ..security import allow
from . import editing
from .desk import LEAD, bp
from .desk_pages import form_page
from .desk_words import window_name
from .forms import NewHearingForm
from .models import Hearing
from .place import Place, get_my_hearing, get_place, note
from .rules import keeping
from .rules.desk_pages import get_rule
from .rules.models import SpeakingRule
from .rules.suggesting import Suggestion, suggestions, take

UPCOMING = 30  # meetings of each council in the list


@dataclass
class Origin:
    """What a new hearing is made from; `suggested` is what the clerk's note may mean."""

    rule: SpeakingRule
    body: Body
    meeting: Meeting | None = None
    copy: Hearing | None = None

    @property
    def suggested(self) -> list[Suggestion]:
        if self.meeting is None:
            return []
        day = self.meeting.starts_at.astimezone(zone_info(self.body.timezone)).date()
        return suggestions(self.meeting.comment, day)


@bp.route("/new", methods=["GET", "POST"])
@allow(LEAD)
def new(organization: str, campaign: str) -> ResponseReturnValue:
    """Choose a template or a meeting; then a few words more, and it is a draft."""
    place = get_place(organization, campaign)
    if not request.args.get("rule") and not request.args.get("copy"):
        return choose_page(place)
    origin = get_origin(place)
    form = offered(place, origin)
    if not form.is_submitted():
        prefill(form, place, origin)
    if not form.submitted():
        return new_page(place, form, origin)
    made, problems = make_all(place, form, origin)
    if problems:
        db.session.rollback()
        form.start.errors = tuple(problems)
        return new_page(place, form, get_origin(place))
    for one in made:
        note("hearing.created", place, one)
    db.session.commit()
    flash(_("Saved as a draft. Nobody but your coalition sees it."), "success")
    return redirect(place.url("hearing", made[0]), 303)


def get_origin(place: Place) -> Origin:
    """What the address names: a rule, a meeting that may come with it, or a hearing to copy."""
    if slug := request.args.get("copy"):
        hearing = get_my_hearing(place, slug)
        return Origin(hearing.rule, hearing.body, copy=hearing)
    rule, meeting = get_rule(place, asked_number("rule")), get_meeting()
    asked = request.args.get("of", "")
    family = {one.slug: one for one in editing.family_of(rule.body)}
    return Origin(rule, meeting.body if meeting else family.get(asked, rule.body), meeting)


def get_meeting() -> Meeting | None:
    """The meeting that the address names, if it names one; 404 for one that is not there."""
    number = asked_number("meeting")
    return (db.session.get(Meeting, number) or abort(404)) if number else None


def offered(place: Place, origin: Origin) -> NewHearingForm:
    form: NewHearingForm = NewHearingForm.in_languages()
    form.offer(origin.body, editing.members(place.organization))
    form.notices.choices = [SelectChoice(one.key, one.sentence) for one in origin.suggested]
    return form


def prefill(form: NewHearingForm, place: Place, origin: Origin) -> None:
    """Fill in what can be known, so that the day and the time are all that is left."""
    body, meeting = origin.body, origin.meeting
    form.edition.data, form.takes_sign_ups.data = 0, True
    before = origin.copy or editing.last_place(body, place.campaign)
    if before is not None:
        form.show(before)
        form.start.data, form.fold.choices = None, []
        form.edition.data = 0
    if origin.copy is None:
        form.measures.data, form.joint.data, form.ends.data = "", [], None
        form.is_vote_expected.data = False
        for code in settings().language_codes:
            form[f"title_{code}"].data = body.name.get(code) or spoken(body.name)
            form[f"about_{code}"].data = ""
    if before is None:
        form.coordinator.data = str(me().id)
    if meeting is not None:
        form.show_start(meeting.starts_at)
        form.place.data = meeting.location or form.place.data
        form.measures.data = ", ".join(
            one.record for one in editing.measures_on(meeting, place.campaign)
        )


def make_all(place: Place, form: NewHearingForm, origin: Origin) -> tuple[list[Hearing], list[str]]:
    """One draft, or one for each day of a series, and what cannot be about their windows."""
    starts = form.starts
    series = editing.new_series(starts)
    chosen = [one for one in origin.suggested if one.key in (form.notices.data or [])]
    made: list[Hearing] = []
    problems: list[str] = []
    for start in starts:
        one = editing.make(
            place.campaign,
            origin.rule,
            origin.body,
            measures=form.found,
            other_bodies=form.joined,
            meeting=origin.meeting if start == starts[0] else None,
            series=series,
            **form.every_text(),
            **form.said(start),
        )
        take(one.rule, chosen)
        db.session.flush()
        problems += sentences(one)
        made.append(one)
    return made, problems[:3]


def sentences(hearing: Hearing) -> Iterable[str]:
    """What is wrong with its windows, each with the window's name."""
    return [
        _("“%(window)s”: %(problem)s", window=window_name(window), problem=said)
        for window, said in editing.faults(hearing)
    ]


def new_page(place: Place, form: NewHearingForm, origin: Origin) -> tuple[str, int]:
    return form_page(
        place,
        form,
        rule=origin.rule,
        meeting=origin.meeting,
        copy=origin.copy,
        body=origin.body,
        family=editing.family_of(origin.rule.body),
        suggested={one.key: one for one in origin.suggested},
    )


def choose_page(place: Place) -> str:
    """The templates of each body, and the meetings that the clerk has announced."""
    meeting = get_meeting()
    found: dict[Body, list[Any]] = {}
    for one in keeping.templates():
        found.setdefault(one.body, []).append(one)
    if meeting is not None:
        found = dict(sorted(found.items(), key=lambda pair: distance(meeting.body, pair[0])))
    return render_template(
        "hearings/desk/choose.html",
        place=place,
        bodies=found,
        meeting=meeting,
        meetings=[] if meeting else meetings(place, found),
        is_old=keeping.is_old,
    )


def distance(body: Body, other: Body) -> int:
    """How near two bodies are: the same, of one family and kind, of one family, neither."""
    if body.id == other.id:
        return 0
    if (body.parent_id or body.id) != (other.parent_id or other.id):
        return 3
    return 1 if body.kind == other.kind else 2


def meetings(place: Place, found: dict[Body, list[Any]]) -> list[tuple[Meeting, int | None]]:
    """What comes, with the template of that body, else of the nearest that has one alone."""
    mine = db.select(Hearing.meeting_id).where(
        Hearing.campaign_id == place.campaign.id, Hearing.meeting_id.is_not(None)
    )
    taken = set(db.session.scalars(mine))
    rows = [
        one
        for council in councils()
        for one in db.session.scalars(upcoming(council).limit(UPCOMING))
        if one.id not in taken and not is_off(one) and one.starts_at > now()
    ]
    return [(one, only_template(found, one.body)) for one in rows]


def only_template(found: dict[Body, list[Any]], body: Body) -> int | None:
    mine = found.get(body, [])
    return mine[0].id if len(mine) == 1 else None
