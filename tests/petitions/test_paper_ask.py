"""From paper to confirmed: by mail, once, and only by the owner of the mailbox."""

from datetime import timedelta

import pytest

from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.people.models import Consent
from campaign.petitions import signing
from campaign.petitions.models import Signature
from campaign.petitions.paper import counting as paper_counting
from campaign.petitions.paper import holdings as paper_holdings
from tests.accounts.factories import log_in
from tests.factories import rows
from tests.petitions.factories import URL, link_of, make_petition, make_signature
from tests.petitions.paper import (
    PAGE,
    enter,
    everything,
    lines,
    make_omar,
    make_run,
    open_first,
    post,
)

ANA = ("Ana Ruiz", "25", "ana@example.org")


@pytest.fixture
def petition(client):
    petition = make_petition()
    make_run(petition)
    log_in(client, make_omar())
    return petition


def numbers(client):
    found = client.get(f"{URL}/count.json").json
    return found["signatures"], found["on_paper"]


def test_an_address_on_paper_is_no_consent_and_no_mail_by_itself(client, petition):
    enter(client, open_first(client, total=1), ANA, tick_1="y", finish="1")

    assert rows(OutgoingEmail) == rows(Signature) == everything(Consent) == []
    assert "1 person gave an email address" in client.get(PAGE).text


def test_who_confirms_moves_from_paper_to_confirmed(client, petition):
    enter(client, open_first(client, total=2), ANA, "Eve Li", tick_1="y", finish="1")
    assert post(client, f"{PAGE}/ask").status_code == 303
    assert numbers(client) == (0, 2)
    [signature] = rows(Signature)
    assert [email.to for email in rows(OutgoingEmail)] == ["ana@example.org"]
    assert everything(Consent) == []

    client.post(link_of(signature))
    assert numbers(client) == (1, 1)
    [consent] = everything(Consent)
    assert consent.wording.text == "Neighbors may email me about this campaign."


def test_without_the_tick_there_is_no_consent_ever(client, petition):
    enter(client, open_first(client, total=1), ANA, finish="1")
    post(client, f"{PAGE}/ask")
    client.post(link_of(rows(Signature)[0]))

    assert numbers(client) == (1, 0)
    assert everything(Consent) == []


def test_asking_twice_sends_one_mail(client, petition):
    url = open_first(client, total=1)
    enter(client, url, ANA, finish="1")
    post(client, f"{PAGE}/ask")
    post(client, f"{PAGE}/ask")
    post(client, f"{url}/reopen", url)
    enter(client, url, ANA, finish="1")
    post(client, f"{PAGE}/ask")

    assert len(rows(OutgoingEmail)) == len(rows(Signature)) == 1


def test_who_says_it_was_not_me_counts_nowhere(client, petition):
    enter(client, open_first(client, total=1), ANA, finish="1")
    post(client, f"{PAGE}/ask")
    client.post(f"{link_of(rows(Signature)[0])}/withdraw")

    assert numbers(client) == (0, 0)


def test_who_has_signed_online_counts_once(client, petition):
    make_signature(petition, "ANA@example.org", confirmed=True)
    enter(client, open_first(client, total=1), ANA, finish="1")

    assert numbers(client) == (1, 0)
    assert "gave an email address" not in client.get(PAGE).text


def test_it_stays_once_when_the_marks_of_mailboxes_end(client, petition):
    make_signature(petition, "ana@example.org", confirmed=True)
    enter(client, open_first(client, total=1), ANA, finish="1")
    paper_counting.settle()
    for one in rows(Signature):
        one.mailbox = f"past-{one.id}"
    db.session.commit()

    assert numbers(client) == (1, 0)


def test_a_closed_petition_asks_nobody(client, petition):
    enter(client, open_first(client, total=1), ANA, finish="1")
    db.session.get_one(type(petition), petition.id).closed_at = now()
    db.session.commit()

    assert post(client, f"{PAGE}/ask").status_code == 410
    assert rows(OutgoingEmail) == []


def test_the_owner_of_the_mailbox_sees_it_and_has_it_erased(client, petition):
    enter(client, open_first(client, total=2), ANA, "Eve Li", finish="1")
    mailbox = lines()[0].mailbox
    [held] = paper_holdings.find(mailbox)
    assert (held.values["name"], held.values["organization"]) == ("Ana Ruiz", "neighbors")

    assert paper_holdings.erase(mailbox) == 1
    db.session.commit()
    assert numbers(client) == (0, 1)
    everything = db.text("SELECT name, email, mailbox FROM paper_signature ORDER BY id")
    found = db.session.execute(everything, execution_options={"everyones": True})
    assert found.all() == [("", "", None), ("Eve Li", "", None)]


def test_names_on_paper_end_with_the_petition(client, petition):
    enter(client, open_first(client, total=1), ANA, finish="1")
    assert paper_holdings.count_over() == 0
    db.session.get_one(type(petition), petition.id).closed_at = now() - timedelta(days=4000)
    db.session.commit()

    assert (paper_holdings.count_over(), paper_holdings.end_over()) == (1, 1)
    assert [(one.name, one.email, one.mailbox) for one in lines()] == [("", "", None)]
    assert paper_counting.count(petition.id) == 1


def test_signing_at_the_site_after_being_asked_is_the_same_signature(client, petition):
    enter(client, open_first(client, total=1), ANA, finish="1")
    post(client, f"{PAGE}/ask")
    signing.confirm(rows(Signature)[0].id)
    client.post(f"{URL}/sign", data={"name": "Ana", "email": "ana@example.org", "ward": "25"})

    assert len(rows(Signature)) == 1
    assert numbers(client) == (1, 0)
