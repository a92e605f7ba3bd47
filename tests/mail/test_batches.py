"""Mails of batches: they take turns, share words, and stop within a moment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event

from campaign import mail
from campaign.db import db
from campaign.mail import MailBatch, OutgoingEmail, batches, gates, leases, rounds, work
from tests.coalition.factories import make_organization
from tests.factories import rows
from tests.growth import assert_gentle


@pytest.fixture
def at_first_mail(app, sink, monkeypatch) -> Callable[[Callable[[], object]], None]:
    """Do something, and commit it, while the first mail is on its way."""
    monkeypatch.setattr(rounds, "LOOK_AGAIN", 0)
    take = sink.handle_DATA

    def do(act: Callable[[], object]) -> None:
        async def handle(server, session, envelope):
            with app.app_context():
                if not sink.arrived:
                    act()
                    db.session.commit()
            return await take(server, session, envelope)

        monkeypatch.setattr(sink, "handle_DATA", handle)

    return do


def the_batch() -> MailBatch:
    return db.session.scalars(db.select(MailBatch)).one()


def states() -> list[str]:
    return [email.state for email in rows(OutgoingEmail)]


def test_batches_take_turns(make_batch, queue, sink, deliver, monkeypatch):
    monkeypatch.setattr(leases, "OF_BATCH", 2)
    for name in ("a", "b", "c"):
        make_batch(name, 4)
    queue("omar@example.org", "last, but a person waits for it")
    deliver()

    order = [to.partition("@")[0] for to, _ in sink.arrived]
    assert order == ["omar", *("a0 a1 b0 b1 c0 c1 a2 a3 b2 b3 c2 c3".split())]


def test_only_running_batches_are_sent(make_batch, sink, deliver):
    paused, cancelled = make_batch("paused"), make_batch("cancelled")
    batches.pause(paused, "Omar")
    cancelled.state = "cancelled"
    db.session.commit()
    deliver()
    assert (sink.arrived, batches.counts(paused)["queued"]) == ([], 5)
    assert batches.counts(cancelled) == {"dropped": 5}

    batches.resume(paused)
    db.session.commit()
    deliver()
    assert len(sink.arrived) == 5


def test_pausing_stops_what_is_leased(make_batch, sink, deliver, at_first_mail):
    make_batch()
    at_first_mail(lambda: batches.pause(the_batch()))
    deliver()

    assert states() == ["sent", "queued", "queued", "queued", "queued"]
    assert len(sink.arrived) == 1
    assert {email.leased_by for email in rows(OutgoingEmail)} == {None}
    batches.resume(the_batch())
    db.session.commit()
    deliver()
    assert states() == ["sent"] * 5


def test_cancelling_stops_what_is_leased(make_batch, sink, deliver, at_first_mail):
    make_batch()
    at_first_mail(lambda: batches.cancel(the_batch()))
    deliver()

    assert states() == ["sent", "dropped", "dropped", "dropped", "dropped"]
    assert {email.error for email in rows(OutgoingEmail, state="dropped")} == {"cancelled"}


def test_holding_stops_what_is_leased(make_batch, sink, deliver, at_first_mail):
    make_batch()
    at_first_mail(lambda: mail.hold("by an operator"))
    deliver()

    assert states() == ["sent", "queued", "queued", "queued", "queued"]


def test_a_batch_yields_to_who_waits(make_batch, queue, sink, deliver, at_first_mail):
    make_batch()
    at_first_mail(lambda: queue("omar@example.org"))
    deliver()

    order = [to.partition("@")[0] for to, _ in sink.arrived]
    assert order == ["news0", "omar", "news1", "news2", "news3", "news4"]


def test_who_unsubscribes_meanwhile_gets_nothing(queue, sink, deliver, at_first_mail):
    queue("ana@example.org", "1")
    queue("eve@example.org", "2")
    queue("omar@example.org", "3")
    at_first_mail(lambda: mail.suppress("eve@example.org", "unsubscribed"))
    deliver()

    assert states() == ["sent", "dropped", "sent"]


def test_a_room_above_may_stop_a_mail(make_batch, queue, sink, deliver, monkeypatch):
    batch = make_batch("news", 3, list_unsubscribe="https://example.org/u")
    of_batch = (
        mail.going.c.organization_id == batch.organization_id,
        mail.going.c.list_id == "news.example.org",
        mail.going.c.list_unsubscribe == "https://example.org/u",
    )
    gate = db.select(mail.going.c.id).where(mail.going.c.mailbox.startswith("news2"), *of_batch)
    monkeypatch.setattr(gates, "_gates", [])
    mail.register_gate(gate)
    queue("omar@example.org", "nobody is asked about it")
    deliver()

    assert states() == ["sent", "sent", "dropped", "sent"]
    assert rows(OutgoingEmail, state="dropped")[0].error == "left"


def test_many_cancelled_mails_are_dropped_bit_by_bit(make_batch, sink, deliver, monkeypatch):
    monkeypatch.setattr(leases, "SWEPT", 2)
    batch = make_batch("news", 7)
    batches.cancel(batch)
    db.session.commit()
    assert states().count("dropped") == 2
    assert batches.counts(batch) == {"dropped": 7}

    deliver()
    assert states() == ["dropped"] * 7
    assert sink.arrived == []


def test_a_whole_mailing_is_forgotten_bit_by_bit(make_batch, sink, deliver, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 2)
    monkeypatch.setattr(work, "KEPT", timedelta(0))
    make_batch()
    make_batch("later", 1).state = "paused"
    db.session.commit()
    deliver()
    work.prune()

    assert [email.to for email in rows(OutgoingEmail)] == [*[""] * 5, "later0@example.org"]


def test_what_a_worker_sends_is_not_called_dropped(make_batch, app):
    batch = make_batch()
    with db.engine.begin() as connection:
        leases.claim(connection, "another worker")
    batches.cancel(batch)
    db.session.commit()

    assert states() == ["sending"] * 5


def test_a_paused_batch_costs_a_claim_nothing(make_batch, app):
    batches.pause(make_batch("few", 500))
    batches.pause(make_batch("many", 2_000))
    db.session.commit()

    def claim(number: int) -> None:
        for _ in range(number):
            with db.engine.begin() as connection:
                assert leases.claim(connection, "nobody") == []

    assert_gentle(claim, 5, 20)


def test_nothing_that_is_asked_often_reads_the_whole_outbox(make_batch, app, only_sqlite):
    make_batch()
    said = []

    def note(*args):
        said.append(args[2:4])

    with db.engine.begin() as connection:
        event.listen(connection, "before_cursor_execute", note)
        leases.claim(connection, "a worker")
        gates.look(connection, "a worker")
        leases.is_any_due(connection)
        leases.sweep(connection)
        leases.expired(connection)
        leases.take_back(connection, "a worker", [1, 2])
        event.remove(connection, "before_cursor_execute", note)
        for statement, parameters in said:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            assert not any(row[-1].startswith("SCAN outgoing_email") for row in plan), plan
    assert len(said) >= 8


def test_a_list_has_a_plain_name(app):
    with pytest.raises(ValueError, match="list"):
        batches.of(make_organization().id, "mailing:1", {}, "news>\r\nBcc: eve@example.org")


def test_status_shows_batches(make_batch, campaign):
    batches.pause(make_batch(), "Omar")
    db.session.commit()
    answer = campaign("mail", "status").stdout
    assert "mailing:news" in answer
    assert "5 wait, paused: Omar" in answer
    assert '"due": 0' in campaign("mail", "status", "--json").stdout
