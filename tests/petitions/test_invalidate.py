"""Taking signatures out of the count: counted first, decided once, undone as a whole."""

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, is_postgresql
from campaign.petitions import signing
from campaign.petitions.integrity import decisions as integrity
from campaign.petitions.integrity.filters import Filter, conditions
from campaign.petitions.integrity.listing import newest
from campaign.petitions.integrity.models import Invalidation
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.petitions.factories import (
    URL,
    make_campaign,
    make_organization,
    make_petition,
    make_signature,
)
from tests.petitions.integrity import DESK, ROBOT, hidden, make_odd, press, take, total
from tests.petitions.writing import log_in_as

DECISION = f"{DESK}/decisions/1"


@pytest.fixture
def omar(client):
    """Omar's browser, with three robots under his petition."""
    make_odd()
    log_in_as(client)
    return client


def test_it_works(omar):
    page = omar.get(f"{DESK}?domain=robots.example")
    assert "3 signatures" in page.text
    answer = take(omar, page)

    assert answer.location == DECISION
    assert "3 of 3 are out of the count." in omar.get(DECISION).text
    assert total() == 1
    [decision] = rows(Invalidation)
    assert (decision.counted, decision.taken, decision.reason) == (3, 3, "Robots.")
    assert decision.filter == {"domain": "robots.example"}


def test_it_is_noted_without_names(omar):
    take(omar, text="R. 1")
    [row] = rows(Audit, act="signatures.invalidated")
    assert (row.about, row.details) == ("petitions/save-the-clinic", {"decision": 1, "counted": 1})


def test_organizers_see_domains_and_no_addresses(omar):
    for url in (DESK, f"{DESK}?domain=robots.example"):
        page = omar.get(url).text
        assert "robots.example" in page
        assert "@robots.example" not in page
        assert "ab" * 16 not in page


FILTERS = [
    ({"network": "abab"}, 3),
    ({"domain": "@Robots.Example"}, 3),
    ({"text": "r. "}, 3),
    ({"text": "%"}, 0),
    ({"text": "hello"}, 1),
    ({"ward": "25"}, 4),
    ({"ward": "24"}, 0),
    ({"ward": "elsewhere"}, 1),
    ({"language": "es"}, 1),
    ({"language": "en", "by": "-"}, 4),
    ({"by": "neighbors"}, 1),
    ({"language": "es", "state": "counted"}, 0),
    ({"language": "es", "state": "waiting"}, 1),
    ({"state": "out"}, 0),
    ({"start": "2020-01-01T00:00"}, 5),
    ({"end": "2020-01-01T00:00"}, 0),
    ({"number": "1"}, 1),
]
REFUSED = [
    {"network": "xyz"},
    {"start": "yesterday"},
    {"start": "2024-03-10T02:30"},
    {"start": "2024-05-02T00:00", "end": "2024-05-01T00:00"},
    {"ward": "99"},
    {"number": "1 OR 1"},
    {"text": "x" * 81},
]


def test_filters(omar):
    petition = rows(Signature)[0].petition
    lead = petition.campaign.partners("lead")[0]
    values = {"ward_id": None, "language": "es", "organization_id": lead.id}
    make_signature(petition, "eve@example.org", comment="Hello there", **values)
    for query, number in FILTERS:
        page = " ".join(omar.get(DESK, query_string=query).text.split())
        words = "1 signature<" if number == 1 else f"{number} signatures<"
        assert words in page, query


def test_a_filter_that_cannot_be_is_refused(omar):
    for query in REFUSED:
        answer = omar.get(DESK, query_string=query)
        assert answer.status_code == 422, query
        assert 'id="take"' not in answer.text


def test_nobody_is_taken_without_a_filter(omar):
    page = omar.get(f"{DESK}?domain=robots.example")
    answer = omar.post(DESK, data=hidden(page.text) | {"reason": "All.", "query": ""})
    assert answer.status_code == 409
    assert total() == 4


def test_a_reason_is_needed_and_what_was_found_stays(omar):
    answer = take(omar, reason=" ", domain="robots.example")
    assert answer.status_code == 422
    assert "Say why they do not count." in answer.text
    assert take(omar, answer).status_code == 303
    assert total() == 1


def test_what_has_grown_is_shown_again(omar):
    page = omar.get(f"{DESK}?domain=robots.example")
    petition = rows(Signature)[0].petition
    make_signature(petition, "r9@robots.example", **ROBOT)
    answer = take(omar, page)

    assert answer.status_code == 409
    assert "you saw 3, now they are 4" in answer.text
    assert "Robots." in answer.text
    assert (total(), rows(Invalidation)) == (5, [])
    assert take(omar, answer).status_code == 303
    assert total() == 1


def test_another_set_of_as_many_is_another_set(omar):
    page = omar.get(f"{DESK}?domain=robots.example&state=counted")
    petition = rows(Signature)[0].petition
    make_signature(petition, "r9@robots.example", **ROBOT)
    signing.withdraw(rows(Signature, name="R. 1")[0])
    db.session.commit()
    assert take(omar, page).status_code == 409
    assert total() == 4


