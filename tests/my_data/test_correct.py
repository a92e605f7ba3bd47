"""Correcting name, ward and language, and moving to another address."""

import re

import pytest

from campaign.coalition import scope
from campaign.mail import OutgoingEmail
from campaign.people.models import Consent, Person
from campaign.people.my_data import erasing
from campaign.people.my_data import links as my_data
from campaign.petitions import counting
from campaign.petitions.models import Signature
from tests.accounts.factories import text_of
from tests.factories import rows
from tests.my_data.factories import ANA, link_for, make_signer

NEW = "ana.ruiz@example.org"


@pytest.fixture(autouse=True)
def everyones(app):
    with scope.everyones():
        yield


def test_it_works(client):
    petition, _, signature = make_signer()
    wards = petition.body.wards
    before, after = wards[24], wards[34]
    fields = {"name": "Ana Ruíz Gil", "division": after.division, "language": "es"}
    answer = client.post(f"{link_for()}/correct", data=fields)

    assert answer.location.endswith("?done=corrected")
    [signature], [person] = rows(Signature), rows(Person)
    assert (signature.name, person.name) == ("Ana Ruíz Gil",) * 2
    assert (signature.language, person.language) == ("es", "es")
    assert (signature.ward_id, person.division) == (after.id, after.division)
    count = counting.count(petition.id)
    assert (count.total, count.wards[before.id], count.wards[after.id]) == (1, 0, 1)


def test_the_form_begins_with_what_is_held(client):
    make_signer()
    page = client.get(f"{link_for()}/correct").text
    assert 'value="Ana Ruiz"' in page
    assert re.search(r'<option selected value="ocd-division/ward:25"', page)


def test_what_is_left_empty_stays(client):
    make_signer()
    client.post(f"{link_for()}/correct", data={"name": "", "division": "", "language": ""})
    [signature] = rows(Signature)
    assert (signature.name, signature.language) == ("Ana Ruiz", "en")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "=1+1"},
        {"name": "www.example.org"},
        {"name": "x" * 121},
        {"division": "ocd-division/ward:99"},
        {"language": "xx"},
    ],
)
def test_it_rejects(client, fields):
    make_signer()
    answer = client.post(f"{link_for()}/correct", data=fields)
    assert answer.status_code == 422
    assert rows(Signature)[0].name == "Ana Ruiz"


def test_a_new_address_is_confirmed_there(client):
    petition, _, _ = make_signer()
    client.post(f"{link_for()}/move", data={"email": NEW})
    [email] = [one for one in rows(OutgoingEmail) if one.template == "my_data/mail/move"]
    assert email.to == NEW
    path = re.search(r"http://localhost(/my-data/\S+)", text_of(email))[1]
    assert NEW in client.get(path).text
    assert rows(Signature)[0].email == ANA, "opening changes nothing"
    answers = [client.post(path) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    [signature], [person] = rows(Signature), rows(Person)
    assert (signature.email, person.email) == (NEW, NEW)
    assert (signature.mailbox, person.mailbox) == (erasing.mark_of(NEW),) * 2
    assert counting.count(petition.id).total == 1
    assert "Ana Ruiz" in client.get(link_for(NEW)).text
    assert "We keep nothing about you." in client.get(link_for()).text


def test_who_signed_with_both_addresses_counts_once(client):
    petition, _, _ = make_signer()
    make_signer(NEW)
    my_data.move(erasing.mark_of(ANA), NEW)
    from campaign.db import db

    db.session.commit()
    [signature], [person], [consent] = rows(Signature), rows(Person), rows(Consent)
    assert (signature.email, person.email) == (NEW, NEW)
    assert consent.is_given
    assert counting.count(petition.id).total == 1


def test_eve_cannot_move_what_is_anas(client):
    make_signer()
    token = link_for("eve@example.org").rsplit("/", 1)[1]
    assert client.post(f"/my-data/new-address/{token}").status_code == 404
    client.post(f"{link_for('eve@example.org')}/move", data={"email": "eve2@example.org"})
    assert rows(Signature)[0].email == ANA
