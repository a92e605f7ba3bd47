"""What waits about officials: next steps, offices that cannot be reached, empty seats."""

from datetime import timedelta

import pytest

from campaign.coalition.models import Organization
from campaign.db import db, now
from campaign.officials.bringing.models import RecordImport
from campaign.officials.contact.models import Interaction
from campaign.officials.listing import today
from campaign.officials.models import Contact
from tests.dashboard.test_today import items
from tests.factories import add, rows
from tests.officials.desk import DESK, contacts, enter, make_council


@pytest.fixture
def council(app):
    """Three seats, all held, every address verified now."""
    body = make_council(wards=2)
    for one in rows(Contact):
        one.verified_on = today(body)
    db.session.commit()
    return body


def plan(council, days, user, slug="neighbors", **values):
    mine = rows(Organization, slug=slug)[0]
    said = {"campaign_id": 1, "official_id": 1, "way": "call", "answered": "Yes."}
    due = today(council) + timedelta(days=days)
    said |= {"next_step": "Send the report", "next_on": due, "on": now().date(), "user_id": user.id}
    return add(Interaction(organization_id=mine.id, **said | values))


def test_nothing_waits(client, council):
    enter(client, "organizer")
    assert not [one for one in items(client) if "/officials" in one]


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "It was due on"), (0, "Due: today"), (5, "Due: "), (8, "")]
)
def test_a_next_step(client, council, days, words):
    omar = enter(client, "writer")
    note = plan(council, days, omar)
    found = [one for one in items(client) if "Send the report (Ana Quetzal)" in one]
    assert bool(found) is bool(words)
    if found:
        assert words in found[0]
        assert f"{DESK}/ana-quetzal#note-{note.id}" in found[0]
        assert ('class="now"' in found[0]) is (days < 0)
    note.next_done_at = now()
    db.session.commit()
    assert not [one for one in items(client) if "Send the report" in one]


def test_a_next_step_is_its_authors(client, council):
    ana = enter(client, "writer", "south-side")
    enter(client, "owner")
    plan(council, 0, ana, "south-side")
    assert not [one for one in items(client) if "Send the report" in one]


def test_offices_that_cannot_be_reached(client, council):
    email, phone, old = rows(Contact)
    email.bounced_at = phone.bounced_at = now()
    old.verified_on = today(council) - timedelta(days=181)
    db.session.commit()
    enter(client, "organizer")
    found = " ".join(items(client))
    assert "2 contact details of offices do not work" in found
    assert "1 email address of an office was not checked for 180 days" in found
    assert "state=bounced" in found


def test_empty_seats(client, council):
    council.seats[0].terms[0].ends = "2024"
    db.session.commit()
    enter(client, "organizer")
    assert "1 seat is vacant" in " ".join(items(client))
    council.seats[1].terms[0].ends = "2024"
    db.session.commit()
    assert "vacant" not in " ".join(items(client))  # nobody is known at all


def test_they_are_for_those_who_can_mend_them(client, council):
    council.seats[0].terms[0].ends = "2024"
    contacts()["email"].bounced_at = now()
    db.session.commit()
    enter(client, "organizer", "south-side")
    assert not [one for one in items(client) if "officials?" in one]


def test_files_that_wait(client, council):
    for slug, name, state in (
        ("neighbors", "roster.csv", "checked"),
        ("neighbors", "done.csv", "done"),
        ("south-side", "theirs.csv", "checked"),
    ):
        mine = rows(Organization, slug=slug)[0]
        said = {"kind": "roster", "file_name": name, "state": state}
        add(RecordImport(body_id=council.id, organization_id=mine.id, **said))
    enter(client, "organizer")
    [found] = [one for one in items(client) if "can be imported" in one]
    assert "“roster.csv” can be imported" in found
    assert f"{DESK}/imports/1" in found


def test_search_finds_officials(client, council):
    enter(client, "viewer")
    for asked in ("quetz", "ward 1", "Ana"):
        page = client.get(f"/organize/neighbors/search?q={asked}").text
        assert f'href="{DESK}/ana-quetzal"' in page
        assert "luis-zorzal" not in page
