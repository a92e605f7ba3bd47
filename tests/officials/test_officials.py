"""Who decides, in public: the list of officials, and one of them."""

from datetime import date

import pytest

from campaign.db import db, now
from campaign.officials.models import Contact, Seat, Term
from campaign.officials.record.models import RollCall, Vote
from tests.factories import add
from tests.officials.factories import (
    make_body,
    make_committee,
    make_measure,
    make_official,
    make_term,
)


@pytest.fixture
def council(app):
    body = make_body(wards=4)
    make_term(body, 1, make_official("Ana Quetzal", other_names=["Anita Quetzal"]))
    make_term(body, 2, make_official("Luis Zorzal"), starts="2022")
    return body


def test_it_works(client, council):
    page = client.get("/officials").text

    assert "City Council" in page
    assert 'href="/officials/ana-quetzal"' in page
    assert "Alderperson" in page
    assert "since May 15, 2023" in page
    assert "since 2022" in page
    assert page.count("vacant") == 2
    assert "max-age" in client.get("/officials").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=quetz", {"Ana Quetzal"}),
        ("q=Anita", {"Ana Quetzal"}),
        ("q=ward 2", {"Luis Zorzal"}),
        ("ward=1", {"Ana Quetzal"}),
        ("committee=public-safety", {"Luis Zorzal"}),
        ("committee=nothing", set()),
        ("q=zzz", set()),
    ],
)
def test_it_finds(client, council, query, names):
    committee = make_committee(council)
    luis = council.seats[1].terms[0].official
    add(Term(official=luis, body=committee, starts="2023-05", role="Chair"))
    answer = client.get(f"/officials?{query}")
    assert {name for name in ("Ana Quetzal", "Luis Zorzal") if name in answer.text} == names
    assert ("Nobody fits" in answer.text) is (not names)
    assert ("Committee on Public Safety (Chair)" in answer.text) is ("Luis Zorzal" in names)


def test_a_second_council_is_asked_for_by_name(client, council):
    other = make_body(wards=1, slug="park-board", name={"en": "Park Board"})
    make_term(other, 1, make_official("Rosa Gaviota"))
    assert "Rosa Gaviota" not in client.get("/officials").text
    page = client.get("/officials?body=park-board").text
    assert "Rosa Gaviota" in page
    assert "/wards/1?body=park-board" in page
    assert client.get("/officials?body=nothing").status_code == 404


def test_an_empty_installation_says_so(client, app):
    assert "Nobody is listed yet" in client.get("/officials").text
    assert "No wards yet" in client.get("/wards").text
    assert client.get("/wards/1").status_code == 404
    assert client.get("/officials/ana").status_code == 404


def test_who_is_unsure_is_said(client, council):
    council.seats[0].terms[0].ends = "2026"
    db.session.commit()
    make_term(council, 1, make_official("Rosa Gaviota"), starts="2026")
    page = client.get("/officials?ward=1").text
    assert "Rosa Gaviota" in page
    assert "Ana Quetzal" in page
    assert "not sure" in page


def test_one_official(client, council):
    ana = council.seats[0].terms[0]
    ana.contacts += [
        Contact(kind="phone", value="(312) 555-0100 ext. 7"),
        Contact(kind="website", value="javascript:alert(1)"),
        Contact(kind="fax", value=""),
        Contact(kind="email", label="old", value="old@example.org", bounced_at=None),
    ]
    add(Term(official=ana.official, body=make_committee(council), starts="2021", ends="2022-06"))
    page = client.get("/officials/ana-quetzal").text

    assert 'href="mailto:ward1@example.org"' in page
    assert "checked on November 1, 2026" in page
    assert "not checked yet" in page
    assert 'href="tel:3125550100"' in page
    assert 'href="javascript' not in page
    assert "Fax" not in page
    assert "2021 to June 2022" in page


def test_an_address_that_bounced_is_not_shown(client, council):
    council.seats[0].terms[0].contacts[0].bounced_at = now()
    db.session.commit()
    page = client.get("/officials/ana-quetzal").text
    assert "ward1" not in page
    assert "no way to reach this office" in page


def test_votes_on_the_record(client, council):
    ana = council.seats[0].terms[0].official
    measure = make_measure(council)
    call = RollCall(measure=measure, body_id=council.id, on=date(2024, 5, 22), action="Passed")
    call.votes = [Vote(official=ana, value="not voting", said="NV")]
    add(call)
    page = client.get("/officials/ana-quetzal").text
    assert "O2024-0011032" in page
    assert "Not voting" in page
    assert "May 22, 2024" in page
    assert "Votes on the record" not in client.get("/officials/luis-zorzal").text


def test_a_seat_of_its_own_is_named_by_its_label(client, council):
    mayor = add(Seat(body_id=council.id, label="Mayor", position=99))
    add(Term(official=make_official("Eva Colibri"), body=council, seat=mayor, starts="2023"))
    page = client.get("/officials").text
    assert "Other offices" in page
    assert "Mayor" in client.get("/officials/eva-colibri").text
