"""A council whose members vote, and files of the shapes that clerks give out."""

import csv
import io
import json
from typing import Any

from campaign.officials.models import Body, Official
from campaign.officials.record import numbers
from campaign.officials.record.models import Measure, RecordNumber
from tests.factories import add
from tests.officials.factories import make_body, make_official, make_term

NAMES = ("Ana Quetzal", "Omar Heron, Jr.", "Eve Stork", "Luz Ibis")
SORTED = ("Quetzal, Ana", "Heron, Jr., Omar", "Stork, Eve", "Ibis, Luz")
HEADER = ("record", "date", "body", "action", "voter", "vote")
RECORD = "SO2024-0011032"


def make_council(**values: Any) -> Body:
    """Four wards with an alderperson each since May 15, 2023; three votes pass a measure."""
    council = make_body(wards=4, **{"threshold": 3, "override": None} | values)
    for ward, name in enumerate(NAMES, 1):
        make_term(council, ward, make_member(name))
    return council


def make_member(name: str) -> Official:
    plain = name.removesuffix(", Jr.")
    given, _space, family = plain.rpartition(" ")
    suffix = ", Jr." if plain != name else ""
    slug = plain.lower().replace(" ", "-")
    return make_official(name, slug=slug, sort_name=f"{family}, {given}{suffix}")


def make_numbered(council: Body, *written: str, **values: Any) -> Measure:
    """A measure with these numbers, the first of them shown."""
    measure = Measure(body=council, record=written[0], title="Keep the clinic open", **values)
    measure.numbers = [
        RecordNumber(body_id=council.id, key=numbers.key(one), written=one) for one in written
    ]
    return add(measure)


def roll_call(*votes: str, **values: str) -> str:
    """A roll call as CSV: how each member voted, in the order of SORTED."""
    fixed = {"record": RECORD, "date": "2024-06-12", "body": "City Council", "action": "Passed"}
    rows = [fixed | values | {"voter": v, "vote": w} for v, w in zip(SORTED, votes, strict=False)]
    return table(rows, HEADER)


def table(rows: list[dict[str, str]], header: tuple[str, ...]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def clerk_matter(**values: Any) -> dict[str, Any]:
    """A matter as the Chicago clerk's API gives it, with one roll call."""
    votes = [
        {"voterName": name, "vote": word, "personId": "9"}
        for name, word in zip(SORTED, ("Yea", "Yea", "Nay", "Recused (Rule 14)"), strict=True)
    ]
    matter = {
        "matterId": "6A1F0E5B-0000-4000-8000-00000000000A",
        "recordNumber": "SOr2024-0007759",
        "legacyRecordNumber": "",
        "title": "Order about the clinic",
        "type": "Order",
        "status": "Passed",
        "controllingBody": "City Council",
        "introductionDate": "2024-02-21T16:00:00+00:00",
        "sponsors": [
            {"sponsorName": "Quetzal, Ana", "sponsorType": "Sponsor"},
            {"sponsorName": "Nobody, Knows", "sponsorType": "CoSponsor"},
        ],
        "actions": [
            {
                "actionDate": "2024-05-23T01:00:00+00:00",
                "actionName": "Passed",
                "actionByName": "City Council",
                "actionText": None,
                "sort": 9,
                "votes": votes,
            },
            {
                "actionDate": "2024-02-21T16:00:00+00:00",
                "actionName": "Introduced",
                "actionByName": "City Council",
                "sort": 0,
                "votes": [],
            },
        ],
        "attachments": [],
        "relations": [],
    }
    return matter | values


def clerk_meeting(**values: Any) -> dict[str, Any]:
    """A meeting as the clerk's calendar gives it: a UTC moment, free text, perhaps an agenda."""
    meeting = {
        "meetingId": "05889499-4C56-EE11-BE6E-001DD8098532",
        "status": "Scheduled",
        "body": "Committee on Health",
        "comment": "Written public comment deadline October 11, 2023, 3:00 PM",
        "location": "Room 201A",
        "date": "2023-10-12T15:00:00+00:00",
        "files": [],
        "agenda": None,
    }
    return meeting | values


def legistar_event(**values: Any) -> dict[str, Any]:
    """An event as Legistar's API gives it: the day at midnight, the hour apart."""
    event = {
        "EventId": 20666,
        "EventBodyName": "Committee on Health",
        "EventDate": "2024-02-26T00:00:00",
        "EventTime": "10:00 AM",
        "EventLocation": "Council Chambers",
        "EventAgendaStatusName": "Final",
        "EventComment": None,
        "EventInSiteURL": "https://legistar.example.org/MeetingDetail.aspx?LEGID=20666",
        "EventItems": [],
    }
    return event | values


def as_json(*objects: dict[str, Any]) -> str:
    return json.dumps({"data": list(objects), "meta": {}}, indent=1)
