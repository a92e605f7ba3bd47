"""A speaker's own page, behind the private link of their mail."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ... import mail
from ...coalition.editing import OutdatedEditError
from ...db import db, now
from ...officials import asking
from ...security import allow, public
from ..models import Hearing
from ..speaking import seats
from ..speaking.links import read_link
from ..speaking.models import Speaker
from . import bp, signing, ways
from .finding import Choices, get_hearing_whole
from .forms import DetailsForm
from .joining import closed, columns_of

Act = Callable[[Speaker, str], Any]


@bp.route("/speaking/<token>", methods=["GET", "POST"])
@allow(public)
def mine(token: str) -> Answer | str | tuple[str, int]:
    """Where this speaker stands and what is next; only buttons change anything."""
    speaker = get_mine(token)
    act = ACTS.get(request.form.get("act", ""))
    if request.method != "POST":
        return page(speaker, token)
    if act is None:
        abort(400)
    done = act(speaker, token)
    if done is not None:
        db.session.rollback()
        return done
    db.session.commit()
    mail.wake()
    return redirect(url_for(".mine", token=token), 303)


def get_mine(token: str) -> Speaker:
    """Whom a link from a mail stands for, else 404; also once they have been deleted."""
    ids = read_link(token)
    if ids is None:
        abort(404, _("This link does not work. It may be cut off, or too old: sign up again."))
    query = db.select(Speaker).filter_by(hearing_id=ids[0], id=ids[1])
    speaker = db.session.scalar(query)
    if speaker is None:
        abort(404, _("What was typed has been deleted: sign up again."))
    return speaker


def page(speaker: Speaker, token: str, form: DetailsForm | None = None, **more: Any) -> str:
    hearing = speaker.hearing
    return render_template(
        "hearings/mine.html",
        speaker=speaker,
        hearing=hearing,
        token=token,
        form=form or details_form(speaker),
        mode_words=ways.MODES,
        way=ways.way(hearing, speaker.mode) or ways.Way(speaker.mode, ()),
        written=ways.way(hearing, ways.WRITTEN),
        access=ways.way(hearing, ways.ACCESS),
        is_finished=ways.is_finished(hearing),
        may_confirm=may_confirm(speaker),
        may_withdraw=signing.may_withdraw(speaker),
        may_change=may_change(speaker),
        letter=asking.next_letter(hearing.body, hearing.campaign),
        place_in_line=seats.place_in_line(speaker) if speaker.state == "waiting" else None,
        **more,
    )


def may_confirm(speaker: Speaker) -> bool:
    hearing = speaker.hearing
    return ways.may_write(hearing) if speaker.mode == ways.WRITTEN else not not_any_more(hearing)


def not_any_more(hearing: Hearing) -> bool:
    """Too late for the list: it is off, over, or has begun and does not go on another day."""
    has_begun = hearing.starts_at <= now() and hearing.status != "recessed"
    return not ways.takes_people(hearing) or hearing.is_over or has_begun


def may_change(speaker: Speaker) -> bool:
    """While it is of use to anybody: before the end, and before they have spoken or filed."""
    done = ("spoke", "forfeited", "out_of_time", "filed", "withdrawn")
    return speaker.is_in and speaker.state not in done and not ways.is_finished(speaker.hearing)


def details_form(speaker: Speaker) -> DetailsForm:
    """What they said, to be corrected; without what this hearing does not ask of them."""
    hearing = get_hearing_whole(speaker.hearing.slug)
    form = DetailsForm(data=stored(speaker)) if request.method != "POST" else DetailsForm()
    form.offer(hearing, Choices.of(hearing))
    modes = {speaker.mode}
    if signing.may_change_mode(speaker):
        modes |= {*ways.open_modes(hearing), *([ways.WRITTEN] if ways.may_write(hearing) else [])}
    form.offer_modes(hearing, [one for one in ways.MODES if one in modes])
    if request.method == "POST" and request.form.get("act") != "change":
        form.process(data=stored(speaker))
    return form


def stored(speaker: Speaker) -> dict[str, Any]:
    names = ("name", "phone", "address", "mode", "speaks", "interpreter", "is_extended")
    said = {name: getattr(speaker, name) for name in (*names, "access", "says", "edition")}
    ward = str(speaker.ward.number) if speaker.ward else "elsewhere"
    return said | {"ward": ward, "wishes": [str(one) for one in speaker.wishes]}


def confirm(speaker: Speaker, token: str) -> Any:
    """Pressing twice is once."""
    if speaker.proven_at is None and not may_confirm(speaker):
        return closed(speaker.hearing, _("It is too late to sign up for this hearing."))
    signing.confirm(speaker)
    return None


def change(speaker: Speaker, token: str) -> Any:
    if not may_change(speaker):
        return closed(speaker.hearing, _("Nothing can be changed here any more."))
    form = details_form(speaker)
    if not form.submitted():
        return page(speaker, token, form), form.status
    try:
        signing.change(speaker, changed(speaker, form), seen(form))
    except OutdatedEditError:
        form.edition.data = str(speaker.edition)
        return page(speaker, token, form, current=stored(speaker)), 409
    return None


def seen(form: DetailsForm) -> int:
    text = form.edition.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def changed(speaker: Speaker, form: DetailsForm) -> dict[str, Any]:
    hearing = get_hearing_whole(speaker.hearing.slug)
    picked = Choices.of(hearing).values(form.values)
    kept = columns_of(form.values, "ward", "wishes", "edition")
    return kept | {name: picked[name] for name in ("ward_id", "wishes")}


def accept(speaker: Speaker, token: str) -> Any:
    if not signing.accept(speaker):
        db.session.commit()
        mail.wake()
        sentence = _("This seat has gone to the next person: the time for an answer was over.")
        return closed(speaker.hearing, sentence)
    return None


def queue_again(speaker: Speaker, token: str) -> Any:
    if not_any_more(speaker.hearing):
        return closed(speaker.hearing, _("Signing up to speak here is over."))
    signing.queue_again(speaker)
    return None


def withdraw(speaker: Speaker, token: str) -> Any:
    """Also “it wasn’t me”: what nobody confirmed is deleted as a whole."""
    hearing = speaker.hearing
    signing.withdraw(speaker)
    db.session.commit()
    mail.wake()
    if db.session.get(Speaker, read_link(token)[1]) is None:  # type: ignore[index]
        return redirect(url_for(".gone", slug=hearing.slug), 303)
    return None


@bp.get("/hearings/<slug>/gone")
@allow(public)
def gone(slug: str) -> str:
    """What somebody typed is deleted; the same words for everyone."""
    return render_template("hearings/gone.html", hearing=get_hearing_whole(slug))


ACTS: dict[str, Act] = {
    "confirm": confirm,
    "change": change,
    "accept": accept,
    "again": queue_again,
    "withdraw": withdraw,
}
