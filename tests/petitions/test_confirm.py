from datetime import timedelta

import pytest

from campaign import tokens
from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.people import consents as people
from campaign.people.models import Consent, Person, Refusal
from campaign.petitions import counting, signing
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.petitions.factories import (
    ANA,
    URL,
    link_of,
    make_organization,
    make_petition,
    make_signature,
)


def shown_count(client):
    return client.get(f"{URL}/count.json").json["signatures"]


def test_it_works(client):
    signature = make_signature(make_petition())
    page = client.get(link_of(signature))
    assert "Confirm your signature" in page.text
    assert shown_count(client) == 0

    response = client.post(link_of(signature))
    assert response.status_code == 303
    assert "Your signature counts" in client.get(response.location).text
    assert shown_count(client) == 1


def test_opening_the_link_changes_nothing(client):
    signature = make_signature(make_petition())
    for _ in range(3):
        client.get(link_of(signature))

    assert rows(Signature)[0].confirmed_at is None


def test_confirming_twice_is_once(client):
    signature = make_signature(make_petition())
    for _ in range(3):
        client.post(link_of(signature))

    assert shown_count(client) == 1


def test_consents_are_kept_now_with_their_wording(client):
    petition = make_petition()
    parents = make_organization(petition.campaign, "parents", "partner")
    client.post(f"{URL}/sign", data=ANA | {"allow": ["parents"]})
    assert rows(Person) == []
    client.post(link_of(rows(Signature)[0]))

    [person] = rows(Person)
    assert (person.name, person.division) == ("Ana Ruiz", "ocd-division/ward:25")
    [consent] = rows(Consent)
    assert consent.organization_id == parents.id
    assert consent.wording.text == "Parents may email me about this campaign."


def test_it_was_not_me_deletes_what_was_typed(client):
    signature = make_signature(make_petition(), comment="a word")
    client.post(f"{link_of(signature)}/withdraw")

    [signature] = rows(Signature)
    assert (signature.name, signature.email, signature.comment) == ("", "", "")
    assert "Your name is off the petition" in client.get(link_of(signature)).text


def test_withdrawing_lowers_the_count_once_and_ends_consents(client):
    petition = make_petition()
    make_organization(petition.campaign, "parents", "partner")
    client.post(f"{URL}/sign", data=ANA | {"allow": ["parents"]})
    [signature] = rows(Signature)
    client.post(link_of(signature))
    for _ in range(2):
        client.post(f"{link_of(signature)}/withdraw")

    assert shown_count(client) == 0
    assert (rows(Consent), rows(Person)) == ([], [])


def test_withdrawing_one_petition_keeps_what_another_one_was_told(client):
    petition = make_petition()
    parents = make_organization(petition.campaign, "parents", "partner")
    client.post(f"{URL}/sign", data=ANA | {"allow": ["parents"]})
    [signature] = rows(Signature)
    client.post(link_of(signature))
    details = {"name": "Ana", "email": "Ana@example.org", "division": None, "language": "en"}
    lead = petition.campaign.partners("lead")[0]
    people.allow(signature.mailbox, details, {lead.id: "Yes."}, "x")
    db.session.commit()
    client.post(f"{link_of(signature)}/withdraw")

    assert [one.organization_id for one in rows(Person)] == [lead.id]
    assert [one.organization_id for one in rows(Refusal)] == [parents.id]


def test_a_withdrawn_signature_cannot_be_confirmed_but_signed_again(client):
    signature = make_signature(make_petition(), confirmed=True)
    client.post(f"{link_of(signature)}/withdraw")
    client.post(link_of(signature))
    assert shown_count(client) == 0

    signature.asked_at = now() - timedelta(minutes=11)
    db.session.commit()
    client.post(f"{URL}/sign", data=ANA)
    client.post(link_of(signature))
    assert shown_count(client) == 1
    assert len(rows(Signature)) == 1
    assert len(rows(OutgoingEmail)) == 2


def test_who_has_signed_and_signs_again_gets_the_same_mail(client):
    signature = make_signature(make_petition(), confirmed=True)
    signature.asked_at = now() - timedelta(minutes=11)
    db.session.commit()
    client.post(f"{URL}/sign", data=ANA | {"name": "Eve"})

    assert rows(Signature)[0].name == "Ana Ruiz"
    assert len({(email.template, email.to.lower()) for email in rows(OutgoingEmail)}) == 1


@pytest.mark.parametrize("token", ["x", "", "W10", "a.b.c", "%00", "🙂"])
def test_a_damaged_link_is_404(client, token):
    assert client.get(f"/confirm/{token}").status_code == 404


def test_a_token_of_another_purpose_is_404(client):
    signature = make_signature(make_petition())
    other = tokens.make("another purpose", signature.id)
    assert client.post(f"/confirm/{other}").status_code == 404
    assert rows(Signature)[0].confirmed_at is None


def test_a_closed_petition_takes_confirmations_for_a_day(client):
    petition = make_petition()
    early, late = make_signature(petition), make_signature(petition, "late@example.org")
    petition.closed_at = now() - timedelta(hours=23)
    db.session.commit()
    assert client.post(link_of(early)).status_code == 303

    petition.closed_at = now() - timedelta(hours=25)
    db.session.commit()
    assert client.post(link_of(late)).status_code == 410
    assert shown_count(client) == 1


def test_a_stopped_petition_counts_nobody_but_lets_them_leave(client):
    petition = make_petition()
    stays, leaves = (
        make_signature(petition),
        make_signature(petition, "b@example.org", confirmed=True),
    )
    petition.stopped_at = now()
    db.session.commit()

    assert client.post(link_of(stays)).status_code == 410
    assert client.post(f"{link_of(leaves)}/withdraw").status_code == 303
    assert shown_count(client) == 0


def test_an_invalidated_signature_stays_out(client):
    signature = make_signature(make_petition())
    signature.invalidated_at = now()
    db.session.commit()
    assert not signing.confirm(signature.id)
    assert "does not count" in client.get(link_of(signature)).text
    assert counting.count(signature.petition_id).total == 0
