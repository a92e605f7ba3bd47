"""Councils, officials, terms and measures with valid defaults."""

from datetime import date
from typing import Any

from campaign.db import db
from campaign.officials.models import Body, Contact, Official, Seat, Term, Ward
from campaign.officials.record.models import Measure, RecordNumber
from campaign.officials.record.numbers import key
from tests.factories import add


def make_body(wards: int = 50, **values: Any) -> Body:
    """A council with a seat for each of its wards; nobody sits in them yet."""
    defaults: dict[str, Any] = {
        "slug": "city-council",
        "name": {"en": "City Council", "es": "Concejo Municipal"},
        "place": {"en": "Chicago"},
        "seat_title": {"en": "Alderperson"},
        "timezone": "America/Chicago",
        "threshold": 26,
        "override": 34,
    }
    body = add(Body(**defaults | values))
    if wards:
        add_wards(body, wards)
    return body


def add_wards(body: Body, count: int) -> None:
    """In two statements, since most tests of petitions begin with fifty wards."""
    wards = [
        {
            "body_id": body.id,
            "number": n,
            "division": f"ocd-division/ward:{n}",
            "column": n % 7,
            "row": n // 7,
        }
        for n in range(1, count + 1)
    ]
    insert = db.insert(Ward.__table__).returning(Ward.id, Ward.number)
    seats = [
        {"body_id": body.id, "ward_id": key, "label": f"Ward {n}", "position": n}
        for key, n in db.session.execute(insert, wards)
    ]
    db.session.execute(db.insert(Seat.__table__), seats)
    db.session.commit()


def make_committee(council: Body, slug: str = "public-safety", **values: Any) -> Body:
    defaults: dict[str, Any] = {
        "kind": "committee",
        "parent": council,
        "name": {"en": "Committee on Public Safety"},
        "place": council.place,
        "seat_title": council.seat_title,
        "timezone": council.timezone,
    }
    return add(Body(slug=slug, **defaults | values))


def make_official(name: str = "Ana Quetzal", **values: Any) -> Official:
    given, _space, family = name.rpartition(" ")
    slug = name.lower().replace(" ", "-")
    return add(Official(**{"slug": slug, "name": name, "sort_name": f"{family}, {given}"} | values))


def make_term(body: Body, ward: int, official: Official | None = None, **values: Any) -> Term:
    """A term in the seat of a ward since May 15, 2023, with an address that somebody verified."""
    official = official or make_official(f"Official {ward}")
    seat = next(one for one in body.seats if one.ward and one.ward.number == ward)
    defaults: dict[str, Any] = {"starts": "2023-05-15", "ends": None}
    term = Term(official=official, body=body, seat=seat, **defaults | values)
    email = f"ward{ward}@example.org"
    term.contacts = [Contact(kind="email", value=email, verified_on=date(2026, 11, 1))]
    return add(term)


def make_measure(body: Body, record: str = "O2024-0011032", **values: Any) -> Measure:
    """A measure under one number."""
    defaults: dict[str, Any] = {"title": "An ordinance", "kind": "Ordinance"}
    measure = Measure(body=body, record=record, **defaults | values)
    measure.numbers = [RecordNumber(body_id=body.id, key=key(record), written=record)]
    return add(measure)
