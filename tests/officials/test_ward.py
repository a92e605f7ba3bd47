"""A ward in public: who decides for it, today and on a day; what its people can sign."""

from datetime import timedelta

import pytest

from campaign.db import db, now
from campaign.officials.models import Ward
from campaign.officials.record.models import Meeting
from tests.factories import add
from tests.officials.factories import make_body, make_committee, make_official, make_term
from tests.petitions.factories import make_petition, make_signature


@pytest.fixture
def council(app):
    return make_body(wards=35)


def ask(client, day):
    return " ".join(client.get(f"/wards/35?on={day}").text.split())


def test_it_works(client, council):
    make_term(council, 35, make_official("Ana Quetzal"))
    make_petition(body=council)
    page = client.get("/wards/35").text
    assert "Ward 35" in page
    assert "Ana Quetzal" in page
    assert "ward35@example.org" in page
    assert "max-age" in client.get("/wards/35").headers["Cache-Control"]
    assert client.get("/wards/36").status_code == 404


def test_a_change_in_mid_term_is_right_on_both_sides(client, council):
    make_term(council, 35, make_official("Ana Quetzal"), starts="2015-05-18", ends="2025-03-31")
    make_term(council, 35, make_official("Luis Zorzal"), starts="2025-04-16")
    assert "On March 1, 2025 Ana Quetzal held Ward 35." in ask(client, "2025-03-01")
    assert "On March 31, 2025 Ana Quetzal held Ward 35." in ask(client, "2025-03-31")
    assert "On April 10, 2025 nobody held Ward 35" in ask(client, "2025-04-10")
    assert "On April 16, 2025 Luis Zorzal held Ward 35." in ask(client, "2025-04-16")


@pytest.mark.parametrize(
    ("ends", "starts", "words"),
    [
        ("2025", "2025", "The sources give only the year of the change."),
        ("2025-03", "2025-03", "The sources give only the month of the change."),
        ("2025-03", "2025", "The sources give only the year of the change."),
        ("2025-05-01", "2025-02-01", "The sources contradict each other."),
    ],
)
def test_a_rough_day_is_answered_honestly(client, council, ends, starts, words):
    make_term(council, 35, make_official("Ana Quetzal"), starts="2015-05-18", ends=ends)
    make_term(council, 35, make_official("Luis Zorzal"), starts=starts)
    page = ask(client, "2025-03-10")
    assert "either Ana Quetzal or Luis Zorzal held Ward 35." in page
    assert words in page


def test_one_who_may_have_left_is_no_certainty(client, council):
    make_term(council, 35, make_official("Ana Quetzal"), starts="2015-05-18", ends="2025")
    assert "either Ana Quetzal held Ward 35, or nobody." in ask(client, "2025-06-01")


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", "0001-01-01", "2025", "20250301T00"])
def test_no_day_is_refused(client, council, day):
    answer = client.get(f"/wards/35?on={day}")
    assert answer.status_code == 422
    assert "Enter a day like 2025-03-01." in answer.text
    assert "no-store" in answer.headers.get("Cache-Control", "no-store")


def test_a_vacancy_shows(client, council):
    make_term(council, 35, make_official("Ana Quetzal"), ends="2024-01-01")
    page = client.get("/wards/35").text
    assert "it is vacant" in page
    assert "ward35@example.org" not in page
    assert "Ana Quetzal" in page


def test_a_ward_without_a_seat(client, council):
    add(Ward(body_id=council.id, number=90, division="ward:90", column=0, row=9))
    assert "No seat is known for this ward." in client.get("/wards/90").text


def test_what_its_people_can_sign(client, council):
    petition = make_petition(body=council)
    ward = council.wards[34]
    make_signature(petition, confirmed=True, ward_id=ward.id)
    make_signature(petition, "b@example.org", confirmed=True)
    page = " ".join(client.get("/wards/35").text.split())
    assert "2 signatures, 1 from Ward 35" in page
    assert "/petitions/save-the-clinic" in page

    petition.stopped_at = petition.published_at
    db.session.commit()
    assert "What you can sign" not in client.get("/wards/35").text


def test_the_next_meeting(client, council):
    add(
        Meeting(
            body_id=council.id,
            external="1",
            starts_at=now() + timedelta(days=3),
            location="Council chamber",
            url="https://council.example.org/1",
        )
    )
    add(Meeting(body_id=council.id, external="0", starts_at=now() - timedelta(days=3)))
    page = client.get("/wards/35").text
    assert "Next meeting" in page
    assert "Council chamber" in page
    assert 'href="https://council.example.org/1"' in page


def test_the_wards_as_tiles_and_as_a_list(client, council):
    make_term(council, 35, make_official("Ana Quetzal"))
    page = client.get("/wards").text
    assert 'aria-label="Ward 35: Ana Quetzal"' in page
    assert 'aria-label="Ward 1: vacant"' in page
    assert page.count('href="/wards/35"') == 2


def test_wards_are_called_as_their_body_calls_them(client, app):
    body = make_body(wards=3, ward_title={"en": "District"})
    make_term(body, 3)
    make_committee(body)
    assert "District 3" in client.get("/wards/3").text
    assert "District 3" in client.get("/officials").text
