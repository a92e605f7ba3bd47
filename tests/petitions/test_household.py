"""Two people may share a mailbox when an organizer decides so, and only then."""

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.people.models import Consent
from campaign.petitions import signing
from campaign.petitions.integrity import desk_households, households
from campaign.petitions.integrity.households import Household
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.petitions.factories import ANA, URL, link_of, make_petition, make_signature
from tests.petitions.integrity import press, total
from tests.petitions.writing import ONE, log_in_as

PAGE = f"{ONE}/households"
LUZ = {
    "name": "Luz Ruiz",
    "ward": "24",
    "email": "ANA@example.org",
    "reason": "They told me at the door.",
}


@pytest.fixture
def omar(client):
    """Omar's browser; Ana has signed his petition."""
    make_signature(make_petition(), confirmed=True)
    log_in_as(client)
    return client


def add(omar, **fields):
    return press(omar, PAGE, PAGE, **LUZ | fields)


def test_it_works(omar):
    assert add(omar).status_code == 303
    ana, luz = rows(Signature)
    assert (luz.name, luz.member, luz.mailbox) == ("Luz Ruiz", 1, ana.mailbox)
    assert luz.ward.number == 24
    assert total() == 1
    omar.post(link_of(luz))
    assert total() == 2
    assert [one.reason for one in rows(Household)] == ["They told me at the door."]


def test_the_mailbox_confirms_it_as_usual(omar):
    add(omar)
    mail = rows(OutgoingEmail)[-1]
    assert (mail.template, mail.to) == ("petitions/mail/confirm", "ANA@example.org")
    assert link_of(rows(Signature)[1]) in mail.merge["link"]


def test_it_is_noted_without_name_and_address(omar):
    add(omar)
    [row] = rows(Audit)
    assert (row.act, row.details) == ("signatures.shared", {"signature": 2})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "eve@example.org"}, "Nobody stands under this petition with this address."),
        ({"name": "ana  RUIZ"}, "Somebody of this name has signed with this address already."),
        ({"name": "=1"}, "Begin the name with a letter."),
        ({"ward": "99"}, "Choose their ward from the list."),
        ({"email": "ana"}, "Enter an email address"),
        ({"reason": " "}, "Say how you know"),
    ],
)
def test_it_refuses(omar, fields, sentence):
    answer = add(omar, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (len(rows(Signature)), rows(Household)) == (1, [])


def test_who_was_taken_out_or_left_shares_nothing(omar):
    signing.withdraw(rows(Signature)[0])
    db.session.commit()
    assert add(omar).status_code == 422


def test_a_household_has_an_end(omar, monkeypatch):
    monkeypatch.setattr(households, "MOST", 1)
    assert add(omar).status_code == 303
    assert "More are not possible" in add(omar, name="Paz Ruiz").text


def test_a_mailbox_gets_no_more_mail_than_others(omar):
    for name in ("Luz", "Paz"):
        assert add(omar, name=name).status_code == 303
    answer = add(omar, name="Mar")
    assert "This mailbox has had three mails today." in answer.text
    assert len(rows(Signature)) == 3


def test_nobody_tries_many_addresses(omar, monkeypatch):
    monkeypatch.setattr(desk_households, "TRIES", 1)
    add(omar, email="eve@example.org")
    assert add(omar).status_code == 429


def test_a_stopped_petition_takes_nobody(omar):
    rows(Signature)[0].petition.stopped_at = rows(Signature)[0].signed_at
    db.session.commit()
    assert "takes no signatures now" in add(omar).text


def test_signing_again_with_the_shared_address_is_the_first_person(omar):
    add(omar)
    for one in rows(Signature):
        one.asked_at -= 2 * signing.ASK_AGAIN
    db.session.commit()
    omar.post(f"{URL}/sign", data=ANA | {"name": "Eve"})
    assert [(one.name, one.member, one.asks) for one in rows(Signature)] == [
        ("Ana Ruiz", 0, 2),
        ("Luz Ruiz", 1, 1),
    ]


def test_one_leaves_and_the_other_stays_with_what_they_allowed(omar):
    petition = rows(Signature)[0].petition
    make_signature(
        petition, "eve@example.org", wanted={str(petition.campaign.partners("lead")[0].id): "Yes."}
    )
    signing.confirm(2)
    add(omar, email="eve@example.org")
    luz = rows(Signature)[2]
    signing.confirm(luz.id)
    omar.post(f"{link_of(luz)}/withdraw")
    assert total() == 2
    assert [one.is_given for one in rows(Consent)] == [True]


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_only_organizers(client, role):
    make_signature(make_petition(), confirmed=True)
    log_in_as(client, role)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, data=LUZ).status_code == 403
