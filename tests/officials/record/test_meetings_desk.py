"""Organizers' page of meetings, and the next one that public pages name."""

from datetime import timedelta

import pytest

from campaign.db import now
from campaign.officials.record.meetings import next_meeting
from campaign.officials.record.models import AgendaItem, Meeting
from tests.factories import add
from tests.officials.factories import make_committee
from tests.officials.record.desk import DESK, make_desk
from tests.officials.record.factories import make_council, make_numbered


def make_meeting(body, days, **values):
    at = now() + timedelta(days=days)
    external = f"{body.slug} {days} {values.get('status')}"
    return add(Meeting(body=body, external=external, starts_at=at, **values))


@pytest.mark.parametrize("status", ["Cancelled", "CANCELED", "Deferred"])
def test_the_next_meeting_is_one_that_takes_place(app, status):
    council = make_council()
    make_meeting(council, -1)
    make_meeting(council, 1, status=status)
    later = make_meeting(council, 3, status="Rescheduled")
    make_meeting(council, 5)

    assert next_meeting(council) is later


def test_committees_count_when_asked_for(app):
    council = make_council()
    theirs = make_meeting(make_committee(council), 1)
    mine = make_meeting(council, 2)

    assert next_meeting(council) is mine
    assert next_meeting(council, with_committees=True) is theirs
    assert next_meeting(theirs.body) is theirs


def test_without_one_there_is_none(app):
    assert next_meeting(make_council()) is None


def test_the_page_shows_what_comes_and_what_was(client):
    council = make_desk(client)
    committee = make_committee(council)
    measure = make_numbered(council, "O2024-1")
    coming = make_meeting(committee, 2, comment="Comments until noon", status="Cancelled")
    coming.items = [AgendaItem(position=1, record="O2024-1", title="It", measure=measure)]
    add(coming)
    make_meeting(council, -2, location="Room 201A")
    page = client.get(f"{DESK}/meetings").text

    before, after = page.split('id="past"')
    assert "Comments until noon" in before
    assert "Cancelled" in before
    assert "1 line on the agenda" in before
    assert "Room 201A" in after
    only = client.get(f"{DESK}/meetings?of=city-council").text
    assert "Comments until noon" not in only
    assert "Room 201A" in only


def test_of_many_past_ones_a_page_is_shown(client):
    council = make_desk(client)
    for days in range(1, 53):
        make_meeting(council, -days)

    assert "Page 1 of 2" in client.get(f"{DESK}/meetings").text
    assert client.get(f"{DESK}/meetings?page=2").text.count(": City Council") == 2
