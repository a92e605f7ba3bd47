"""People whose signature was taken out: what they see, and what reaches them."""

from datetime import timedelta

import pytest

from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.petitions import waiting
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.petitions.factories import ANA, URL, link_of, make_signature
from tests.petitions.integrity import DESK, make_odd, press, take, total
from tests.petitions.writing import log_in_as

DECISION = f"{DESK}/decisions/1"


@pytest.fixture
def omar(client):
    """Omar's browser, with three robots under his petition."""
    make_odd()
    log_in_as(client)
    return client


def test_who_is_out_is_told_so_and_may_not_sign_again(omar):
    take(omar, number="1")
    [ana] = rows(Signature, id=1)
    page = omar.get(link_of(ana)).text
    assert "This signature does not count" in page
    assert "ask Neighbors to look again" in page

    ana.asked_at = now() - timedelta(hours=1)
    db.session.commit()
    before = len(rows(OutgoingEmail))
    assert omar.post(f"{URL}/sign", data=ANA).status_code == 303
    omar.post(link_of(ana))
    assert (total(), len(rows(OutgoingEmail))) == (3, before)


def test_who_is_out_can_delete_what_they_typed_and_stays_out(omar):
    take(omar, number="1")
    ana = rows(Signature, id=1)[0]
    assert "Delete what was typed" in omar.get(link_of(ana)).text
    omar.post(f"{link_of(ana)}/withdraw")
    [ana] = rows(Signature, id=1)
    assert (ana.name, ana.email, ana.domain) == ("", "", "")
    ana.asked_at = now() - timedelta(hours=1)
    db.session.commit()
    omar.post(f"{URL}/sign", data=ANA)
    assert rows(Signature, id=1)[0].name == ""


def test_who_is_out_gets_no_mail(client):
    petition = make_odd()
    make_signature(petition, "late@robots.example")
    log_in_as(client)
    take(client, domain="robots.example", state="waiting")
    [mail] = rows(OutgoingEmail, to="late@robots.example")
    assert (mail.state, mail.due_at) == ("dropped", None)
    assert {one.state for one in rows(OutgoingEmail) if one.id != mail.id} == {"queued"}


def test_the_hash_of_who_is_out_outlives_the_rest(client):
    """Otherwise the same robots sign again after three weeks."""
    petition = make_odd(robots=0)
    make_signature(petition, "r@robots.example")
    log_in_as(client)
    take(client, domain="robots.example")
    for one in rows(Signature):
        one.signed_at = now() - timedelta(days=22)
    db.session.commit()
    assert waiting.forget() == 0
    [robot] = rows(Signature, confirmed_at=None)
    assert (robot.name, robot.email, robot.domain) == ("", "", "")

    press(client, DECISION, f"{DECISION}/undo")
    assert rows(Signature, confirmed_at=None) == []
