"""What a mail of a batch says: headers that programs read, and words that all its mails share."""

import pytest

from campaign.db import db
from campaign.mail import batches
from tests.coalition.factories import make_organization
from tests.mail import templates

PAGE = "https://campaign.example.org/unsubscribe/" + "t" * 200


@pytest.fixture
def send(app, queue, sink, deliver):
    """The mail of a batch as it arrives, read by Python's parser."""

    def send(words=None, **values):
        batch = batches.of(make_organization().id, "mailing:1", {"en": "News"}, "news.example.org")
        batch.shared = words or {}
        db.session.commit()
        queue(batch_id=batch.id, **values)
        deliver()
        [message] = sink.messages
        return message

    return send


def test_its_headers(send):
    message = send(list_unsubscribe=PAGE, reply_to="omar@example.org", sender_name="South Side")

    assert message["From"] == "South Side <campaign@example.org>"
    assert message["Reply-To"] == "omar@example.org"
    assert message["List-Id"] == "<news.example.org>"
    assert message["List-Unsubscribe"] == f"<{PAGE}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (message["Precedence"], message["Auto-Submitted"]) == ("bulk", "auto-generated")
    assert message.defects == []


@pytest.mark.parametrize(
    "name",
    [
        "Omar\r\nBcc: eve@example.org",
        "Omar\nSubject: x\n\nbody",
        'Omar" <eve@example.org>, "',
        "=?utf-8?q?Omar=0D=0ABcc:_eve@example.org?=",
        "eve@example.org",
        "Vecinos Ñandú, de La Villita " * 4,
        "x" * 120,
    ],
)
def test_a_name_stays_a_name(send, sink, name):
    message = send(sender_name=name)

    [address] = message["From"].addresses
    assert address.addr_spec == "campaign@example.org"
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Confirm")
    [(_, data)] = sink.arrived
    assert data.isascii()
    assert data.count(b"\r\nFrom:") + data.startswith(b"From:") == 1


def test_words_of_the_batch_in_the_language_of_the_mail(send):
    message = send({"en": {"title": "the clinic"}, "es": {"title": "la clínica"}}, shared={})
    assert message["Subject"] == "Confirm “the clinic”, Ana Ruiz"


def test_its_own_words_come_before_those_of_the_batch(send):
    message = send({"en": {"title": "the clinic"}}, shared={"title": "the school"})
    assert "the school" in message["Subject"]


def test_words_that_changed_are_used(send, sink, deliver, queue):
    send({"en": {"title": "the clinic"}}, shared={})
    batch = batches.of(make_organization("west-side").id, "mailing:1", {"en": "News"})
    batch.shared = {"en": {"title": "the school"}}
    db.session.commit()
    queue(key="confirm:2", batch_id=batch.id, shared={})
    deliver()

    assert "the school" in sink.messages[1]["Subject"]
    assert templates.MERGE["name"] in sink.messages[1]["Subject"]


def test_a_letter_is_not_called_automatic(queue, sink, deliver):
    queue(reply_to="ana@example.org", at_most_once=True)
    deliver()
    [message] = sink.messages
    assert (message["Auto-Submitted"], message["Precedence"], message["List-Id"]) == (None,) * 3
