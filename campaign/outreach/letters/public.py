"""The page of a letter action: why, how it works, how many have written, and one's ward."""

from typing import Any

from flask import Response, make_response, render_template, url_for
from flask_babel import gettext as _

from ...config import settings
from ...factsheet import pins, render
from ...i18n import spoken
from ...officials.listing import today
from ...officials.terms import Held, all_held
from ...pages import keep
from ...security import allow, public
from .. import views
from .counting import sent_by_ward
from .finding import get_action, recruiter
from .models import CLOSED, KIND, PAUSED, LetterAction
from .offices import council
from .steps import share


@views.bp.get("/letters/<slug>")
@allow(public)
def action(slug: str) -> Response:
    """Why one writes, and to whom."""
    found = get_action(slug)
    by = recruiter(found)
    sent, held = sent_by_ward(found), seats_of(found)
    page = render_template(
        "outreach/letters/action.html",
        action=found,
        body=council(found.body),
        text=render(spoken(found.text), found.campaign, pins(KIND, found.id)),
        total=sum(sent.values()),
        tiles=[tile(found, one, sent, by) for one in held],
        seats=held,
        by=by,
        state_sentence=state_sentence(found),
        find_url=find_url(found, by),
        **share(found),
    )
    return keep(make_response(page))


@views.bp.get("/letters/<slug>/thanks")
@allow(public)
def sent(slug: str) -> Response:
    """The same words for everyone who has just written, known or not."""
    page = render_template(
        "outreach/letters/sent.html",
        action=get_action(slug),
        has_dev_mailbox=not settings().mail_server,
    )
    return keep(make_response(page))


def seats_of(action: LetterAction) -> list[Held]:
    """The seats of wards as they are held today, in the order of the wards."""
    body = council(action.body)
    _at_hand = list(body.wards)  # so that no seat asks for its own
    return [one for one in all_held(body, today(body)) if one.seat.ward]


def tile(action: LetterAction, held: Held, sent: Any, by: str | None) -> dict[str, Any]:
    ward = held.seat.ward
    assert ward is not None
    found = {"label": ward.number, "value": sent[ward.id], "row": ward.row, "column": ward.column}
    if action.takes_letters:
        found["url"] = url_for("letters.write", slug=action.slug, ward=ward.number, by=by)
    return found


def find_url(action: LetterAction, by: str | None) -> str:
    """The ward finder of the action's council, which leads back to writing."""
    back = url_for("letters.write", slug=action.slug, by=by)
    return url_for("wards.find", body=council(action.body).slug, next=back)


def state_sentence(action: LetterAction) -> str:
    """What is special about it now; empty while everything is as usual."""
    if action.state == CLOSED:
        return _("This is over: no more letters are taken. Thank you to everyone who wrote.")
    if action.state == PAUSED:
        return _("You can write now. Letters are held for the moment and leave later.")
    return ""
