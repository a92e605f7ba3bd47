"""`campaign meetings import`: calendars, with hours as clocks show them where the council meets."""

from datetime import UTC, datetime

import pytest

from campaign.officials.models import Body
from campaign.officials.record.models import AgendaItem, Meeting
from tests.factories import rows
from tests.officials.record.factories import (
    as_json,
    clerk_meeting,
    legistar_event,
    make_council,
    make_numbered,
)


@pytest.fixture
def council(app):
    return make_council()


def test_the_clerks_calendar(bring, council):
    result = bring("meetings", as_json(clerk_meeting()))

    assert result.exit_code == 0, result.output
    assert "new        Committee on Health, 2023-10-12 10:00" in result.output
    [meeting] = rows(Meeting)
    assert meeting.starts_at == datetime(2023, 10, 12, 15, tzinfo=UTC)
    assert meeting.comment == "Written public comment deadline October 11, 2023, 3:00 PM"
    assert (meeting.body.parent, meeting.body.kind) == (council, "committee")


def test_a_second_run_changes_nothing(bring, council):
    text = as_json(clerk_meeting(agenda={"groups": [{"items": [{"matterTitle": "A"}]}]}))
    bring("meetings", text)

    assert "0 new, 0 changed" in bring("meetings", text).output


def test_a_meeting_that_moves_stays_one(bring, council):
    bring("meetings", as_json(clerk_meeting()))
    moved = clerk_meeting(body="Joint Committee: Health; Police & Fire", status="Cancelled")
    result = bring("meetings", as_json(moved))

    assert "status “Scheduled” → “Cancelled”" in result.output
    [meeting] = rows(Meeting)
    assert meeting.body.name == {"en": "Joint Committee: Health; Police & Fire"}


def test_bodies_are_known_by_any_of_their_names(bring, council):
    names = ("City Council", "Chicago City Council", "the city  council", "Committee on A & B")
    texts = [clerk_meeting(meetingId=str(n), body=name) for n, name in enumerate(names)]
    bring("meetings", as_json(*texts, clerk_meeting(body="committee on A and B")))

    assert [one.slug for one in rows(Body)] == ["city-council", "committee-on-a-b"]


def test_a_null_status_is_none(bring, council):
    bring("meetings", as_json(clerk_meeting(status=None, comment=None)))

    assert [(one.status, one.comment) for one in rows(Meeting)] == [("", "")]


def test_legistar_writes_day_and_hour_apart(bring, council):
    bring("meetings", as_json(legistar_event()))

    [meeting] = rows(Meeting)
    assert meeting.starts_at == datetime(2024, 2, 26, 16, tzinfo=UTC)
    assert (meeting.external, meeting.status) == ("20666", "")


@pytest.mark.parametrize("hour", ["", None, "Deferred", "25:00 PM"])
def test_a_meeting_without_an_hour_is_left_out(bring, council, hour):
    result = bring("meetings", as_json(legistar_event(EventTime=hour)))

    assert result.exit_code == 0
    assert "has no hour" in result.output
    assert rows(Meeting) == []


def test_an_hour_that_clocks_skip_is_a_problem(bring, council):
    skipped = {"EventDate": "2024-03-10T00:00:00", "EventTime": "2:30 AM"}
    result = bring("meetings", as_json(legistar_event(**skipped)))

    assert result.exit_code == 1
    assert "line 3: 2024-03-10 02:30 does not exist in America/Chicago" in result.output


def test_of_an_hour_that_comes_twice_the_first_is_taken(bring, council):
    twice = {"EventDate": "2024-11-03T00:00:00", "EventTime": "1:30 AM"}
    result = bring("meetings", as_json(legistar_event(**twice)))

    assert "2024-11-03 01:30 comes twice" in result.output
    assert rows(Meeting)[0].starts_at == datetime(2024, 11, 3, 6, 30, tzinfo=UTC)


def test_an_agenda_knows_its_measures(bring, council):
    measure = make_numbered(council, "T2024-0316")
    items = [
        {"EventItemTitle": "Roll Call", "EventItemAgendaSequence": 0, "RollCall": [{"ID": 1}]},
        {"EventItemTitle": "Oversight", "EventItemMatterFile": "T2024-316"},
        {"EventItemTitle": "", "MinutesNote": "Others attending"},
    ]
    result = bring("meetings", as_json(legistar_event(EventItems=items)))

    assert "who was present at the Committee on Health is no vote" in result.output
    assert [(one.position, one.title, one.measure) for one in rows(AgendaItem)] == [
        (1, "Roll Call", None),
        (2, "Oversight", measure),
    ]


def test_the_clerks_agenda(bring, council):
    items = [
        {"matterTitle": "Second", "recordNumber": "O2024-2", "sort": 2},
        {"matterTitle": "First", "recordNumber": "O2024-1", "sort": 1, "actionName": "Passed"},
    ]
    bring("meetings", as_json(clerk_meeting(agenda={"groups": [{"items": items}]})))

    assert [(one.title, one.action) for one in rows(AgendaItem)] == [
        ("First", "Passed"),
        ("Second", ""),
    ]


def test_what_a_later_calendar_leaves_out_is_told(bring, council):
    days = [clerk_meeting(meetingId=str(n), date=f"2023-10-1{n}T15:00:00+00:00") for n in (1, 2, 3)]
    bring("meetings", as_json(*days))
    result = bring("meetings", as_json(days[0], days[2]))

    assert "not in the file, kept  Committee on Health, 2023-10-12 10:00" in result.output
    assert len(rows(Meeting)) == 3


def test_one_meeting_twice_with_other_words_is_a_problem(bring, council):
    result = bring("meetings", as_json(clerk_meeting(), clerk_meeting(location="Elsewhere")))

    assert result.exit_code == 1
    assert "Says something else about Committee on Health, 2023-10-12 10:00" in result.output
