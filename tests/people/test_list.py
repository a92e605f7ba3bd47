"""The list of an organization's people: searched, filtered, page by page, and nobody else's."""

import pytest
from sqlalchemy import event

from campaign.coalition import scope
from campaign.db import db
from campaign.people import listing
from tests.people.desk_factories import (
    PEOPLE,
    count_people,
    log_in_as_organizer,
    make_person,
    make_two,
)


@pytest.fixture
def two(client):
    lead, partner = make_two()
    log_in_as_organizer(client, lead)
    return lead, partner


def names(page):
    assert page.status_code == 200
    return [line for line in ("Ana Núñez", "Omar Díaz", "Zoë O’Neil") if line in page.text]


@pytest.fixture
def three(two):
    lead, _partner = two
    make_person(lead)
    make_person(lead, name="Omar Díaz", email="o.diaz@example.org", language="es")
    make_person(lead, name="Zoë O’Neil", email="zoe@example.net", division="ocd-division/ward:3")
    return lead


def test_it_works(client, three):
    page = client.get(PEOPLE)

    assert names(page) == ["Ana Núñez", "Omar Díaz", "Zoë O’Neil"]
    places = [page.text.index(name) for name in ("Ana Núñez", "Omar Díaz", "Zoë O’Neil")]
    assert places == sorted(places)
    assert "Ward 25" in page.text


def test_an_empty_list_says_what_to_do(client, two):
    assert "Import the people you have" in client.get(PEOPLE).text


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("nunez", ["Ana Núñez"]),
        ("NÚÑ an", ["Ana Núñez"]),
        ("zoe", ["Zoë O’Neil"]),
        ("neil", ["Zoë O’Neil"]),
        ("o.diaz@ex", ["Omar Díaz"]),
        ("@example.net", ["Zoë O’Neil"]),
        ("ana omar", []),
        ("%", ["Ana Núñez", "Omar Díaz", "Zoë O’Neil"]),
        ("'; drop", []),
    ],
)
def test_it_searches_names_and_addresses(client, three, q, found):
    assert names(client.get(PEOPLE, query_string={"q": q})) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"ward": "ocd-division/ward:3"}, ["Zoë O’Neil"]),
        ({"language": "es"}, ["Omar Díaz"]),
        ({"consent": "given"}, ["Ana Núñez", "Omar Díaz", "Zoë O’Neil"]),
        ({"consent": "withdrawn"}, []),
        ({"source": "petition:1"}, ["Ana Núñez", "Omar Díaz", "Zoë O’Neil"]),
        ({"source": "import:1"}, []),
        ({"tag": "1"}, []),
        ({"tag": "x", "ward": "\0", "after": "x"}, []),
        ({"q": "zoe", "language": "en", "ward": "ocd-division/ward:3"}, ["Zoë O’Neil"]),
    ],
)
def test_it_filters(client, three, asked, found):
    assert names(client.get(PEOPLE, query_string=asked)) == found


def test_pages_follow_each_other_without_gap_or_repetition(two):
    lead, _partner = two
    for number in range(7):
        make_person(lead, name="Ana Ruiz", email=f"ana{number}@example.org")
    seen, after = [], None
    with scope.of(lead.id), pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "PAGE", 3)
        while page := listing.page(lead.id, listing.Asked(q="ruiz"), after):
            seen += [one.email for one in page.people]
            if (after := page.next) is None:
                break
        back = []
        while page.previous:
            page = listing.page(lead.id, listing.Asked(q="ruiz"), before=page.previous)
            back.append([one.email for one in page.people])
            assert page.next
    assert seen == [f"ana{number}@example.org" for number in range(7)]
    assert back == [seen[3:6], seen[:3]]


def test_a_filter_that_fits_nearly_everybody_finds_the_same(three, monkeypatch):
    with scope.of(three.id):
        few = [one.id for one in listing.page(three.id, listing.Asked(q="example")).people]
        monkeypatch.setattr(listing, "FEW", 0)
        many = [one.id for one in listing.page(three.id, listing.Asked(q="example")).people]
    assert few == many


@pytest.fixture
def statements(client):
    """What the database is asked."""
    asked = []

    def note(*words):
        asked.append(words[2])

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_page_costs_the_same_however_many_there_are(client, three, statements):
    client.get(PEOPLE)
    before = len(statements)
    for number in range(20):
        make_person(three, name="Ana Ruiz", email=f"ana{number}@example.org")
    statements.clear()
    client.get(PEOPLE)

    assert len(statements) == before
    assert not [sql for sql in statements if "count(" in sql.lower() and "person" in sql]


def test_nobody_of_another_organization_shows(client, two):
    lead, partner = two
    make_person(lead, name="Ana N.")
    make_person(partner, name="Ana Quetzal", division="ocd-division/ward:7")
    make_person(partner, name="Eve Quetzal", email="eve@example.org")

    for asked in ({}, {"q": "quetzal"}, {"q": "eve"}, {"ward": "ocd-division/ward:7"}):
        assert "Quetzal" not in client.get(PEOPLE, query_string=asked).text
    assert count_people(lead) == 1
    assert "Ana N." in client.get(PEOPLE).text


def test_beginning_after_somebody_of_another_organization_tells_nothing(client, two):
    lead, partner = two
    make_person(lead, name="Ana N.")
    other = make_person(partner, name="Zoë Quetzal")

    for side in ("after", "before"):
        page = client.get(f"{PEOPLE}?{side}={other.id}").text
        assert "Ana N." in page
        assert "Pages" not in page


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_who_is_no_organizer_sees_nobody(client, role):
    lead, _partner = make_two()
    make_person(lead)
    log_in_as_organizer(client, lead, role)
    page = client.get(PEOPLE)

    assert page.status_code == 403
    assert "Ana" not in page.text
