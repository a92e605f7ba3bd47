"""Calendar files, read by two other libraries than the one that wrote them."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject

from campaign.db import db, now
from campaign.hearings.calendars import making
from campaign.hearings.rules.models import Window
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.hearings.public.people import URL, path_of

FEED = "/c/stop-the-contract/hearings.ics"
ODD = "Title, with; commas: \\ and “ä” 漢字 🎤\nsecond line " + "long " * 60


def read(answer):
    """The calendar as vobject reads it; what every file has to keep is checked here."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    data = answer.get_data()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")
    other = icalendar.Calendar.from_ical(data)
    assert not other.errors
    found = vobject.readOne(data.decode())
    assert len(other.walk("VEVENT")) == len(found.vevent_list)
    return found


def call_windows():
    calls = {"calls_from": "1 day before 10:00", "calls_to": "1 day before 14:00"}
    return [Window(purpose="speak", mode="remote", channel="phone", closes="start", **calls)]


def test_it_works(client):
    hearing = make_hearing(sequence=3, about={"en": ODD}, place=ODD[:200])
    found = read(client.get(f"{URL}.ics"))
    event = found.vevent

    assert found.method.value == "PUBLISH"
    assert event.uid.value == f"hearing-{hearing.id}@localhost"
    assert event.summary.value == "Committee on Public Safety"
    assert event.sequence.value == "3"
    assert event.status.value == "CONFIRMED"
    assert event.dtstart.value == hearing.starts_at
    assert event.dtstart.value.tzinfo is not None
    assert event.dtstamp.value == hearing.changed_at.replace(microsecond=0)
    assert event.location.value == ODD[:200]
    assert ODD in event.description.value
    assert event.url.value == "http://localhost/hearings/public-safety"
    assert event.organizer.value.startswith("mailto:")


def test_it_is_the_same_bytes_until_something_changes(client):
    make_hearing()
    first = client.get(f"{URL}.ics")
    assert first.get_data() == client.get(f"{URL}.ics").get_data()
    assert first.headers["Cache-Control"] == "public, max-age=1"
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("status", ["cancelled", "rescheduled"])
def test_a_cancelled_hearing_is_taken_out_of_calendars(client, status):
    hearing = make_hearing(status=status, sequence=4, status_note={"en": "No quorum."})
    ana = make_speaker(hearing, "Ana")
    for path in (f"{URL}.ics", f"{path_of(ana)}.ics"):
        found = read(client.get(path))
        assert found.method.value == "CANCEL"
        assert found.vevent.status.value == "CANCELLED"
        assert found.vevent.sequence.value == "4"
        assert "No quorum." in found.vevent.description.value
        assert "valarm" not in found.vevent.contents


def test_a_speaker_is_reminded_and_called_back(client):
    starts = datetime(now().year + 1, 3, 20, 16, tzinfo=UTC)  # summer time in Chicago
    hearing = make_hearing(rule=make_rule(windows=call_windows()), starts_at=starts)
    ana = make_speaker(hearing, "Ana", mode="remote")
    answer = client.get(f"{path_of(ana)}.ics")
    found = read(answer)
    event, call = found.vevent_list

    assert answer.headers["Cache-Control"] == "no-store"
    assert event.uid.value == f"hearing-{hearing.id}@localhost"
    before = [one.trigger.value for one in event.valarm_list]
    assert before == [timedelta(days=-1), timedelta(hours=-2)]
    day = starts - timedelta(days=1)
    assert call.dtstart.value == day.replace(hour=15)  # 10:00 CDT
    assert call.dtend.value == day.replace(hour=19)
    assert call.uid.value == f"calls-{hearing.id}-0@localhost"
    assert "Ana" not in answer.text


def test_nobody_is_called_back_who_speaks_there_or_has_spoken(client):
    hearing = make_hearing(rule=make_rule(windows=call_windows()))
    for name, values in {"Ana": {}, "Omar": {"mode": "remote", "state": "spoke"}}.items():
        found = read(client.get(f"{path_of(make_speaker(hearing, name, **values))}.ics"))
        assert len(found.vevent_list) == 1


def test_a_feed_has_all_public_hearings(client):
    hearing = make_hearing(ends_at=now() + timedelta(days=11))
    more = {"campaign": hearing.campaign, "title": {"en": ODD[:100]}}
    make_hearing(rule=make_rule(hearing.body), slug="second", status="cancelled", **more)
    make_hearing(rule=make_rule(hearing.body), slug="draft", published_at=None, **more)
    found = read(client.get(FEED))

    assert found.method.value == "PUBLISH"
    assert found.contents["x-wr-calname"][0].value == "Hearings: Stop the contract"
    assert found.contents["refresh-interval"][0].value == "PT1H"
    assert [one.status.value for one in found.vevent_list] == ["CONFIRMED", "CANCELLED"]


def test_a_feed_without_hearings_can_be_read(client):
    hearing = make_hearing(published_at=None)
    answer = client.get(FEED)
    assert answer.status_code == 200
    assert icalendar.Calendar.from_ical(answer.get_data()).walk("VEVENT") == []
    hearing.campaign.published_at = None
    db.session.commit()
    assert client.get(FEED).status_code == 404
    assert client.get("/c/nothing/hearings.ics").status_code == 404


def test_it_speaks_the_language_of_the_address(client):
    make_hearing()
    found = read(client.get(f"{URL}.ics?lang=es"))
    assert found.vevent.summary.value == "Comité de Seguridad Pública"


def test_a_mail_needs_no_request(app):
    ana = make_speaker(make_hearing(), "Ana")
    assert "http://localhost/hearings/public-safety" in making.of_speaker(ana).replace("\r\n ", "")
