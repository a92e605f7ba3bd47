"""The sign-on letter as residents' organizations see it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine

from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.petitions.letter import holdings as sign_on_holdings
from campaign.petitions.letter import models as sign_on
from campaign.petitions.letter.models import LetterEndorsement, SignOnLetter
from tests.accounts.factories import text_of
from tests.factories import add, rows
from tests.petitions.factories import make_campaign, make_organization

PAGE = "/c/clinic/letter"
FORM = f"{PAGE}/endorse"
ANA = {
    "name": "Quetzal Neighbors",
    "place": "Ward 25",
    "contact": "Ana Ruiz",
    "email": "ana@example.org",
    "may_sign": "y",
}


def make_letter(**values):
    campaign = values.pop("campaign", None) or make_campaign()
    make_organization(campaign)
    defaults = {
        "title": {"en": "Keep the clinic", "es": "Que siga la clínica"},
        "text": {"en": "We ask the council.", "es": "Pedimos al concejo."},
        "published_at": now(),
    }
    return add(SignOnLetter(campaign=campaign, **defaults | values))


def endorse(client, **values):
    return client.post(FORM, data=ANA | values)


def confirm(client):
    """Press the button behind the newest link."""
    path = newest_link()
    return client.post(path)


def newest_link():
    return urlsplit(rows(OutgoingEmail)[-1].merge["link"]).path


def test_it_works(client):
    make_letter()
    assert "No organization yet" in client.get(PAGE).text
    assert endorse(client).location == f"{PAGE}/thanks"
    assert client.get(f"{PAGE}/thanks").status_code == 200
    assert "Quetzal" not in client.get(PAGE).text

    [email] = rows(OutgoingEmail)
    assert (email.to, email.locale) == ("ana@example.org", "en")
    assert "Keep the clinic" in text_of(email)
    assert "Yes, we sign this letter" in client.get(newest_link()).text
    assert confirm(client).status_code == 303
    page = client.get(PAGE).text
    assert "Quetzal Neighbors" in page
    assert "Ward 25" in page
    assert "<strong>1</strong> organization signed" in page


def test_the_person_who_signed_is_not_shown(client):
    make_letter()
    endorse(client)
    confirm(client)
    for url in (PAGE, FORM, "/c/clinic"):
        assert "Ana Ruiz" not in client.get(url).text
        assert "ana@example.org" not in client.get(url).text


def test_opening_the_link_signs_nothing(client):
    make_letter()
    endorse(client)
    client.get(newest_link())

    assert rows(LetterEndorsement)[0].standing is None


def test_confirming_twice_is_once(client):
    make_letter()
    endorse(client)
    confirm(client)
    first = rows(LetterEndorsement)[0].confirmed_at

    assert confirm(client).status_code == 303
    assert rows(LetterEndorsement)[0].confirmed_at == first


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "=cmd|' /C calc'!A0"),
        ("name", "x" * 121),
        ("name", "www.evil.example"),
        ("place", "<b>here</b>"),
        ("contact", "  "),
        ("contact", "Ana\x00"),
        ("email", "ana"),
        ("email", "ana@example.org\r\nBcc: eve@example.org"),
        ("may_sign", ""),
        ("website", "http://robot.example"),
    ],
)
def test_it_rejects(client, field, value):
    make_letter()

    assert endorse(client, **{field: value}).status_code == 422
    assert rows(LetterEndorsement) == []
    assert rows(OutgoingEmail) == []


def test_posting_twice_mails_once(client):
    make_letter()
    answers = [
        endorse(client),
        endorse(client, contact="Eve"),
        endorse(client, email="Ana@Example.org"),
    ]

    assert {answer.location for answer in answers} == {f"{PAGE}/thanks"}
    assert [one.contact for one in rows(LetterEndorsement)] == ["Ana Ruiz"]
    assert len(rows(OutgoingEmail)) == 1


def test_a_name_stands_once(client):
    make_letter()
    endorse(client)
    confirm(client)
    endorse(client, name="quetzal  neighbors.", email="eve@example.org")
    answer = confirm(client)

    assert answer.status_code == 409
    assert "stands under the letter already" in answer.text
    assert [one.counts for one in rows(LetterEndorsement)] == [True, False]


def test_nobody_can_block_a_name_without_confirming(client):
    make_letter()
    endorse(client, email="eve@example.org")
    endorse(client)
    assert confirm(client).status_code == 303
    assert [one.counts for one in rows(LetterEndorsement)] == [False, True]


def test_the_deadline_holds_to_the_second(client):
    end = now().replace(microsecond=0) + timedelta(hours=2)
    make_letter(closes_at=end)
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert endorse(client).status_code == 303
    path = newest_link()
    with time_machine.travel(end, tick=False):
        assert client.get(FORM).status_code == 410
        assert endorse(client, email="eve@example.org").status_code == 410
        assert client.post(path).status_code == 410
        assert "took names until" in client.get(PAGE).text
        assert client.get(path).status_code == 200
    assert len(rows(LetterEndorsement)) == 1
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert client.post(path).status_code == 303


def test_withdrawing_deletes_the_person_and_frees_the_name(client):
    make_letter()
    endorse(client)
    confirm(client)
    path = newest_link()
    assert client.post(f"{path}/withdraw").status_code == 303
    [one] = rows(LetterEndorsement)
    assert (one.contact, one.email, one.standing) == ("", "", None)
    assert "Quetzal" not in client.get(PAGE).text
    assert "off the letter" in client.get(path).text

    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        endorse(client)
        assert confirm(client).status_code == 303
    assert rows(LetterEndorsement)[0].counts


@pytest.mark.parametrize("values", [{"published_at": None}, {"campaign": "draft"}])
def test_what_is_not_public_is_not_found(client, values):
    if values.get("campaign"):
        values = {"campaign": make_campaign(published_at=None)}
    make_letter(**values)
    for url in (PAGE, FORM, f"{PAGE}/thanks"):
        missing = client.get(url.replace("clinic", "nothing"))
        assert client.get(url).status_code == missing.status_code == 404
    assert endorse(client).status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00"])
def test_a_forged_link_is_not_found(client, token):
    assert client.get(f"/endorse/{token}").status_code == 404
    assert client.post(f"/endorse/{token}").status_code == 404
    assert client.post(f"/endorse/{token}/withdraw").status_code == 404


def test_too_many_from_one_network_wait(client):
    make_letter()
    for number in range(sign_on.BY_NETWORK):
        assert endorse(client, email=f"a{number}@example.org").status_code == 303
    assert endorse(client, email="late@example.org").status_code == 429
    assert len(rows(LetterEndorsement)) == sign_on.BY_NETWORK


def test_it_speaks_spanish(client):
    make_letter()
    client.post(f"{FORM}?lang=es", data=ANA)
    [email] = rows(OutgoingEmail)
    assert email.locale == "es"
    assert "Que siga la clínica" in text_of(email)


def test_what_nobody_confirms_is_deleted(client):
    make_letter()
    endorse(client)
    with time_machine.travel(now() + timedelta(days=20), tick=False):
        assert sign_on_holdings.forget() == 0
    with time_machine.travel(now() + timedelta(days=22), tick=False):
        assert sign_on_holdings.forget() == 1
    assert rows(LetterEndorsement) == []


def test_the_person_is_forgotten_a_year_after_the_end(client):
    end = now() + timedelta(days=1)
    make_letter(closes_at=end)
    endorse(client)
    confirm(client)
    with time_machine.travel(end + timedelta(days=364), tick=False):
        assert sign_on_holdings.blank() == 0
    with time_machine.travel(end + timedelta(days=366), tick=False):
        assert sign_on_holdings.blank() == 1
    [one] = rows(LetterEndorsement)
    assert (one.name, one.contact, one.email) == ("Quetzal Neighbors", "", "")
    assert one.counts


def test_the_mailboxs_owner_finds_and_erases_it(client):
    make_letter()
    endorse(client)
    confirm(client)
    mailbox = rows(LetterEndorsement)[0].mailbox
    [held] = sign_on_holdings.find(mailbox)
    assert held.values["contact"] == "Ana Ruiz"
    assert sign_on_holdings.erase(mailbox) == 1
    db.session.commit()
    assert rows(LetterEndorsement) == []
