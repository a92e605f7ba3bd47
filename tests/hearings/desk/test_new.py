"""A hearing from a template, from a meeting, as a copy and as a series."""

from datetime import UTC, datetime

import pytest

from campaign.coalition.models import Campaign
from campaign.hearings.models import Hearing
from campaign.hearings.rules.deadlines import openings
from campaign.hearings.rules.models import SpeakingRule
from campaign.officials.record.models import AgendaItem, Meeting
from tests.coalition.factories import make_campaign
from tests.factories import add, rows
from tests.hearings.desk.world import (
    COUNCIL_RULE,
    DESK,
    PARTNER,
    START,
    make_desk,
    make_one,
    make_template,
)
from tests.officials.desk import enter, hidden, send
from tests.officials.factories import make_measure
from tests.officials.whip.factories import make_whip

LEFT = {"takes_sign_ups": "y", "repeats": "", "times": "1", "coordinator": ""}
TITLE = {"title_en": "City Council", "title_es": "Concejo Municipal"}


@pytest.fixture
def council(app):
    return make_desk()


@pytest.fixture
def url(council):
    return f"{DESK}/new?rule={make_template(council).id}"


def write(client, url, **fields):
    return send(client, url, **{"start": START} | LEFT | TITLE | fields)


def test_it_works(client, council, url):
    omar = enter(client)
    assert f'href="{url}"' in client.get(f"{DESK}/new").text
    answer = write(client, url, place="City Hall", coordinator=str(omar.id))
    assert answer.status_code == 303, answer.text
    [made] = rows(Hearing)
    assert answer.location == f"{DESK}/{made.slug}"
    assert made.slug == "city-council-2027-05-19"
    assert made.starts_at == datetime(2027, 5, 19, 15, tzinfo=UTC)
    assert (made.body_id, made.coordinator_id, made.published_at) == (council.id, omar.id, None)
    assert made.rule.copied_from == COUNCIL_RULE
    assert [one.name for one in rows(SpeakingRule)] == [COUNCIL_RULE, ""]
    by_phone = openings(made)[1]
    assert by_phone.closes_at == datetime(2027, 5, 18, 13, tzinfo=UTC)
    assert "Draft" in client.get(answer.location).text


def test_two_fields_are_enough(client, council, url):
    """What a browser sends when somebody opens a template, types a day and saves."""
    enter(client)
    page = client.get(url).text
    assert 'value="City Council"' in page
    answer = client.post(url, data=hidden(page) | TITLE | LEFT | {"start": START})
    assert answer.status_code == 303
    assert rows(Hearing)[0].title == {"en": "City Council", "es": "Concejo Municipal"}


