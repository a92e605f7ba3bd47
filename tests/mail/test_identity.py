"""The file of a worker: whether it lives, and which mails it sent that the outbox calls leased."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.db import db, now
from campaign.mail import OutgoingEmail, leases, rounds
from campaign.mail.identity import Identity
from tests.factories import rows


@pytest.fixture
def another(worker):
    """A worker in the same folder."""
    return Identity(worker.identity.folder)


def lease_and_send(identity, count):
    """Lease what is due, and note that the first mails of it were sent."""
    db.session.rollback()
    with db.engine.begin() as connection:
        found = leases.claim(connection, identity.name)
    for row in found[:count]:
        identity.note(row.id)


def arrived(sink):
    return [to.partition("@")[0] for to, _ in sink.arrived]


def states():
    return [email.state for email in rows(OutgoingEmail)]


def test_what_a_killed_worker_had_sent_is_not_sent_again(make_batch, sink, deliver, another):
    make_batch()
    lease_and_send(another, 2)
    deliver()
    assert arrived(sink) == []  # it lives

    os.close(another.file)
    deliver()
    assert arrived(sink) == ["news2", "news3", "news4"]
    assert states() == ["sent"] * 5
    assert not (another.folder / another.name).exists()


def test_what_was_sent_before_the_database_failed_is_not_sent_again(
    make_batch, sink, worker, deliver, monkeypatch
):
    def fail(connection, worker, numbers):
        if numbers:
            raise ConnectionError("gone")

    make_batch()
    with monkeypatch.context() as patch:
        patch.setattr(leases, "finish_sent", fail)
        with pytest.raises(ConnectionError, match="gone"):
            deliver()
    assert states() == ["sending"] * 5
    assert len(worker.identity.sent_by(worker.identity.name)) == 5

    deliver()
    assert len(sink.arrived) == 5
    assert states() == ["sent"] * 5
    assert worker.identity.sent_by(worker.identity.name) == []


def test_what_cannot_be_noted_is_committed_at_once(make_batch, sink, worker, deliver, monkeypatch):
    """The disk breaks after two mails; the worker goes on, then and later."""
    take = sink.handle_DATA

    async def handle(server, session, envelope):
        if len(sink.arrived) == 2:
            patch.setattr(worker.identity, "file", -1)
        return await take(server, session, envelope)

    make_batch()
    with monkeypatch.context() as patch:
        patch.setattr(sink, "handle_DATA", handle)
        deliver()
        assert states() == ["sent"] * 5
        make_batch("more", 2)
        deliver()
    assert len(sink.arrived) == 7
    assert states() == ["sent"] * 7


def test_a_file_that_ends_in_the_middle_of_a_note_stops_nobody(make_batch, sink, deliver, another):
    make_batch()
    os.truncate(another.folder / another.name, 0)
    lease_and_send(another, 2)
    os.truncate(another.folder / another.name, 13)
    os.close(another.file)
    deliver()
    assert arrived(sink) == ["news1", "news2", "news3", "news4"]
    assert states() == ["sent"] * 5


def test_the_outbox_is_told_while_a_worker_sends(make_batch, sink, deliver, app, monkeypatch):
    monkeypatch.setattr(rounds, "LOOK_AGAIN", 0)
    make_batch()
    take, seen = sink.handle_DATA, []

    async def handle(server, session, envelope):
        with app.app_context():
            seen.append(states().count("sent"))
            db.session.rollback()
        return await take(server, session, envelope)

    monkeypatch.setattr(sink, "handle_DATA", handle)
    deliver()
    assert seen == [0, 1, 2, 3, 4]


def test_what_one_that_hangs_had_sent_is_not_sent_again(make_batch, sink, deliver, another):
    """Its lease ends; its file is read though it lives, and stays."""
    make_batch()
    lease_and_send(another, 2)
    db.session.execute(leases.table.update().values(due_at=now()))
    db.session.commit()
    deliver()
    assert arrived(sink) == ["news2", "news3", "news4"]
    assert states() == ["sent"] * 5
    assert (another.folder / another.name).exists()


def test_one_that_works_elsewhere_left_no_file(worker):
    assert worker.identity.sent_by("elsewhere") == []


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(1, 2**31 - 1), max_size=9), min_size=1))
def test_what_stands_there_was_noted_since_it_was_forgotten(tmp_path_factory, sets):
    identity = Identity(tmp_path_factory.mktemp("instance") / "workers")
    for numbers in sets:
        identity.forget()
        for number in numbers:
            identity.note(number)
    os.close(identity.file)
    assert identity.sent == identity.sent_by(identity.name) == sets[-1]
