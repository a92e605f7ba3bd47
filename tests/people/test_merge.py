"""Two records become one, and nothing that reaches either is lost."""

import pytest
from sqlalchemy import inspect

from campaign.coalition import scope
from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.people import consents
from campaign.people.models import Consent, OtherMailbox, Person, Refusal, Tagged
from tests.factories import rows
from tests.people.desk_factories import (
    PEOPLE,
    get_person,
    log_in_as_organizer,
    make_person,
    make_two,
    owner_of,
    token_of,
)

WORK = "ana@work.example.org"


@pytest.fixture
def two(client):
    """Ana twice at Neighbors, once at Parents."""
    lead, partner = make_two()
    make_person(partner, name="Ana Quetzal", email=WORK)
    log_in_as_organizer(client, lead)
    return make_person(lead), make_person(lead, "petition:7", name="Ana Nunez", email=WORK)


@pytest.fixture
def merge(client, two):
    token = token_of(client)

    def send(first, second, **fields):
        data = {"csrf_token": token, "name": "Ana Núñez", "email": "ana@example.org", **fields}
        first, second = inspect(first).identity[0], inspect(second).identity[0]
        return client.post(f"{PEOPLE}/{first}/merge?with={second}", data=data)

    return send


def mine(organization_id):
    with scope.of(organization_id):
        db.session.expire_all()
        return db.session.scalars(db.select(Person)).all()


def test_it_works(client, two, merge):
    stays, goes = two
    page = client.get(f"{PEOPLE}/{stays.id}/merge?with={goes.id}").text
    assert "This cannot be undone" in page
    answer = merge(stays, goes)

    assert answer.location == f"{PEOPLE}/{stays.id}"
    [one] = mine(stays.organization_id)
    assert (one.name, one.email, one.mailbox) == ("Ana Núñez", "ana@example.org", stays.mailbox)
    assert [(other.email, other.mailbox) for other in rows(OtherMailbox)] == [
        (WORK, owner_of(WORK))
    ]
    assert WORK in client.get(f"{PEOPLE}/{stays.id}").text
    assert "Ana Núñez" in client.get(f"{PEOPLE}?q=ana@work").text
    assert [act.about for act in rows(Audit, act="person.merged")] == [f"people/{stays.id}"]
    assert [one.name for one in rows(Person)] == ["Ana Quetzal", "Ana Núñez"]


def test_the_other_name_and_address_may_stay(two, merge):
    stays, goes = two
    merge(stays, goes, name="Ana Nunez", email=WORK)

    one = get_person(stays.id)
    assert (one.name, one.email, one.mailbox) == ("Ana Nunez", WORK, owner_of(WORK))
    assert [other.mailbox for other in rows(OtherMailbox)] == [owner_of("ana@example.org")]


def test_who_ticks_with_the_second_mailbox_is_the_person(two, merge):
    stays, goes = two
    merge(stays, goes)
    make_person(stays.organization, "petition:9", name="A.", email=WORK)

    [one] = mine(stays.organization_id)
    assert one.name == "Ana Núñez"
    with scope.everyones():
        assert [consent.source for consent in one.consents] == ["petition:9"]


def test_withdrawing_by_the_second_mailbox_reaches_the_person(two, merge):
    stays, goes = two
    merge(stays, goes)
    consents.withdraw(owner_of(WORK), "petition:1")
    db.session.commit()

    assert mine(stays.organization_id) == []
    refused = {one.mailbox for one in rows(Refusal, organization_id=stays.organization_id)}
    assert refused == {owner_of(WORK), owner_of("ana@example.org")}


def test_a_no_of_either_stays_a_no_for_both_mailboxes(two, merge):
    stays, goes = two
    with scope.everyones():
        consents.end(get_person(goes.id).consents[0])
        db.session.commit()
    merge(stays, goes)

    [consent] = rows(Consent, person_id=stays.id)
    assert not consent.is_given
    assert {one.mailbox for one in rows(Refusal)} == {owner_of(WORK), owner_of("ana@example.org")}


def test_what_only_the_other_had_moves_over(client, two, merge):
    stays, goes = two
    with scope.everyones():
        db.session.delete(get_person(stays.id).consents[0])
        db.session.commit()
    token = token_of(client)
    for person, tag in ((stays, "both"), (goes, "both"), (goes, "one")):
        data = {"csrf_token": token, "tag": tag, "deed": "add"}
        client.post(f"{PEOPLE}/{person.id}/tags", data=data)
    merge(stays, goes)

    assert [one.source for one in rows(Consent, person_id=stays.id)] == ["petition:7"]
    assert {(one.person_id, one.tag_id) for one in rows(Tagged)} == {(stays.id, 1), (stays.id, 2)}


def test_merging_twice_keeps_all_mailboxes(two, merge):
    stays, goes = two
    third = make_person(stays.organization, email="third@example.org")
    merge(goes, third, name="Ana Nunez", email=WORK)
    merge(stays, goes)

    kept = {one.mailbox for one in rows(OtherMailbox, person_id=stays.id)}
    assert kept == {owner_of(WORK), owner_of("third@example.org")}


def test_the_second_click_is_told_that_it_is_done(two, merge):
    stays, goes = two
    merge(stays, goes)
    assert merge(stays, goes).status_code == 404
    assert len(mine(stays.organization_id)) == 1


@pytest.mark.parametrize("fields", [{"name": "Eve"}, {"email": "eve@example.org"}, {"email": ""}])
def test_only_what_the_records_say_can_stay(two, merge, fields):
    assert merge(*two, **fields).status_code == 422
    assert len(mine(two[0].organization_id)) == 2


@pytest.mark.parametrize("other", ["x", "0", "99999", "1"])
def test_only_records_of_ones_own_are_merged(client, two, other):
    assert get_person(1).name == "Ana Quetzal"
    answer = client.get(f"{PEOPLE}/{two[0].id}/merge?with={other}")
    assert answer.status_code == 404
    assert "Quetzal" not in answer.text


def test_one_searches_for_the_other_record(client, two):
    stays, goes = two
    page = client.get(f"{PEOPLE}/{stays.id}/merge?q=ana").text
    assert f"with={goes.id}" in page
    assert f"with={stays.id}" not in page
    assert "Quetzal" not in page
    assert "Nobody else fits" in client.get(f"{PEOPLE}/{stays.id}/merge?q=zoe").text


def test_likely_doubles_are_suggested(client, two):
    stays, goes = two
    make_person(stays.organization, name="Ana Nuñez", email="c@example.org", division="ward:9")
    page = client.get(f"{PEOPLE}/doubles").text
    assert f"/{stays.id}/merge?with={goes.id}" in page
    assert "Quetzal" not in page
    assert "c@example.org" not in page


def test_no_doubles_says_so(client):
    lead, _partner = make_two()
    log_in_as_organizer(client, lead)
    assert "None: no two records" in client.get(f"{PEOPLE}/doubles").text