def test_pressing_twice_is_once(omar):
    page = omar.get(f"{DESK}?domain=robots.example")
    answers = [take(omar, page) for _ in range(2)]
    assert [one.location for one in answers] == [DECISION, DECISION]
    assert (total(), len(rows(Invalidation)), len(rows(Audit, act="signatures.invalidated"))) == (
        1,
        1,
        1,
    )


def test_it_is_undone_as_a_whole_but_for_those_who_left(omar):
    take(omar, domain="robots.example")
    signing.withdraw(rows(Signature, name="R. 1")[0])
    db.session.commit()
    press(omar, DECISION, f"{DECISION}/undo", times=2)

    assert total() == 3
    assert [one.invalidated_at for one in rows(Signature)] == [None] * 4
    assert "2 of 3 are back." in omar.get(DECISION).text
    assert len(rows(Audit, act="signatures.restored")) == 1


def test_undoing_brings_back_only_its_own(omar):
    take(omar, text="R. 0")
    take(omar, domain="robots.example")
    press(omar, f"{DESK}/decisions/2", f"{DESK}/decisions/2/undo")
    assert total() == 3
    assert [one.name for one in rows(Signature) if one.invalidated_at] == ["R. 0"]


def test_public_names_vanish_and_come_back(omar):
    petition = rows(Signature)[0].petition
    make_signature(petition, "s@robots.example", name="Shown R.", is_public=True, **ROBOT)
    assert "Shown R." in omar.get(URL).text
    take(omar, domain="robots.example")
    assert "Shown R." not in omar.get(URL).text
    press(omar, DECISION, f"{DECISION}/undo")
    assert "Shown R." in omar.get(URL).text


def test_large_decisions_go_in_steps(omar, monkeypatch):
    monkeypatch.setattr(integrity, "STEP", 1)
    monkeypatch.setattr("campaign.petitions.integrity.desk.AT_ONCE", -1)
    assert take(omar, domain="robots.example").location == DECISION
    assert total() == 3
    assert "1 of 3 are out of the count." in omar.get(DECISION).text
    assert take(omar, number="1").status_code == 409

    integrity.finish_all()
    assert (total(), rows(Invalidation)[0].chosen) == (1, [])
    press(omar, DECISION, f"{DECISION}/undo")
    integrity.finish_all()
    assert total() == 4


def test_undoing_stops_what_is_still_taking(omar, monkeypatch):
    monkeypatch.setattr(integrity, "STEP", 1)
    monkeypatch.setattr("campaign.petitions.integrity.desk.AT_ONCE", -1)
    take(omar, domain="robots.example")
    press(omar, DECISION, f"{DECISION}/undo")
    integrity.finish_all()
    assert total() == 4
    assert not rows(Invalidation)[0].is_working


def test_more_than_one_decision_can_take(omar, monkeypatch):
    monkeypatch.setattr(integrity, "MOST", 2)
    answer = take(omar, domain="robots.example")
    assert answer.status_code == 409
    assert "at most 2" in answer.text
    assert total() == 4


def test_what_looks_odd_is_offered(client):
    petition = make_odd(robots=12)
    for n in range(4):
        words = {"comment": "We all say the very same words."}
        make_signature(petition, f"c{n}@example.org", confirmed=True, **words)
    log_in_as(client)
    page = " ".join(client.get(DESK).text.split())
    assert "12 from one network within an hour" in page
    assert "12 with addresses at robots.example, which nobody else uses" in page
    assert "4 with the same comment" in page


@pytest.mark.parametrize(
    ("role", "slug", "status"),
    [("writer", "neighbors", 403), ("viewer", "neighbors", 403), ("owner", "others", 403)],
)
def test_only_organizers_of_the_lead(client, role, slug, status):
    petition = make_odd()
    make_organization(petition.campaign, "others", "partner")
    log_in_as(client, role, slug)
    base = DESK.replace("neighbors", slug)
    for answer in (client.get(base), client.post(base), client.get(f"{base}/decisions/1")):
        assert answer.status_code == status
        assert "R. 1" not in answer.text
    assert total() == 4


def test_another_campaigns_petition_is_not_there(omar):
    other = make_campaign(slug="park", name={"en": "Park"})
    make_petition(slug="park", campaign=other)
    assert omar.get(DESK.replace("save-the-clinic", "park")).status_code == 404
    assert omar.get(f"{DESK}/decisions/9").status_code == 404


def test_the_list_has_pages_and_is_read_from_the_end_of_an_index(omar):
    petition = rows(Signature)[0].petition
    for n in range(20):
        make_signature(petition, f"p{n}@example.com", name=f"P. {n}.")
    assert ">P. 0.<" not in omar.get(f"{DESK}?domain=example.com&page=1").text
    assert ">P. 19.<" in omar.get(DESK).text
    assert ">R. 0<" in omar.get(f"{DESK}?page=1").text
    if not is_postgresql():
        text = newest(conditions(petition, Filter()), 0).compile(
            db.engine, compile_kwargs={"literal_binds": True}
        )
        plan = db.session.execute(db.text(f"EXPLAIN QUERY PLAN {text}"))
        assert "TEMP B-TREE" not in " ".join(row[-1] for row in plan)
