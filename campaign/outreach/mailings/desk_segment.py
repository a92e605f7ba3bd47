"""To whom a mailing goes: the form, a count and ten of them."""

from typing import Any

from flask import Response, abort, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...coalition.editing import OutdatedEditError
from ...db import db
from ...filters import number as number_words
from ...people.models import Person
from ...people.places import ward_name
from ...security import allow
from ..place import WRITES, Place, get_my_mailing, get_place, note
from . import acts, bp
from .choices import Offer, described, offer
from .forms import SegmentForm
from .models import Mailing
from .saving import aim
from .segments import Audience, Segment


@bp.route("/<int:number>/segment", methods=["GET", "POST"])
@allow(WRITES)
def segment(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Choose the people; “Count” shows how many they are before anything is kept."""
    place = get_place(organization, campaign)
    mine = get_my_mailing(place, number)
    if not mine.is_written_on:
        abort(409, _("It has begun or was put away: its people stay. Copy it for others."))
    known = offer(place.organization, place.campaign, mine.id)
    form = SegmentForm()
    form.offer(known, Segment.of(mine.segment))
    if request.method != "POST":
        form.edition.data = mine.edition
        return segment_page(place, mine, form, known)
    if request.form.get("act") == "count":
        form.validate()
        return segment_page(place, mine, form, known)
    if not form.submitted():
        return segment_page(place, mine, form, known)
    return stored(place, mine, form, known)


def stored(place: Place, mine: Mailing, form: SegmentForm, known: Offer) -> ResponseReturnValue:
    was, before = mine.state, mine.edition
    try:
        mine = aim(mine.id, form.edition.data or 0, form.segment)
    except OutdatedEditError:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = mine.edition, None
        page, _status = segment_page(place, mine, form, known, is_outdated=True)
        return page, 409
    except acts.RefusedError:
        db.session.rollback()
        abort(409, _("It has begun or was put away: its people stay. Copy it for others."))
    if mine.edition != before:
        note("mailing.aimed", place, f"mailings/{mine.id}", edition=mine.edition)
    db.session.commit()
    words = _("Saved.")
    if was != mine.state:
        words = _("Saved. It is a draft again: schedule it anew when it is right.")
    flash(words, "success")
    return redirect(place.url("mailings_desk.mailing", number=mine.id), 303)


def segment_page(
    place: Place, mine: Mailing, form: SegmentForm, known: Offer, *, is_outdated: bool = False
) -> tuple[str, int]:
    wanted = form.segment
    page = render_template(
        "outreach/mailings/segment.html",
        place=place,
        mailing=mine,
        form=form,
        known=known,
        found=found(place, wanted),
        described=described(wanted, known),
        theirs=described(Segment.of(mine.segment), known) if is_outdated else [],
        is_lead=is_lead(place),
    )
    return page, form.status


def is_lead(place: Place) -> bool:
    return bool(place.partnership.role == "lead")


def found(place: Place, wanted: Segment) -> dict[str, Any]:
    """How many there are, ten of them, and who fits but is left out."""
    audience = Audience(place.organization.id, is_lead(place), wanted)
    return {
        "count": (count := audience.count()),
        "sample": audience.sample(),
        "left_out": left_out_words(audience.left_out(count)),
    }


def left_out_words(left_out: dict[str, int]) -> list[str]:
    """Who fits and gets nothing, one sentence for each reason."""
    sentences = {
        "consent": lambda n: ngettext(
            "%(num)s fits, but has not allowed it or allows it no longer",
            "%(num)s fit, but have not allowed it or allow it no longer",
            n,
        ),
        "suppressed": lambda n: ngettext(
            "%(num)s fits, but the mailbox does not exist or asked for no more mail",
            "%(num)s fit, but their mailboxes do not exist or asked for no more mail",
            n,
        ),
        "address": lambda n: ngettext(
            "%(num)s has an address that no mail can go to",
            "%(num)s have addresses that no mail can go to",
            n,
        ),
    }
    return [make(left_out[why]) for why, make in sentences.items() if left_out.get(why)]


@bp.get("/<int:number>/segment.json")
@allow(WRITES)
def counted(organization: str, campaign: str, number: int) -> Response:
    """The same for the script: the count and ten people of what is ticked now."""
    place = get_place(organization, campaign)
    get_my_mailing(place, number)
    many = {name: request.args.getlist(name) for name in ("wards", "tags", "languages")}
    wanted = Segment.of(request.args.to_dict() | many)
    shown = found(place, wanted)
    answer = jsonify(
        count=shown["count"],
        words=count_words(shown["count"]),
        left_out=shown["left_out"],
        sample=[person_words(one) for one in shown["sample"]],
        described=described(wanted, offer(place.organization, place.campaign, number)),
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def count_words(count: int) -> str:
    words: str = ngettext(
        "%(count)s person gets it", "%(count)s people get it", count, count=number_words(count)
    )
    return words


def person_words(person: Person) -> str:
    """Somebody of the sample: no address, for writers need none."""
    ward = ward_name(person.division)
    name = person.name or _("No name")
    return f"{name}, {ward}" if ward else name


@bp.app_template_filter("receiver")
def receiver_words(person: Person) -> str:
    return person_words(person)


@bp.app_template_filter("receivers")
def receivers_words(count: int) -> str:
    return count_words(count)
