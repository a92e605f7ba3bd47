"""Bringing the City Council: who held its seats from when to when, its committees, its holidays."""

from datetime import date
from typing import Any

from ..coalition.models import Campaign
from ..db import db
from ..officials.models import Body, Contact, Holiday, Official, Seat, Term
from . import record
from .files import read, words

Officials = dict[str, Official]  # by slug
Days = tuple[str, str | None]  # the first and the last, as far as they are known


def bring(council: Body, campaign: Campaign) -> bool:
    """Fill the council that has wards alone; False if it has seats already. The caller commits."""
    if council.seats:
        return False
    data = read("officials.toml")
    council.other_names = data["body"]["other_names"]
    officials = load_officials(data["officials"])
    load_seats(council)
    for values in data["council"]:
        load_terms(council, officials, values, data["change"])
    load_contacts(council, data["contact"], data["council"][-1]["ends"])
    for values in data["committee"]:
        load_committee(council, officials, values, data)
    load_holidays(council, data["holidays"])
    db.session.flush()
    record.bring(council, campaign, officials)
    return True


def load_officials(names: dict[str, list[str]]) -> Officials:
    officials = {
        slug: Official(slug=slug, name=name, sort_name=sort_name, other_names=others)
        for slug, (name, sort_name, *others) in names.items()
    }
    db.session.add_all(officials.values())
    return officials


def load_seats(council: Body) -> None:
    council.seats = [
        Seat(ward=ward, label=f"Ward {ward.number}", position=ward.number) for ward in council.wards
    ]


def load_terms(
    council: Body, officials: Officials, values: dict[str, Any], changes: list[dict[str, Any]]
) -> None:
    """One term of the whole council, with those who left before its end and those who came then."""
    first, last, source = values["starts"], values["ends"], values["source"]
    left = {one["ward"]: one for one in changes if first <= one["ends"] <= last}
    for seat, slug in zip(council.seats, values["members"], strict=True):
        change = left.get(seat.position)
        if change is None:
            sit(seat, officials[slug], (first, last), source)
            continue
        both = f"{source}; {change['left_source']}"
        sit(seat, officials[slug], (first, change["ends"]), both, change["left_note"])
        if "came" in change:
            days = change["starts"], last
            sit(seat, officials[change["came"]], days, change["came_source"], change["came_note"])


def sit(seat: Seat, official: Official, days: Days, source: str, note: str = "") -> None:
    starts, ends = days
    db.session.add(
        Term(
            official=official,
            body=seat.body,
            seat=seat,
            starts=starts,
            ends=ends,
            source=source,
            note=note,
        )
    )


def load_contacts(council: Body, values: dict[str, str], last: str) -> None:
    """An invented address, which nobody verified, for each who sits to the end of the last term."""
    for seat in council.seats:
        term = next(one for one in seat.terms if one.ends == last)
        email = values["email"].format(ward=seat.position)
        term.contacts = [
            Contact(kind="email", label=values["label"], value=email, source=values["source"])
        ]


def load_committee(
    council: Body, officials: Officials, values: dict[str, Any], data: dict[str, Any]
) -> None:
    source, past_source = data["attendance"]["source"], data["attendance"]["past_source"]
    committee = Body(
        slug=values["slug"],
        kind="committee",
        parent=council,
        name=words(values, "name"),
        other_names=values.get("other_names", []),
        place=council.place,
        seat_title=council.seat_title,
        timezone=council.timezone,
        source=source,
    )
    db.session.add(committee)
    roles = dict.fromkeys(values["members"], "member") | {values["chair"]: "Chair"}
    left = {one["left"]: one["ends"] for one in data["change"]}
    for slug, role in roles.items():
        serve(committee, officials[slug], role, (values["starts"], left.get(slug)), source)
    if "past_chair" in values:
        before = data["council"][0]
        days = before["starts"][:4], before["ends"]
        serve(committee, officials[values["past_chair"]], "Chair", days, past_source)


def serve(committee: Body, official: Official, role: str, days: Days, source: str) -> None:
    starts, ends = days
    db.session.add(
        Term(official=official, body=committee, role=role, starts=starts, ends=ends, source=source)
    )


def load_holidays(council: Body, names: dict[str, str]) -> None:
    council.holidays = [
        Holiday(on=date.fromisoformat(day), name=name) for day, name in names.items()
    ]
