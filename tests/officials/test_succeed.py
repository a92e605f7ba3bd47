"""Names and terms by hand: corrected, ended, followed."""

import pytest

from campaign.db import db
from campaign.officials.models import Official, Seat, Term
from tests.factories import add, rows
from tests.officials.desk import ANA, DESK, enter, hidden, make_council, send
from tests.officials.factories import make_committee

SEAT = f"{DESK}/seats/1/successor"


@pytest.fixture
def council(app):
    return make_council()


def terms(ward=1):
    [seat] = rows(Seat, label=f"Ward {ward}")
    return [(one.official.name, one.starts, one.ends) for one in seat.terms]


def test_it_works(client, council):
    enter(client)
    answer = send(client, SEAT, name="Eva Colibrí, Jr.", starts="2025-04-16", note="appointed")
    assert answer.location == f"{DESK}/eva-colibri-jr#office"
    assert terms() == [
        ("Ana Quetzal", "2023-05-15", "2025-04-15"),
        ("Eva Colibrí, Jr.", "2025-04-16", None),
    ]
    made = rows(Official)[-1]
    assert made.sort_name == "Colibrí, Eva, Jr."
    assert made.terms[0].by_hand == ["ends", "note", "role", "starts"]
    assert rows(Term)[0].by_hand == ["ends"]
    page = client.get("/wards/1?on=2025-04-15").text
    assert "Ana Quetzal held Ward 1" in page


def test_the_one_before_left_earlier(client, council):
    enter(client)
    send(client, SEAT, official="luis-zorzal", starts="2025-04-16", left="2025-03-31")
    assert terms()[0] == ("Ana Quetzal", "2023-05-15", "2025-03-31")
    assert terms()[1][0] == "Luis Zorzal"