def test_the_next_one_is_where_the_last_one_was(client, council, url):
    enter(client)
    write(client, url, place="City Hall, room 201")
    assert 'value="City Hall, room 201"' in client.get(url).text
    assert START not in client.get(url).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"start": ""}, "Enter the day and the time."),
        ({"start": "2027-02-30T10:00"}, "a day and a time that exist"),
        ({"start": "20270-02-03T10:00"}, "a day and a time that exist"),
        ({"start": "2027-05-19T10:00Z"}, "a day and a time that exist"),
        ({"start": "2027-03-14T02:30"}, "02:30 does not exist on 2027-03-14"),
        ({"start": "2026-11-01T01:30"}, "01:30 comes twice on 2026-11-01"),
        ({"title_en": ""}, "Give it a title."),
        ({"ends": "09:00"}, "Let it end after it begins."),
        ({"measures": "O2024-1, nonsense"}, "We know no such record: O2024-1, nonsense."),
        ({"joint": "999"}, "not a valid choice"),
        ({"repeats": "week"}, "Say how many there are"),
        ({"repeats": "week", "times": "-2"}, "Write a whole number from 1 to 52."),
        ({"repeats": "day", "times": "3"}, "Not a valid choice"),
        ({"notices": "write closes start"}, "not a valid choice"),
    ],
)
def test_it_rejects(client, council, url, fields, sentence):
    enter(client)
    answer = write(client, url, **{"place": "Room 7½"} | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Room 7½" in answer.text
    assert rows(Hearing) == []


def test_an_hour_that_comes_twice_is_asked_about(client, council, url):
    enter(client)
    asked = write(client, url, start="2026-11-01T01:30")
    assert 'name="fold"' in asked.text
    answer = write(client, url, start="2026-11-01T01:30", fold="second")
    assert answer.status_code == 303
    assert rows(Hearing)[0].starts_at == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


def test_a_window_that_cannot_be_is_named(client, council, url):
    """A meeting at 08:30: the hour for written comment would be over after it begins; that is
    fine. One at midnight: who signs up in the room would have no time at all."""
    enter(client)
    assert write(client, url, start="2027-05-19T08:30").status_code == 303
    answer = write(client, url, start="2027-05-20T00:00")
    assert answer.status_code == 422
    assert "A form that is handed out" in answer.text
    assert "It would close before it opens." in answer.text
    assert len(rows(Hearing)) == 1


def test_a_series_keeps_its_local_time(client, council, url):
    """Every two weeks over the night on which the clock goes back."""
    enter(client)
    answer = write(client, url, start="2026-10-21T10:00", repeats="fortnight", times="3")
    assert answer.status_code == 303
    made = rows(Hearing)
    assert [one.starts_at for one in made] == [
        datetime(2026, 10, 21, 15, tzinfo=UTC),
        datetime(2026, 11, 4, 16, tzinfo=UTC),
        datetime(2026, 11, 18, 16, tzinfo=UTC),
    ]
    assert len({one.series for one in made}) == 1
    assert made[0].series
    assert len({one.rule_id for one in made}) == 3
    assert "3 hearings" in client.get(answer.location).text


def test_an_hour_of_a_series_that_does_not_exist(client, council):
    enter(client)
    rule = add(SpeakingRule(body=council, name="Bare"))
    url = f"{DESK}/new?rule={rule.id}"
    answer = write(client, url, start="2027-03-07T02:30", repeats="week", times="3")
    assert answer.status_code == 422
    assert "02:30 does not exist on 2027-03-14" in answer.text
    assert rows(Hearing) == []


def test_from_a_meeting_nothing_is_taken_silently(client, council):
    enter(client)
    committee = council.parts[0]
    rule = make_template(committee, "Chicago council committee, by video")
    measure = make_measure(council)
    meeting = Meeting(
        body=committee,
        external="m1",
        starts_at=datetime(2027, 10, 12, 15, tzinfo=UTC),
        location="Room 201-A",
        comment="Written public comment deadline October 11, 2027, 3:00 PM",
        items=[AgendaItem(position=0, title="An ordinance", measure=measure)],
    )
    add(meeting)
    url = f"{DESK}/new?meeting={meeting.id}&rule={rule.id}"
    assert url.replace("&", "&amp;") in client.get(f"{DESK}/new").text
    page = client.get(url).text
    assert 'value="2027-10-12T10:00"' in page
    assert 'value="Room 201-A"' in page
    assert f'value="{measure.record}"' in page
    assert "“Written public comment deadline October 11, 2027, 3:00 PM”" in page
    tick = 'value="write closes 2027-10-11 15:00"'
    assert tick in page
    assert " checked" not in page.partition(tick)[0].rpartition("<input")[2]
    assert " checked" not in page.partition(tick)[2].partition(">")[0]
    values = {"start": "2027-10-12T10:00", "measures": measure.record}
    assert write(client, url, **values).status_code == 303
    write(client, url, **values, notices="write closes 2027-10-11 15:00")
    silent, ticked = rows(Hearing)
    assert silent.meeting_id == ticked.meeting_id == meeting.id
    assert [one.record for one in silent.measures] == [measure.record]
    assert [one.closes_at for one in openings(silent) if one.window.purpose == "write"] == [None]
    [written] = [one for one in openings(ticked) if one.window.purpose == "write"]
    assert written.closes_at == datetime(2027, 10, 11, 20, tzinfo=UTC)
    assert rule.windows[1].closes == ""


def test_of_a_long_agenda_what_the_campaign_counts_votes_on(client, council):
    enter(client)
    rule = make_template(council)
    measures = [make_measure(council, f"O2027-{n:07}") for n in range(1, 13)]
    items = [AgendaItem(position=n, title="x", measure=one) for n, one in enumerate(measures)]
    start = datetime(2027, 10, 12, 15, tzinfo=UTC)
    meeting = add(Meeting(body=council, external="m1", starts_at=start, items=items))
    url = f"{DESK}/new?meeting={meeting.id}&rule={rule.id}"
    page = client.get(url).text
    assert "O2027-0000010" in page
    assert "O2027-0000011" not in page
    make_whip(rows(Campaign)[0], measures[11])
    page = client.get(url).text
    assert 'value="O2027-0000012"' in page


def test_for_another_committee_of_the_council(client, council, url):
    enter(client)
    answer = write(client, f"{url}&of=public-safety")
    assert answer.status_code == 303
    [made] = rows(Hearing)
    assert made.body.slug == made.rule.body.slug == "public-safety"


def test_as_a_copy(client, council):
    enter(client)
    other = council.parts[0]
    old = make_one(other_bodies=[other], place="Room 5", about={"en": "The contract."})
    url = f"{DESK}/new?copy={old.slug}"
    page = client.get(url).text
    assert "The contract." in page
    assert write(client, url, joint=str(other.id)).status_code == 303
    made = rows(Hearing)[1]
    assert made.other_bodies == [other]
    assert made.rule_id != old.rule_id
    assert made.published_at is None


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_only_organizers_make_one(client, url, role):
    enter(client, role)
    assert client.get(DESK).status_code == 200
    assert client.get(url).status_code == 403
    assert "New hearing" not in client.get(DESK).text


def test_partners_only_read(client, url):
    enter(client, "owner", "south-side")
    assert client.get(PARTNER).status_code == 200
    assert client.get(url.replace("neighbors", "south-side")).status_code == 403


def test_another_campaigns_hearing_cannot_be_copied(client, council):
    enter(client)
    other = make_one(campaign=make_campaign(slug="other"))
    assert client.get(f"{DESK}/new?copy={other.slug}").status_code == 404
    assert client.get(f"{DESK}/new?rule={other.rule_id}").status_code == 404
    assert client.get(f"{DESK}/new?rule=999").status_code == 404
    assert client.get(f"{DESK}/{other.slug}").status_code == 404
