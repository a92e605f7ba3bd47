"""The board of one measure: on a page, on paper, as a table to take out."""

from collections.abc import Iterator

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...db import db
from ...forms import StaffForm
from ...security import allow
from ...tables import csv_lines
from .access import READ, TAKE_OUT
from .board import Asked, Board, board
from .desk import bp, get_here, note, show
from .drawing import bar, tiles
from .forms import FilterForm
from .history import weeks
from .result import result, roll_calls
from .words import evidence_words, value_words


@bp.get("/<int:number>")
@allow(READ)
def board_page(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Totals, map, list and history."""
    place, whip = get_here(organization, campaign, number)
    found = board(whip)
    filter_form = FilterForm(found)
    return show(
        "officials/whip/board_page.html",
        place,
        whip=whip,
        board=found,
        bar=bar(found.totals),
        tiles=tiles(found),
        filter=filter_form,
        rows=found.shown(filter_form.asked),
        urls={
            one.official.id: place.url("official", whip, official=one.official.slug)
            for one in found.rows
        },
        weeks=weeks(found),
        roll_call=next(iter(roll_calls(whip)), None),
    )


@bp.get("/<int:number>/print")
@allow(READ)
def print_board(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """The board on one sheet of paper."""
    place, whip = get_here(organization, campaign, number)
    found = board(whip)
    return show(
        "officials/whip/print_board.html",
        place,
        whip=whip,
        board=found,
        bar=bar(found.totals),
        tiles=tiles(found),
        rows=found.shown(Asked()),
    )


@bp.route("/<int:number>/export", methods=["GET", "POST"])
@allow(TAKE_OUT)
def export(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """The board as CSV, for the lead's organizers alone; that it was taken out is noted."""
    place, whip = get_here(organization, campaign, number)
    form = StaffForm()
    if not form.submitted():
        return show("officials/whip/export.html", place, form, whip=whip)
    found = board(whip)
    data = b"".join(csv_lines(header(), cells(found)))
    name = f"whip-{whip.id}-{found.day}.csv"
    note("whip.exported", place, whip)
    db.session.commit()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(data, mimetype="text/csv", headers=headers)


@bp.get("/<int:number>/result")
@allow(READ)
def result_page(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Where the count was right, and where it was not."""
    place, whip = get_here(organization, campaign, number)
    return show(
        "officials/whip/result_page.html",
        place,
        whip=whip,
        results=[result(whip, one) for one in roll_calls(whip)],
    )


def header() -> list[str]:
    return [
        _("Seat"),
        _("Name"),
        _("Stance"),
        _("As recorded"),
        _("How you know"),
        _("Day"),
        _("Source"),
        _("Faded"),
        _("Sponsor"),
        _("Signers in the ward"),
        _("Worth a visit"),
    ]


def cells(found: Board) -> Iterator[list[str]]:
    for one in found.shown(Asked()):
        entry = one.entry
        yield [
            one.voter.place,
            one.official.name,
            str(value_words(one.value)),
            str(value_words(entry.value)) if entry else "",
            str(evidence_words(entry.evidence)) if entry else "",
            entry.on.isoformat() if entry else "",
            entry.source if entry else "",
            _("yes") if one.is_faded else "",
            _("yes") if one.sponsor else "",
            str(one.signers),
            str(one.score),
        ]
    for seat in found.vacant:
        yield [seat, _("vacant"), *[""] * 9]