def test_a_vacant_seat_is_filled(client, council):
    enter(client)
    assert send(client, f"{DESK}/seats/3/successor", name="Eva", starts="2026").status_code == 303
    assert terms(3) == [("Eva", "2026", None)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts": "2026-01-01"}, "Enter a name, or choose one"),
        ({"name": "Eva", "official": "luis-zorzal", "starts": "2026"}, "one of the two"),
        ({"name": "Eva"}, "Enter the first day."),
        ({"name": "Eva", "starts": "soon"}, "Enter a day like"),
        ({"name": "Eva", "starts": "2026-02-30"}, "Enter a day like"),
        ({"name": "=Eva", "starts": "2026"}, "Begin the name with a letter"),
        ({"name": "Eva", "starts": "2026-01-05", "left": "2026-01-09"}, "the days overlap"),
        ({"name": "Eva", "starts": "2026", "left": "x"}, "Enter a day like"),
        ({"name": "Eva", "starts": "2026", "left": "2020"}, "The last day comes after the first"),
        ({"name": "Eva", "starts": "2020-01-01"}, "comes after the one before"),
    ],
)
def test_it_rejects(client, council, fields, sentence):
    enter(client)
    answer = send(client, SEAT, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert terms() == [("Ana Quetzal", "2023-05-15", None)]
    assert len(rows(Official)) == 2


def test_two_who_fill_one_seat(client, council):
    enter(client)
    fields = hidden(client.get(SEAT).text)
    send(client, SEAT, name="Eva", starts="2026-01-01")
    answer = client.post(SEAT, data=fields | {"name": "Rosa", "starts": "2026-01-01"})
    assert answer.status_code == 409
    assert "Eva holds it" in answer.text
    assert 'value="Rosa"' in answer.text
    assert len(terms()) == 2


def test_two_of_one_name_have_addresses_of_their_own(client, council):
    enter(client)
    answer = send(client, SEAT, name="Ana Quetzal", starts="2026-01-01")
    assert answer.location == f"{DESK}/ana-quetzal-2#office"


def test_left_office(client, council):
    enter(client)
    url = f"{ANA}/terms/1/left"
    for odd in ("2023-01-01", "soon", "2023-02-30", ""):
        assert send(client, url, ends=odd).status_code == 422
        days = {"starts": "2023-05-15", "ends": odd or "x"}
        assert send(client, f"{ANA}/terms/1", **days).status_code == 422
    assert send(client, url, ends="2025-03", note="resigned").status_code == 303
    [term] = rows(Term, id=1)
    assert (term.ends, term.note, term.by_hand) == ("2025-03", "resigned", ["ends", "note"])
    assert "it is vacant" in client.get("/wards/1").text

    send(client, f"{ANA}/terms/1", starts="2023-05-15", ends="", note="")
    assert rows(Term, id=1)[0].ends is None


def test_days_of_a_term(client, council):
    add(Term(official_id=2, body=council, seat_id=1, starts="2019-05-20", ends="2023-05-14"))
    enter(client)
    url = f"{ANA}/terms/1"
    answer = send(client, url, starts="2023-05-14")
    assert answer.status_code == 422
    assert "Luis Zorzal held this seat from May 20, 2019 to May 14, 2023" in answer.text
    assert send(client, url, starts="2023").status_code == 303  # rough: it may be after
    assert rows(Term, id=1)[0].starts == "2023"


def test_who_saves_second_sees_both_days(client, council):
    enter(client)
    url = f"{ANA}/terms/1"
    fields = hidden(client.get(url).text)
    send(client, url, starts="2023-05-16")
    answer = client.post(url, data=fields | {"starts": "2023-05-17"})
    assert answer.status_code == 409
    assert "2023-05-16" in answer.text
    assert "2023-05-17" in answer.text


def test_a_committee(client, council):
    committee = make_committee(council)
    enter(client)
    url = f"{ANA}/terms/new"
    key = f"body-{committee.id}"
    assert send(client, url, where="", starts="2024").status_code == 422
    assert send(client, url, where="body-999", starts="2024").status_code == 422
    assert send(client, url, where="seat-2", starts="2024").status_code == 422  # Luis sits there
    assert send(client, url, where=key, starts="2024-01", role="Chair").status_code == 303
    assert "Committee on Public Safety (Chair)" in client.get("/officials").text

    number = rows(Term)[-1].id
    assert send(client, f"{ANA}/terms/{number}/left", ends="2025").status_code == 303
    assert "(Chair)" not in client.get("/officials").text


def test_a_term_written_by_mistake(client, council):
    enter(client)
    url = f"{ANA}/terms/1"
    assert send(client, f"{url}/remove", url).status_code == 303
    assert terms() == []
    luis = f"{DESK}/luis-zorzal/terms/2"
    rows(Term, id=2)[0].source = "roster.csv"
    db.session.commit()
    assert "Remove the term" not in client.get(luis).text
    assert client.post(f"{luis}/remove").status_code == 403


def test_names(client, council):
    enter(client)
    url = f"{ANA}/edit"
    fields = {
        "name": "Ana Q. Ruiz",
        "sort_name": "Ruiz, Ana Q.",
        "other_names": "Quetzal\r\n\r\nA Q",
    }
    stale = hidden(client.get(url).text)
    assert send(client, url, **fields).status_code == 303
    [ana] = rows(Official, slug="ana-quetzal")
    assert (ana.name, ana.other_names) == ("Ana Q. Ruiz", ["Quetzal", "A Q"])
    assert ana.by_hand == ["name", "other_names", "sort_name"]

    answer = client.post(url, data=stale | fields | {"name": "Ana"})
    assert answer.status_code == 409
    assert "Ana Q. Ruiz" in answer.text
    assert send(client, url, **fields | {"name": "www.x.org"}).status_code == 422
    assert send(client, url, **fields | {"other_names": "x\n" * 21 + "y\nz"}).status_code == 303
    many = "\n".join(f"name {number}" for number in range(21))
    assert send(client, url, **fields | {"other_names": many}).status_code == 422
