"""The report of a mailing: live while it is sent, and for good afterwards."""

from dataclasses import asdict

from flask import Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import jobs
from ...filters import datetime_words
from ...filters import number as number_words
from ...security import allow
from ..place import SENDS, Place, get_my_mailing, get_place
from . import bp, reporting
from .choices import described, offer
from .desk import STATE, may
from .desk_segment import left_out_words
from .forms import SeenForm
from .models import Mailing
from .segments import Segment


def get_begun(place: Place, number: int) -> Mailing:
    """A mailing of mine that has begun, or 404."""
    mine = get_my_mailing(place, number)
    if mine.begun_at is None:
        abort(404, _("There is no report yet: it has not begun."))
    return mine


@bp.get("/<int:number>/report")
@allow(SENDS)
def report(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """What became of its mails."""
    place = get_place(organization, campaign)
    mine = get_begun(place, number)
    known = offer(place.organization, place.campaign, mine.id)
    points = [
        (datetime_words(at), count, int(at.timestamp()))
        for at, count in reporting.sent_over_time(mine)
    ]
    return render_template(
        "outreach/mailings/report.html",
        place=place,
        mailing=mine,
        states=STATE,
        progress=(now := progress_of(mine)),
        words=progress_words(now),
        points=points,
        bounces=reporting.bounces(mine),
        left_since=reporting.left_since(mine),
        failures=reporting.why_failed(mine) if now.failed else [],
        domains=reporting.domains(mine),
        left_out=left_out_words(mine.numbers.get("left_out", {})),
        described=described(Segment.of(mine.segment), known),
        may=may(place, mine),
        button=SeenForm(formdata=None, edition=mine.edition),
    )


def progress_of(mine: Mailing) -> reporting.Progress:
    """How far it has come; once all of it is out the job need not wait for its minute."""
    found = reporting.progress(mine)
    if mine.state == "sending" and not found.waiting:
        jobs.ask("outreach.mailings")
    return found


def progress_words(now: reporting.Progress) -> str:
    words: str = ngettext(
        "%(sent)s of %(count)s mail sent", "%(sent)s of %(count)s mails sent", now.total,
        sent=number_words(now.sent), count=number_words(now.total),
    )  # fmt: skip
    return words


@bp.get("/<int:number>/progress.json")
@allow(SENDS)
def progress(organization: str, campaign: str, number: int) -> Response:
    """How far it has come, for the script: one look at an index."""
    mine = get_begun(get_place(organization, campaign), number)
    now = progress_of(mine)
    state, _kind = STATE[mine.standing]
    numbers = {name: number_words(value) for name, value in asdict(now).items()}
    answer = jsonify(
        state=mine.standing,
        state_words=str(state),
        words=progress_words(now),
        share=now.settled / now.total if now.total else 1,
        is_over=mine.state in ("done", "cancelled"),
        numbers=numbers,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
