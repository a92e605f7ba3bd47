"""Mail leaves for a real SMTP server, and what the server says is heeded."""

import pytest

from campaign import mail
from campaign.db import db, now
from campaign.mail import OutgoingEmail, batches
from campaign.mail.leases import table
from tests.coalition.factories import make_organization
from tests.factories import rows
from tests.mail.templates import MERGE


def states() -> dict[str, str]:
    return {email.to: email.state for email in rows(OutgoingEmail)}


def hurry() -> None:
    """Let every waiting mail be due now."""
    db.session.execute(table.update().where(table.c.due_at.is_not(None)).values(due_at=now()))
    db.session.commit()


def test_it_works(queue, sink, deliver):
    queue("Ana@example.org")
    deliver()

    [message] = sink.messages
    assert message["To"] == "Ana@example.org"
    assert message["From"] == "Campaign <campaign@example.org>"
    assert message["Subject"] == "Confirm “Cancel the ShotSpotter contract”, Ana Ruiz"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = (part.get_content() for part in message.iter_parts())
    assert MERGE["link"] in text
    assert f'href="{MERGE["link"]}"' in html
    assert "style=" in html
    [email] = rows(OutgoingEmail)
    assert (email.state, email.due_at, email.leased_by) == ("sent", None, None)
    assert email.sent_at is not None


def test_one_connection_serves_all(queue, sink, deliver):
    for number in range(60):
        queue(f"ana{number}@example.org", f"confirm:{number}")

    assert deliver()["sent"] == 60
    assert len({to for to, _ in sink.arrived}) == 60
    assert sink.connections == 1


def test_people_who_wait_go_before_bulk(queue, sink, deliver):
    batch = batches.of(make_organization().id, "mailing:1", {"en": "News"})
    queue("bulk@example.org", "bulk", batch_id=batch.id)
    queue("ana@example.org", "confirm")
    deliver()

    assert [to for to, _ in sink.arrived] == ["ana@example.org", "bulk@example.org"]


def test_headers_of_a_mailing(queue, sink, deliver):
    page = "https://campaign.example.org/unsubscribe/" + "t" * 200
    queue(list_unsubscribe=page, reply_to="omar@example.org")
    deliver()

    [(_, data)] = sink.arrived
    assert f"\r\nList-Unsubscribe: <{page}>\r\n".encode() in data
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in data
    assert sink.messages[0]["Reply-To"] == "omar@example.org"
    assert sink.messages[0]["Auto-Submitted"] is None


@pytest.mark.parametrize(
    ("reply", "is_suppressed"),
    [
        ("550 5.1.1 no mailbox here", True),
        ("553 5.1.3 bad address", True),
        ("550 No such user here", True),
        ("550 5.7.1 blocked by policy", False),
        ("550 relay not permitted", False),
        ("552 5.2.2 mailbox full", False),
    ],
)
def test_a_refused_receiver(queue, sink, deliver, reply, is_suppressed):
    sink.at_recipient["eve@example.org"] = reply
    queue("eve@example.org", "confirm:1")
    queue("ana@example.org", "confirm:2")
    deliver()

    assert states() == {"eve@example.org": "failed", "ana@example.org": "sent"}
    assert mail.is_suppressed("EVE@example.org") is is_suppressed
    assert queue("eve@example.org", "confirm:3") is not is_suppressed
    assert rows(OutgoingEmail)[0].error in (reply[:9], reply[:3])


def test_a_refused_text_does_not_suppress(queue, sink, deliver):
    sink.at_data["eve@example.org"] = "550 5.1.1 looks like spam"
    queue("eve@example.org")
    deliver()

    assert states() == {"eve@example.org": "failed"}
    assert not mail.is_suppressed("eve@example.org")


def test_it_tries_again_later(queue, sink, deliver):
    sink.at_recipient["ana@example.org"] = "450 4.2.0 greylisted"
    queue()
    deliver()

    [email] = rows(OutgoingEmail)
    assert (email.state, email.attempts, email.error) == ("queued", 1, "450 4.2.0")
    assert 50 < (email.due_at - now()).total_seconds() <= 60
    assert deliver()["sent"] == 0  # not yet

    del sink.at_recipient["ana@example.org"]
    hurry()
    deliver()
    assert states() == {"ana@example.org": "sent"}


def test_it_gives_up_after_a_day(queue, sink, deliver):
    sink.at_recipient["ana@example.org"] = "450 4.2.0 greylisted"
    queue()
    waited = 0.0
    while rows(OutgoingEmail)[0].state == "queued":
        hurry()
        deliver()
        if due_at := rows(OutgoingEmail)[0].due_at:
            waited += (due_at - now()).total_seconds() / 3600

    assert states() == {"ana@example.org": "failed"}
    assert 23 < waited < 24


def test_the_second_try_has_the_same_message_id_and_date(queue, sink, worker, deliver):
    sink.hang_up_on.add("ana@example.org")
    queue()
    deliver()
    assert states() == {"ana@example.org": "queued"}

    sink.hang_up_on.clear()
    hurry()
    worker.rest_until = 0
    deliver()
    (_, first), (_, second) = sink.arrived
    assert first == second


def test_a_held_outbox_sends_nothing(queue, sink, deliver, campaign):
    queue()
    assert campaign("mail", "hold", "--reason", "restored").exit_code == 0
    assert deliver()["sent"] == 0
    assert campaign("mail", "deliver").exit_code == 1
    assert '"held": "restored"' in campaign("mail", "status", "--json").stdout

    assert "1 mails wait" in campaign("mail", "release").stdout
    assert deliver()["sent"] == 1


def test_suppressed_in_the_meantime_means_dropped(queue, sink, deliver):
    queue(list_unsubscribe="https://example.org/u/1")
    mail.suppress("ana+petition@example.org", "unsubscribed")
    mail.suppress("ANA@example.org", "unsubscribed")
    db.session.commit()
    deliver()

    assert states() == {"ana@example.org": "dropped"}
    assert sink.arrived == []


def test_a_broken_template_stops_nobody_else(queue, sink, deliver):
    queue("eve@example.org", "confirm:1", merge={})
    queue("ana@example.org", "confirm:2")
    queue("omar@example.org", "confirm:3", template="tests/mail/missing")
    deliver()

    assert states()["ana@example.org"] == "sent"
    assert states()["omar@example.org"] == "queued"
    assert rows(OutgoingEmail)[2].error == "TemplateNotFound"
