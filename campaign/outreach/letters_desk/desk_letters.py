"""The letters of an action: the list, and one of them; what is private shows no words or name."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select

from ...db import db
from ...forms import StaffForm, asked_number
from ...officials.models import Ward
from ...security import allow
from ..letters.models import STATES, Letter, LetterAction
from ..letters.offices import address_for, council
from ..letters.reading import read
from ..place import LEAD, get_my_action, get_place
from ..replies.models import LetterReply
from . import bp, listing, tabs
from .showing import is_readable


@bp.get("/<slug>/all")
@allow(LEAD)
def letters(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Every letter of the action, the newest first, filtered by state and ward, found by name."""
    place = get_place(organization, campaign)
    mine = get_my_action(place, slug)
    asked = listing.Asked.from_words(request.args)
    found: Pagination = db.paginate(
        listing.select_letters(mine, asked),
        page=max(asked_number("page", 1), 1),
        per_page=listing.PAGE,
        error_out=False,
    )
    return render_template(
        "outreach/desk/letters.html",
        place=place,
        action=mine,
        counts=tabs.counts_of(mine),
        asked=asked,
        page=found,
        wards=wards_of(mine),
        states=[one for one in STATES if one != "leaving"],
        is_readable=is_readable,
        url_of=lambda number: place.url(
            "letters_desk.letters", slug=slug, page=number, **asked.values
        ),
    )


def wards_of(action: LetterAction) -> list[int]:
    query = select(Ward.number).filter_by(body_id=council(action.body).id).order_by(Ward.number)
    return list(db.session.scalars(query))


def get_my_letter(action: LetterAction, number: int) -> Letter:
    """A letter of this action, or 404."""
    mine = db.select(Letter).filter_by(action_id=action.id, id=number)
    found: Letter = db.session.scalar(mine) or abort(404)
    return found


@bp.get("/<slug>/all/<int:number>")
@allow(LEAD)
def letter(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """One letter as its office reads it; of a private one state, ward and dates alone."""
    place = get_place(organization, campaign)
    mine = get_my_action(place, slug)
    one = get_my_letter(mine, number)
    is_open = is_readable(one)
    return render_template(
        "outreach/desk/letter.html",
        place=place,
        action=mine,
        counts=tabs.counts_of(mine),
        letter=one,
        is_open=is_open,
        text=read(mine, one.text, one.language, prefix="letter") if is_open else None,
        reply=db.session.get(LetterReply, one.id),
        can_leave=address_for(one) is not None,
        form=StaffForm(formdata=None),
    )
