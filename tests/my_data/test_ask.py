"""Asking for the link: the same answer for everyone, and no way to flood a mailbox."""

import re

import pytest

from campaign.db import db
from campaign.mail import OutgoingEmail, suppress
from tests.accounts.factories import text_of
from tests.factories import rows
from tests.my_data.factories import ANA, make_signer

URL = "/my-data"


def mails():
    return [one for one in rows(OutgoingEmail) if one.template == "my_data/mail/link"]


def test_it_works(client):
    make_signer()
    answer = client.post(URL, data={"email": "Ana@Example.org"})

    assert (answer.status_code, answer.location) == (303, "/my-data/sent")
    [email] = mails()
    assert email.to.lower() == ANA
    assert email.budgeted
    assert "one hour" in text_of(email)
    path = re.search(r"http://localhost(/my-data/\S+)", text_of(email))[1]
    assert "Ana Ruiz" in client.get(path).text
    assert client.get_cookie("session") is None


def test_it_does_not_tell_who_is_known(client):
    make_signer()
    answers = [client.post(URL, data={"email": email}) for email in (ANA, "eve@example.org")]

    assert answers[0].location == answers[1].location
    assert answers[0].data == answers[1].data
    assert sorted(email.to for email in mails()) == [ANA, "eve@example.org"]


def test_a_mailbox_gets_three_mails_a_day_however_it_is_spelt(client, time_machine):
    for n in range(8):
        time_machine.move_to(f"2026-05-04T12:{n * 6:02}:00+00:00", tick=False)
        client.post(URL, data={"email": f"ana+{n}@gmail.com"})
    assert len(mails()) == 3


def test_asking_twice_at_once_is_once(client, time_machine):
    time_machine.move_to("2026-05-04T12:00:00+00:00", tick=False)
    for _ in range(2):
        client.post(URL, data={"email": ANA})
    assert len(mails()) == 1


def test_nobody_is_mailed_who_must_not_be(client):
    suppress(ANA, "bounced")
    db.session.commit()
    assert client.post(URL, data={"email": ANA}).location == "/my-data/sent"
    assert mails() == []


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@example", "a\r\nBcc: eve@example.org", "x" * 300]
)
def test_it_rejects(client, email):
    answer = client.post(URL, data={"email": email})
    assert answer.status_code == 422
    assert mails() == []


def test_a_robot_fills_the_hidden_field(client):
    assert client.post(URL, data={"email": ANA, "website": "x"}).status_code == 422


def test_too_many_from_one_network_wait(client, monkeypatch, app):
    limit = app.config["SETTINGS"].network_limit
    for n in range(limit):
        assert client.post(URL, data={"email": f"a{n}@example.org"}).status_code == 303
    answer = client.post(URL, data={"email": ANA})
    assert answer.status_code == 429
    assert ANA in answer.text, "what was typed is still there"


def test_it_refuses_posts_from_other_sites(client):
    answer = client.post(URL, data={"email": ANA}, headers={"Origin": "https://eve.example"})
    assert answer.status_code == 403
