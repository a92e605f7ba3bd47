"""The page of a letter action, and the way to one's ward."""

from datetime import timedelta

import pytest

from campaign.db import db, now
from campaign.officials.models import Contact
from campaign.officials.wards.finding import way_back
from tests.officials.factories import make_term
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters.writing import URL


def test_it_works(client):
    make_letter(make_action(), state="sent", sent_at=now())
    response = client.get(URL)

    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"].startswith("public")
    assert "The contract ends soon." in response.text
    assert "<strong>1</strong> letter has gone out" in response.text
    assert 'value="35">Ward 35: Official 35' in response.text
    assert "Ana Ruiz" not in response.text


def test_it_leads_to_the_ward_finder_and_back(client):
    make_action()
    page = client.get(f"{URL}?by=neighbors").text

    assert "/wards/find?body=city-council&amp;next=" in page
    assert way_back(f"{URL}/write?by=neighbors") == f"{URL}/write?by=neighbors"


@pytest.mark.parametrize(
    "address", [URL, f"{URL}/write/", "//evil.example.org/letters/a/write", "/letters/A/write"]
)
def test_the_finder_leads_nowhere_else(address):
    assert way_back(address) == ""


def test_only_letters_that_went_out_count(client):
    action = make_action()
    for number, values in enumerate(
        (
            {"state": "sent", "sent_at": now()},
            {"state": "withdrawn", "sent_at": now()},
            {"state": "withdrawn", "sent_at": now(), "disowned_at": now()},
            {"state": "bounced", "sent_at": now()},
            {"state": "waiting"},
            {"state": "unconfirmed"},
        )
    ):
        make_letter(action, f"a{number}@example.org", **values)

    assert "<strong>2</strong> letters have gone out" in client.get(URL).text


def test_a_draft_does_not_exist(client):
    make_action(published_at=None)
    assert client.get(URL).status_code == 404
    assert client.get(f"{URL}/write?ward=35").status_code == 404
    assert client.get(f"{URL}/thanks").status_code == 404


@pytest.mark.parametrize("values", [{"closed_at": now()}, {"closes_at": now() - timedelta(1)}])
def test_a_closed_action_is_read_and_takes_no_letters(client, values):
    make_action(**values)
    page = client.get(URL)
    assert (page.status_code, "This is over" in page.text) == (200, True)

    for response in (
        client.get(f"{URL}/write?ward=35"),
        client.post(f"{URL}/write?ward=35", data={"answer_1": "What I have written."}),
    ):
        assert response.status_code == 410
        assert response.text.count('class="button"') == 1
    assert "What I have written." in response.text


def test_a_paused_action_takes_letters_and_says_that_they_leave_later(client):
    make_action(paused_at=now())
    assert "leave later" in client.get(URL).text
    assert "leave later" in client.get(f"{URL}/write?ward=35").text


def test_a_ward_is_asked_for(client):
    make_action()
    assert client.get(f"{URL}/write").location == f"{URL}#ward"
    assert client.get(f"{URL}/write?ward=99").location == f"{URL}#ward"
    assert client.get(f"{URL}/write?ward=x").location == f"{URL}#ward"
    assert client.post(f"{URL}/write", data={}).status_code == 400


def test_a_vacant_seat_is_said_and_other_ways_are_shown(client):
    make_action()
    page = client.get(f"{URL}/write?ward=1")
    assert page.status_code == 200
    assert "The seat is vacant" in page.text
    assert "Pick another ward" in page.text

    response = client.post(f"{URL}/write?ward=1", data={"answer_1": "Kept words."})
    assert (response.status_code, "Kept words." in response.text) == (410, True)


def test_an_office_without_a_verified_address_shows_its_phone(client):
    action = make_action()
    term = make_term(action.body, 2)
    term.contacts = [Contact(kind="phone", value="312 555 0100")]
    db.session.commit()
    page = client.get(f"{URL}/write?ward=2").text

    assert "no address of this office that somebody has checked" in page
    assert "312 555 0100" in page
