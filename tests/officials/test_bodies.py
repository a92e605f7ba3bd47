"""Councils by hand: started, corrected, with committees and holidays, without any file."""

from datetime import date

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.officials.councils import holidays
from campaign.officials.models import Body, Holiday, Seat, Ward
from tests.factories import rows
from tests.officials.record.desk import DESK, hidden, log_in_with, make_desk, poster
from tests.petitions.factories import make_campaign, make_organization

NEW = {
    "name_en": "Quetzal Council",
    "name_es": "Concejo de Quetzal",
    "place_en": "Quetzal",
    "seat_title_en": "Council Member",
    "ward_title_en": "District",
    "timezone": "America/New_York",
    "threshold": "6",
    "wards": "10",
    "seats": "Mayor\r\n\r\nMayor\r\nAt Large 1",
    "other_names": "The Council\r\nQC",
}


@pytest.fixture
def post(client):
    log_in_with(client, make_organization(make_campaign(), "neighbors"), "organizer")
    return poster(client)


@pytest.fixture
def council(client):
    return make_desk(client)


@pytest.fixture
def send(client, council):
    return poster(client)


def typed(form, **values):
    """What the form of a council's page holds, with other values."""
    fields = {name: value for name, value in NEW.items() if name != "seats"}
    return fields | {"name_es": "", "wards": "4", "threshold": "3"} | form | values


def test_a_city_begins_without_a_file(client, post):
    answer = post("bodies/new", **NEW)

    assert answer.location == f"{DESK}/bodies/quetzal-council"
    [body] = rows(Body)
    assert body.name == {"en": "Quetzal Council", "es": "Concejo de Quetzal"}
    assert (body.threshold, body.override, body.timezone) == (6, None, "America/New_York")
    assert body.other_names == ["The Council", "QC"]
    assert [(one.number, one.column, one.row) for one in body.wards][:5] == [
        (1, 0, 0),
        (2, 1, 0),
        (3, 2, 0),
        (4, 3, 0),
        (5, 0, 1),
    ]
    assert [one.label for one in body.seats][-3:] == ["District 10", "Mayor", "At Large 1"]
    assert body.wards[0].division == "ocd-division/local:quetzal-council/ward:1"
    page = client.get(answer.location).text
    for words in ("12, for 10 of the kind “District”", "America/New_York", "The Council · QC"):
        assert words in page
    assert [one.act for one in rows(Audit)] == ["body.started"]


def test_two_of_a_name_get_two_addresses(post):
    post("bodies/new", **NEW)
    post("bodies/new", **NEW)

    assert [one.slug for one in rows(Body)] == ["quetzal-council", "quetzal-council-2"]


def test_its_wards_may_have_open_civic_datas_name(post):
    name = "ocd-division/country:us/state:ny/place:new_york/council_district"
    post("bodies/new", **NEW, division=name)

    assert rows(Ward)[9].division == f"{name}:10"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name_en", "", "Enter its name."),
        ("place_en", " ", "Enter the city or place."),
        ("wards", "", "Enter how many wards it has"),
        ("wards", "201", "from 0 to 200"),
        ("threshold", "x", "Not a valid integer value."),
        ("threshold", "0", "Write a whole number from 1."),
        ("timezone", "Mars/Olympus", "Not a valid choice."),
        ("division", "chicago", "Write it like ocd-division"),
        ("seats", "s" * 81, "A line has at most 80 letters."),
        ("homepage", "chicago", "Enter a web address"),
    ],
)
def test_it_rejects(post, field, value, sentence):
    answer = post("bodies/new", **NEW | {field: value})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(Body) == []


def test_it_corrects_and_adds_wards(client, send, council):
    form = {"seen": hidden(client, "bodies/city-council/edit")}
    answer = send("bodies/city-council/edit", **typed(form, wards="6", seats="Mayor"))

    assert answer.status_code == 303
    [body] = rows(Body)
    assert (body.slug, body.name) == ("city-council", {"en": "Quetzal Council"})
    assert {"name", "place", "timezone"} <= set(body.by_hand)
    assert [one.number for one in rows(Ward)] == [1, 2, 3, 4, 5, 6]
    assert len({(one.column, one.row) for one in rows(Ward)}) == 6
    assert [one.label for one in rows(Seat)][-3:] == ["District 5", "District 6", "Mayor"]


