"""A letter behind its writer's private link: read, sent, changed, withdrawn, disowned.

Opening the link changes nothing: mail programs open links on their own.
"""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from ...db import db
from ...forms import CONTROLS
from ...security import allow, public
from .. import views
from . import confirming, ending
from .check import Check
from .confirming import OutdatedWordsError
from .forms import ChangeForm, forgive, pressed
from .links import get_letter_behind
from .models import Letter
from .offices import address_for
from .palette import offers
from .paper import Paper
from .steps import next_steps


@views.bp.get("/my-letter/<token>")
@allow(public)
def mine(token: str) -> ResponseReturnValue:
    """The letter exactly as it will go, where it stands, and what is next."""
    return page(get_letter_behind(token), token)


@views.bp.post("/my-letter/<token>/confirm")
@allow(public)
def confirm(token: str) -> ResponseReturnValue:
    """Let it leave; pressing twice is once."""
    if confirming.confirm(get_letter_behind(token)):
        db.session.commit()
        confirming.wake()
    return back(token)


@views.bp.post("/my-letter/<token>/withdraw")
@allow(public)
def withdraw(token: str) -> ResponseReturnValue:
    """Take it back and delete what was typed; too late once it is leaving."""
    return ended(token, ending.withdraw(get_letter_behind(token)))


@views.bp.post("/my-letter/<token>/not-me")
@allow(public)
def disown(token: str) -> ResponseReturnValue:
    """“Someone wrote as me”: the same, and organizers hear of it."""
    return ended(token, ending.disown(get_letter_behind(token)))


def ended(token: str, is_over: bool) -> ResponseReturnValue:
    db.session.commit()
    if is_over:
        return back(token)
    return page(get_letter_behind(token), token, is_too_late=True, status=409)


def back(token: str) -> ResponseReturnValue:
    db.session.rollback()
    return redirect(url_for("letters.mine", token=token), 303)


def page(
    letter: Letter, token: str, is_too_late: bool = False, status: int = 200
) -> ResponseReturnValue:
    state = letter.state
    is_gone = state == "withdrawn" and not letter.text
    values: dict[str, Any] = {
        "letter": letter,
        "action": letter.action,
        "token": token,
        "is_too_late": is_too_late,
        "is_gone": is_gone,
        "paper": None if is_gone else Paper.of(letter),
        "obstacle": confirming.obstacle(letter) if state == "unconfirmed" else "",
        "other": confirming.standing(letter) if state == "unconfirmed" else None,
        "may_change": state in confirming.CHANGEABLE,
        "before": before(letter) if state == "waiting" else 0,
        "has_address": state != "waiting" or address_for(letter) is not None,
        **(next_steps(letter) if state in ("waiting", "leaving", "sent") else {}),
    }
    return private(render_template("outreach/letters/mine.html", **values), status)


def before(letter: Letter) -> int:
    """How many letters of this action go to this office first."""
    query = (
        select(func.count())
        .select_from(Letter)
        .where(
            Letter.action_id == letter.action_id,
            Letter.official_id == letter.official_id,
            Letter.state == "waiting",
            Letter.confirmed_at < letter.confirmed_at,
        )
    )
    return db.session.scalar(query) or 0


def private(page: str, status: int = 200) -> Response:
    """An answer that no cache keeps."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@views.bp.route("/my-letter/<token>/edit", methods=["GET", "POST"])
@allow(public)
def change(token: str) -> ResponseReturnValue:
    """Change the words before it leaves; of two who do so at once the second sees both texts."""
    letter = get_letter_behind(token)
    if letter.state not in confirming.CHANGEABLE:
        return too_late(letter, token)
    form = ChangeForm()
    form.ask(letter.action)
    if request.method != "POST":
        show(form, letter)
        return private(change_page(letter, token, form))
    if pressed() == "check":
        form.validate()
        forgive(form)
        return private(change_page(letter, token, form))
    if not form.submitted():
        return private(change_page(letter, token, form), form.status)
    return changed(letter, token, form)


def changed(letter: Letter, token: str, form: ChangeForm) -> ResponseReturnValue:
    try:
        confirming.change(letter, form.seen.data or "", text=form.composed, **form.signed)
    except OutdatedWordsError:
        db.session.rollback()
        return clash(token, form)
    is_confirmed = letter.confirmed_at is not None
    db.session.commit()
    if is_confirmed:
        confirming.wake()
    return back(token)


def clash(token: str, form: ChangeForm) -> ResponseReturnValue:
    """Somebody else with this link has saved, or it has left: both texts, and nothing is lost."""
    letter = get_letter_behind(token)
    if letter.state not in confirming.CHANGEABLE:
        return too_late(letter, token)
    theirs = letter.text
    form.seen.data = confirming.seen_of(letter)
    return private(change_page(letter, token, form, theirs=theirs), 409)


def too_late(letter: Letter, token: str) -> ResponseReturnValue:
    typed = CONTROLS.sub("", request.form.get("text", ""))[:20_000]
    template = "outreach/letters/too_late.html"
    words = render_template(template, letter=letter, action=letter.action, token=token, typed=typed)
    return private(words, 410)


def show(form: ChangeForm, letter: Letter) -> None:
    """Fill in what is stored."""
    form.subject.data, form.text.data, form.name.data = letter.subject, letter.text, letter.name
    form.street.data, form.shows_street.data = letter.street, bool(letter.street)
    form.is_private.data, form.seen.data = letter.is_private, confirming.seen_of(letter)


def change_page(letter: Letter, token: str, form: ChangeForm, theirs: str | None = None) -> str:
    street = form.street.data or "" if form.shows_street.data else ""
    paper = Paper(
        letter.action,
        letter.official,
        letter.ward,
        form.name.data or letter.name,
        street,
        form.composed[:20_000],
        letter.language,
    )
    return render_template(
        "outreach/letters/change.html",
        letter=letter,
        action=letter.action,
        token=token,
        form=form,
        theirs=theirs,
        facts=offers(letter.action, letter.language),
        check=Check(paper, besides=letter.id) if form.composed else None,
    )
