"""Taking one thing back: a signature, or what one organization was allowed."""

import re

import pytest

from campaign.coalition import scope
from campaign.db import db
from campaign.people.models import Consent, Person, Refusal
from campaign.petitions import counting
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.my_data.factories import link_for, make_signer


@pytest.fixture(autouse=True)
def everyones(app):
    with scope.everyones():
        yield


def buttons(page):
    """The hidden fields behind each button that takes something back."""
    found = re.findall(r'name="(holder|key)" value="([^"]*)"', page.text)
    return [dict(found[n : n + 2]) for n in range(0, len(found), 2)]


def press(client, holder):
    [fields] = [one for one in buttons(client.get(link_for())) if one["holder"] == holder]
    return client.post(f"{link_for()}/take-back", data=fields)


def test_a_signature(client):
    petition, _, _ = make_signer()
    answer = press(client, "petitions")

    assert (answer.status_code, answer.location[-16:]) == (303, "?done=taken-back")
    [signature] = rows(Signature)
    assert signature.withdrawn_at is not None
    assert (signature.name, signature.email, signature.comment) == ("", "", "")
    assert counting.count(petition.id).total == 0
    assert rows(Person) == [], "it rested on the signature"
    assert "Done" in client.get(answer.location).text


def test_what_one_organization_was_allowed(client):
    petition, partner, signature = make_signer()
    press(client, "people")

    assert rows(Person) == []
    assert rows(Consent) == []
    [refusal] = rows(Refusal)
    assert (refusal.organization_id, refusal.mailbox) == (partner.id, signature.mailbox)
    assert counting.count(petition.id).total == 1, "the signature stays"
    assert "Who must not write to you" in client.get(link_for()).text


@pytest.mark.parametrize(
    "fields",
    [{}, {"holder": "petitions"}, {"holder": "petitions", "key": "1", "website": "x"}],
)
def test_it_rejects(client, fields):
    make_signer()
    assert client.post(f"{link_for()}/take-back", data=fields).status_code == 400
    assert rows(Signature)[0].withdrawn_at is None


@pytest.mark.parametrize("holder", ["petitions", "people", "mail", "accounts", "x"])
def test_nobody_takes_back_what_is_another_persons(client, holder):
    make_signer()
    for key in ("1", "2", "x", "all"):
        path = f"{link_for('eve@example.org')}/take-back"
        assert client.post(path, data={"holder": holder, "key": key}).status_code == 303
    db.session.rollback()
    assert rows(Signature)[0].withdrawn_at is None
    assert len(rows(Person)) == len(rows(Consent)) == 1