def test_wards_are_never_taken_away(client, send, council):
    form = {"seen": hidden(client, "bodies/city-council/edit")}
    answer = send("bodies/city-council/edit", **typed(form, wards="3"))

    assert answer.status_code == 422
    assert "It has 4 wards. Wards are added, never taken away." in answer.text


def test_who_saves_second_is_told(client, send, council):
    form = {"seen": hidden(client, "bodies/city-council/edit")}
    send("bodies/city-council/edit", **typed(form, name_en="First"))
    answer = send("bodies/city-council/edit", **typed(form, name_en="Second"))

    assert answer.status_code == 409
    assert "Somebody has changed this" in answer.text
    assert 'value="Second"' in answer.text
    assert rows(Body)[0].name == {"en": "First"}


def test_a_committee(client, send, council):
    path = "bodies/city-council/committees/new"
    answer = send(path, name_en="Committee on Police & Fire", threshold="9")

    assert answer.location == f"{DESK}/bodies/committee-on-police-fire"
    committee = rows(Body)[1]
    assert (committee.parent, committee.kind, committee.timezone) == (
        council,
        "committee",
        "America/Chicago",
    )
    again = send(path, name_en="committee on police and fire")
    assert again.status_code == 422
    assert "There is “Committee on Police &amp; Fire” already." in again.text
    form = {"seen": hidden(client, "bodies/committee-on-police-fire/edit")}
    send("bodies/committee-on-police-fire/edit", name_en="Committee on Fire", **form)
    assert rows(Body)[1].name == {"en": "Committee on Fire"}


def test_holidays_are_pasted_as_lines(client, send, council):
    lines = "2026-12-25 Christmas Day\r\n\r\n2026-07-04, Independence Day\r\n"
    send("bodies/city-council/holidays", days=lines)
    send("bodies/city-council/holidays", days=lines + "2026-09-07\tLabor Day")

    assert [(one.on, one.name) for one in rows(Body)[0].holidays] == [
        (date(2026, 7, 4), "Independence Day"),
        (date(2026, 9, 7), "Labor Day"),
        (date(2026, 12, 25), "Christmas Day"),
    ]
    assert "December 25, 2026, Christmas Day" in client.get(f"{DESK}/bodies/city-council").text


def test_holidays_with_a_wrong_line_are_all_refused(send, council):
    lines = "2026-12-25 Christmas\r\nsoon\r\n2026-02-30 Never\r\n2026-12-25 Other\r\n2026-01-01"
    answer = send("bodies/city-council/holidays", days=lines)

    assert answer.status_code == 422
    for words in ("Line 2:", "Line 3:", "Line 4: 2026-12-25 is “Christmas” already", "Line 5:"):
        assert words in answer.text
    assert rows(Holiday) == []


def test_a_holiday_is_removed(send, council):
    send("bodies/city-council/holidays", days="2026-12-25 Christmas Day")
    answer = send("bodies/city-council/holidays/remove", day="2026-12-25")

    assert answer.status_code == 303
    assert rows(Holiday) == []
    assert send("bodies/city-council/holidays/remove", day="soon").status_code == 400
    assert [one.act for one in rows(Audit)] == ["body.holidays_added", "body.holiday_removed"]


def test_too_many_holidays_at_once_are_refused():
    lines = "\n".join(f"{date.fromordinal(740_000 + n)} Day" for n in range(500))

    assert holidays.read(lines, {}).problems[0].line == 401


@pytest.mark.parametrize(("role", "part"), [("organizer", "partner"), ("writer", "lead")])
def test_who_may_read_but_not_change(client, role, part):
    make_desk(client, role, part)
    page = client.get(f"{DESK}/bodies/city-council")

    assert page.status_code == 200
    assert "Correct" not in page.text
    send = poster(client)
    for path in ("new", "city-council/edit", "city-council/holidays"):
        assert send(f"bodies/{path}", **NEW).status_code == 403
    db.session.rollback()


def test_what_is_not_there(client, council):
    assert client.get(f"{DESK}/bodies/elsewhere").status_code == 404
    assert client.get(f"{DESK}/bodies/elsewhere/edit").status_code == 404
