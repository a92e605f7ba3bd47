"""Public pages: find my ward, and the map of the wards as a picture."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import limits
from ...config import settings
from ...db import db
from ...pages import keep
from ...security import allow, network, public
from .. import listing
from ..bodies import asked_council, councils, ward_name
from ..models import Body
from ..place import body_of_page
from ..terms import all_held
from . import finding, maps, pictures
from .boxes import NARROW, WIDE
from .finding import Answer, Pin
from .forms import FindForm
from .geocoding import GeocoderError, geocoder
from .models import WardMap
from .pictures import Picture

bp = Blueprint("wards", __name__)
AN_HOUR = 3600


@bp.context_processor
def links() -> dict[str, Any]:
    """Addresses within the council that was asked for, and back to where one came from."""
    body = request.args.get("body") or None
    way = finding.way_back(request.args.get("next", ""))
    return {
        "find_url": url_for(".find", body=body, next=way or None),
        "here": lambda one: url_for(".find", body=one.slug),
        "ward_url": lambda number: url_for("officials.ward", number=number, body=body),
        "official_url": lambda one: url_for("officials.official", slug=one.slug),
        "row_url": lambda row: row_url(row.seat.ward.number, way, body),
        "wards_url": url_for("officials.wards", body=body),
        "sign_url": lambda number: finding.sign_url(way, number) if way else "",
        "is_for_letter": finding.leads_to_letter(way),
        "distance": finding.distance_words,
        "name_of": ward_name,
    }


def row_url(number: int, way: str, body: str | None) -> str:
    """A ward that somebody picks without a map: on to where they came from, else its page."""
    return (
        finding.sign_url(way, number)
        if way
        else url_for("officials.ward", number=number, body=body)
    )


@bp.get("/wards/find")
@allow(public)
def find() -> Response:
    """The ways to find a ward: the map, or the wards as tiles where there is none."""
    body = body_of_page()
    return keep(make_response(page(body, FindForm(), [])))


@bp.post("/wards/find")
@allow(public)
def answer() -> ResponseReturnValue:
    """The ward of a place. What was given stands in no address and no log, and is not kept."""
    body, form = asked_council(), FindForm()
    shown = map_shown(body, form.day) or abort(404)
    found, status = look_up(body, shown, form) if form.submitted() else ([], form.status)
    response = make_response(page(body, form, found), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def look_up(body: Body, shown: WardMap, form: FindForm) -> tuple[list[Answer], int]:
    """What was asked for, with the status; what went wrong then stands at its field."""
    whole = pictures.whole_box(shown)
    place = form.pressed_place(whole) if form.press else form.typed_place()
    if place:
        return answered([Pin(*place)], body, form), form.status
    server = geocoder()
    if not form.address.data or server is None:
        form.form_errors = [_("Press on the map where you live, or fill in one of the fields.")]
        return [], 422
    if not limits.take(f"find:{network(request)}", settings().network_limit, AN_HOUR):
        form.form_errors = [_("Many addresses were asked from your network this hour.")]
        return [], 429
    db.session.commit()  # nobody waits for the database while another server takes its time
    try:
        return answered(finding.search(server, form.address.data, whole), body, form), form.status
    except LookupError as error:
        form.address.errors = [str(error)]
        return [], 422
    except GeocoderError:
        form.address.errors = [_("The search for addresses does not answer now. Use the map.")]
        return [], 503


def answered(pins: list[Pin], body: Body, form: FindForm) -> list[Answer]:
    on = form.day or listing.today(body)
    found = finding.answers(pins, on, body)
    if not found:
        form.on.errors = [no_map(body, on)]
    return found


def no_map(body: Body, on: date) -> str:
    from ...filters import date_words

    first = min(one.starts_on for one in maps.maps(body))
    return _(
        "There is no map of %(day)s here. The first begins on %(first)s.",
        day=date_words(on),
        first=date_words(first),
    )


def page(body: Body | None, form: FindForm, found: list[Answer]) -> str:
    shown = map_shown(body, form.day) if body else None
    on = form.day or (listing.today(body) if body else date.min)
    picture = picture_of(shown, found, form) if shown else None
    form.show(picture.box if picture else None)
    server, seats = geocoder(), rows(body, on) if body and not found else []
    return render_template(
        "officials/wards/find.html",
        body=body,
        councils=councils(),
        form=form,
        on=on,
        is_another_day=form.day is not None,
        map=shown,
        picture=picture,
        answers=found,
        geocoder_host=server.host if server else "",
        outlines=pictures.outlines(shown) if shown and not found else [],
        rows=seats,
        words=ward_words(body, seats) if body else {},
    )


def rows(body: Body, on: date) -> list[listing.Row]:
    """The seats of wards, with who holds them."""
    _at_hand = list(body.wards)  # so that no seat asks for its own
    return [listing.Row(one) for one in all_held(body, on) if one.seat.ward]


def ward_words(body: Body, seats: list[listing.Row]) -> dict[int, str]:
    """“Ward 35: Ana Quetzal” by number; the name alone where no seat is known."""
    found = {ward.number: ward_name(ward) for ward in body.wards}
    for one in seats:
        if one.seat.ward:
            names = ", ".join(term.official.name for term in one.held.terms)
            found[one.seat.ward.number] += f": {names or _('vacant')}"
    return found


def picture_of(shown: WardMap, found: list[Answer], form: FindForm) -> Picture:
    """Closer around the one place that was found, else all of the map."""
    if len(found) != 1 or not found[0].is_near:
        return pictures.whole_picture(shown)
    pin = found[0].pin.longitude, found[0].pin.latitude
    whole = pictures.whole_box(shown)
    seen = form.shown_box(whole) if form.press else whole
    return pictures.closer_picture(shown, seen.closer(*pin), pin)


@bp.get("/wards/map.svg")
@allow(public)
def picture() -> Response:
    """All wards of the map that is in force on a day, 280 or 560 pixels wide."""
    body = asked_council()
    on = request.args.get("on", type=date.fromisoformat)
    shown = maps.map_on(body, on or listing.today(body)) or abort(404)
    width = NARROW if request.args.get("width") == str(NARROW) else WIDE
    svg = pictures.whole_svg(shown, width)
    answer = keep(Response(svg, content_type="image/svg+xml; charset=utf-8"))
    if "v" in request.args:  # the address changes with the map
        answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


def map_shown(body: Body, on: date | None) -> WardMap | None:
    """The map of the day; where there is none, the newest; None without any."""
    return maps.map_on(body, on or listing.today(body)) or next(iter(maps.maps(body)), None)
