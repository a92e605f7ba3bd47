"""The rooms above hear what became of a mail that may go out once."""

from contextlib import contextmanager

import pytest

from campaign.db import db, now
from campaign.mail import OutgoingEmail, leases
from campaign.signals import mail_settled
from tests.factories import rows


@pytest.fixture
def heard(app):
    """Keys and states, in the order in which they were told."""
    told: list[tuple[str, str]] = []

    def hear(row, state):
        told.append((row.key, state))
        db.session.execute(
            db.update(OutgoingEmail).filter_by(id=row.id).values(reply_to="heard@example.org")
        )

    with mail_settled.connected_to(hear):
        yield told


@contextmanager
def stopped_while_sending(number: int, worker: str):
    """A letter that a worker began to send and did not finish."""
    db.session.rollback()
    with db.engine.begin() as connection:
        leases.claim(connection, worker)
        leases.start(connection, worker, number)
    yield


def test_sent_failed_and_dropped(queue, sink, deliver, heard):
    sink.at_recipient["gone@example.org"] = "550 5.1.1 no such mailbox"
    for to in ("ana@example.org", "gone@example.org", "gone@example.org"):
        queue(to, f"letter:{len(rows(OutgoingEmail))}", at_most_once=True, budgeted=False)
    queue("eve@example.org", "confirm:1")
    deliver()

    assert sorted(heard) == [("letter:0", "sent"), ("letter:1", "failed"), ("letter:2", "failed")]
    kept = {email.key: email.reply_to for email in rows(OutgoingEmail)}
    assert kept["letter:0"] == "heard@example.org"  # what the room above wrote is committed
    assert kept["confirm:1"] is None


def test_uncertain_since_the_server_hung_up(queue, sink, deliver, heard):
    sink.hang_up_on.add("ana@example.org")
    queue(key="letter:1", at_most_once=True)
    deliver()

    assert heard == [("letter:1", "uncertain")]


def test_uncertain_since_the_worker_ended(queue, sink, worker, deliver, heard):
    queue(key="letter:1", at_most_once=True)
    number = rows(OutgoingEmail)[0].id
    with stopped_while_sending(number, worker.identity.name):
        deliver()

    assert heard == [("letter:1", "uncertain")]
    assert sink.arrived == []


def test_uncertain_since_another_machine_ended(queue, sink, deliver, heard):
    queue(key="letter:1", at_most_once=True)
    number = rows(OutgoingEmail)[0].id
    with stopped_while_sending(number, "another machine"):
        deliver()
        assert heard == []
        late = leases.table.update().values(due_at=now())
        db.session.execute(late)
        db.session.commit()
        deliver()

    assert heard == [("letter:1", "uncertain")]


def test_a_fault_above_stops_no_mail(queue, sink, deliver):
    def fail(row, state):
        raise LookupError(state)

    queue("ana@example.org", "letter:1", at_most_once=True)
    queue("omar@example.org", "letter:2", at_most_once=True)
    with mail_settled.connected_to(fail):
        deliver()

    assert {email.state for email in rows(OutgoingEmail)} == {"sent"}
