"""Answering “which ward is this?”: the ward, who holds it, how near the line is."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _

from ...db import db
from ...filters import number
from ...i18n import asked_language
from ..models import Body, Seat
from ..terms import Held, held
from .boxes import Box
from .geocoding import Geocoder
from .geocoding import Place as Found
from .lookup import Outside, WardHit, place_of

SIGN = re.compile(r"/petitions/[a-z0-9]+(?:-[a-z0-9]+)*/sign")
WRITE = re.compile(r"/letters/[a-z0-9]+(?:-[a-z0-9]+)*/write")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 300  # letters of an address to go back to
FEET = 3.28084  # in a metre
FAR = 20_000.0  # metres outside from which a closer map shows nothing


@dataclass(frozen=True)
class Pin:
    """A point that somebody means, metres by which it may be off, and what it is called."""

    longitude: float
    latitude: float
    off: float = 0.0
    label: str = ""

    @classmethod
    def of(cls, place: Found) -> "Pin":
        return cls(place.longitude, place.latitude, place.off, place.label)


@dataclass(frozen=True)
class Answer:
    """What a day's map says about a point."""

    pin: Pin
    place: WardHit | Outside
    held: Held | None

    @property
    def hit(self) -> WardHit | None:
        return self.place if isinstance(self.place, WardHit) else None

    @property
    def meters(self) -> float:
        return self.place.meters

    @property
    def is_near(self) -> bool:
        """Whether a closer map around it would show a ward."""
        return self.hit is not None or self.meters < FAR

    @property
    def needs_confirmation(self) -> bool:
        return self.place.needs_confirmation


def answer(pin: Pin, on: date, body: Body) -> Answer | None:
    """None where there is no map of that day."""
    place = place_of(pin.longitude, pin.latitude, on, body, pin.off)
    if place is None:
        return None
    return Answer(pin, place, holder(place, on) if isinstance(place, WardHit) else None)


def holder(hit: WardHit, on: date) -> Held | None:
    seat = db.session.scalar(db.select(Seat).filter_by(ward_id=hit.ward.id))
    return held(seat, on) if seat else None


def answers(pins: list[Pin], on: date, body: Body) -> list[Answer]:
    """One for each ward that the pins lie in."""
    found: dict[int | None, Answer] = {}
    for pin in pins:
        if one := answer(pin, on, body):
            found.setdefault(one.hit.ward.id if one.hit else None, one)
    return list(found.values())


def search(geocoder: Geocoder, text: str, box: Box) -> list[Pin]:
    """Places of this name that are more than an area. Raises GeocoderError, LookupError."""
    found = geocoder.find(text, box)
    if not found:
        raise LookupError(_("Nothing was found by this name. Add the number, or try a corner."))
    usable = [Pin.of(one) for one in found if one.quality != "area"]
    if not usable:
        label = found[0].label or text
        raise LookupError(
            _("“%(label)s” is a whole area. Add street and number, or a corner.", label=label)
        )
    return usable


def distance_words(meters: float) -> str:
    """As people say it: “45 m (150 ft)”, “1.2 km (0.7 miles)”."""
    if meters < 1000:
        steps = 1 if meters < 20 else 5 if meters < 200 else 10
        rounded = round(meters / steps) * steps
        feet = round(meters * FEET / 10) * 10 if meters >= 20 else round(meters * FEET)
        return _("%(meters)s m (%(feet)s ft)", meters=number(rounded), feet=number(feet))
    kilometers, miles = round(meters / 1000, 1), round(meters / 1609.344, 1)
    return _("%(km)s km (%(miles)s miles)", km=number(kilometers), miles=number(miles))


def way_back(asked: str) -> str:
    """The page where somebody signs or writes, or nothing: no other address will do."""
    path, _mark, query = asked.partition("?")
    if len(asked) > LONGEST or not (SIGN.fullmatch(path) or WRITE.fullmatch(path)):
        return ""
    kept = [(name, value) for name, value in parse_qsl(query) if name == "by"]
    kept = [pair for pair in kept if SLUG.fullmatch(pair[1])][:1]
    return f"{path}?{urlencode(kept)}" if kept else path


def leads_to_letter(way: str) -> bool:
    """Whether somebody came from writing a letter, so that the button there names what is next."""
    return WRITE.match(way) is not None


def sign_url(way: str, ward: int) -> str:
    """The same with the ward filled in."""
    more = [("ward", str(ward)), *([("lang", asked)] if (asked := asked_language()) else [])]
    return f"{way}{'&' if '?' in way else '?'}{urlencode(more)}"
