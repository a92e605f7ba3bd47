"""One letter action: how its letters stand by ward, day and office."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from ...db import now
from ...factsheet import stale
from ...forms import StaffForm
from ...security import allow
from ..letters.models import KIND, LetterAction
from ..place import LEAD, Place, get_my_action, get_place
from . import bp, counting, pace, tabs
from .publishing import POSSIBLE


@bp.get("/<slug>")
@allow(LEAD)
def action(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Numbers by ward in a map and a table, each office's queue, and what waits for a person."""
    place = get_place(organization, campaign)
    return action_page(place, get_my_action(place, slug), StaffForm(formdata=None))


def action_page(place: Place, mine: LetterAction, form: StaffForm) -> str:
    numbers = counting.numbers(mine)
    return render_template(
        "outreach/desk/action.html",
        place=place,
        action=mine,
        form=form,
        acts=POSSIBLE[mine.state],
        numbers=numbers,
        columns=counting.COLUMNS,
        tiles=tiles(place, mine, numbers),
        days=counting.by_day(mine),
        pace=pace.sentence(mine.per_hour, mine.per_day),
        stale=stale(KIND, mine.id),
        counts=tabs.counts_of(mine),
        now=now(),
    )


def tiles(place: Place, mine: LetterAction, numbers: counting.Numbers) -> list[dict[str, Any]]:
    """Each ward's cell: its number and how many letters were sent; it leads to its letters."""
    return [
        {
            "label": one.office.ward.number,
            "value": one.reached,
            "row": one.office.ward.row,
            "column": one.office.ward.column,
            "url": place.url("letters_desk.letters", slug=mine.slug, ward=one.office.ward.number),
        }
        for one in numbers.rows
    ]
