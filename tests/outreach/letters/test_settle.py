"""What came of a letter's mail: by a signal, or read from the outbox where a process died."""

from types import SimpleNamespace

import pytest

from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.outreach.letters import acts, sending, settling
from campaign.signals import mail_bounced, mail_settled
from tests.factories import rows
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters.writing import path_of, reread

COPY = "outreach/letters/mail/copy"


@pytest.fixture
def leaving(app):
    letter = make_letter(make_action(), state="waiting")
    sending.send()
    return reread(letter)


def end(letter, state):
    """What delivery leaves in the outbox."""
    email = db.session.get_one(OutgoingEmail, letter.outgoing_email_id)
    email.state, email.due_at = state, None
    db.session.commit()
    return email


@pytest.mark.parametrize(
    ("state", "after"), [("sent", "sent"), ("failed", "failed"), ("uncertain", "uncertain")]
)
def test_it_works(leaving, state, after):
    email = end(leaving, state)
    for _ in range(2):
        mail_settled.send(email, state=state)
        db.session.commit()

    assert reread(leaving).state == after
    assert len(rows(OutgoingEmail, template=COPY)) == (1 if after == "sent" else 0)


@pytest.mark.parametrize(
    ("state", "after"),
    [("sent", "sent"), ("failed", "failed"), ("uncertain", "uncertain"), ("dropped", "failed")],
)
def test_what_a_dying_process_missed_is_settled(leaving, state, after):
    end(leaving, state)
    assert settling.settle_missed() == 1
    assert settling.settle_missed() == 0
    assert reread(leaving).state == after


@pytest.mark.parametrize("state", ["queued", "sending"])
def test_what_is_under_way_is_left_alone(leaving, state):
    db.session.get_one(OutgoingEmail, leaving.outgoing_email_id).state = state
    db.session.commit()
    assert settling.settle_missed() == 0


@pytest.mark.parametrize(("kind", "after"), [("hard", "bounced"), ("complaint", "sent")])
def test_a_mail_that_came_back(leaving, kind, after):
    email = end(leaving, "sent")
    settling.settle_missed()
    mail_bounced.send(SimpleNamespace(id=email.id, mailbox=email.mailbox), kind=kind, code="5.1.1")
    db.session.commit()
    assert reread(leaving).state == after


def test_other_mail_is_none_of_its_business(leaving):
    other = SimpleNamespace(id=10**6, mailbox="")
    mail_settled.send(other, state="sent")
    mail_bounced.send(other, kind="hard", code="")
    assert reread(leaving).state == "leaving"


def test_who_disowns_it_on_its_way_leaves_nothing(client, leaving):
    email = db.session.get_one(OutgoingEmail, leaving.outgoing_email_id)
    email.state, email.leased_by = "sending", "a worker"
    db.session.commit()
    assert client.post(f"{path_of(leaving)}/not-me").status_code == 409
    end(leaving, "sent")
    settling.settle_missed()

    assert (reread(leaving).state, leaving.name, leaving.text) == ("withdrawn", "", "")
    assert rows(OutgoingEmail, template=COPY) == []
    assert leaving.disowned_at < now()


def test_what_a_person_says_has_arrived_gets_its_copy(leaving):
    email = end(leaving, "uncertain")
    settling.settle_missed()
    acts.say_sent(reread(leaving))
    db.session.commit()

    assert len(rows(OutgoingEmail, template=COPY)) == 1
    assert db.session.get_one(OutgoingEmail, email.id).shared == {}
