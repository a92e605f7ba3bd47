"""Workers: one that is asked sends at once, two share the work, none is needed twice."""

import contextvars
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from campaign import jobs, mail
from campaign.db import db
from campaign.mail import OutgoingEmail, batches
from campaign.mail.delivery import Worker
from campaign.mail.models import STATES
from tests.coalition.factories import make_organization
from tests.factories import rows


@pytest.fixture
def arrival(sink, monkeypatch) -> threading.Event:
    """Is set when a mail has arrived."""
    event, take = threading.Event(), sink.handle_DATA

    async def handle(server, session, envelope):
        answer = await take(server, session, envelope)
        event.set()
        return answer

    monkeypatch.setattr(sink, "handle_DATA", handle)
    return event


def test_a_mail_leaves_at_once(app, queue, sink, arrival):
    consumer = jobs.start_consumer(app)
    try:
        queue("omar@example.org", "warm up")
        mail.wake()
        assert arrival.wait(10)
        for number in range(3):
            arrival.clear()
            queue(f"ana{number}@example.org", str(number))
            mail.wake()
            assert arrival.wait(5)  # the worker looks by itself once a minute
    finally:
        consumer.stop(graceful=True)


def test_two_workers_send_each_mail_once(app, queue, sink):
    batch = batches.of(make_organization().id, "mailing:1", {"en": "News"})
    for number in range(150):
        belongs = batch.id if number % 3 else None
        once = number % 2 == 0
        queue(f"ana{number}@example.org", str(number), at_most_once=once, batch_id=belongs)

    def work(worker: Worker) -> int:
        with app.app_context():
            return worker.send_all_due()["sent"]

    with ThreadPoolExecutor(2) as pool:
        workers = [Worker(app), Worker(app)]
        sent = list(pool.map(lambda each: contextvars.Context().run(work, each), workers))
    assert sum(sent) == 150
    assert set(Counter(to for to, _ in sink.arrived).values()) == {1}


def test_whoever_asks_a_busy_worker_need_not_wait(app, queue, sink, worker, arrival):
    """The one at work looks again, so that what was queued a moment later leaves too."""
    queue("ana@example.org", "1")
    thread = threading.Thread(target=contextvars.Context().run, args=(in_app, app, worker))
    thread.start()
    assert arrival.wait(5)
    queue("omar@example.org", "2")
    worker.work()
    thread.join()
    assert {email.state for email in rows(OutgoingEmail)} == {"sent"}


def in_app(app, worker: Worker) -> None:
    with app.app_context():
        worker.work()


def test_no_try_while_the_server_is_resting(queue, sink, worker):
    queue("ana@example.org")
    db.session.rollback()
    worker.rest_until = time.monotonic() + 60
    assert not worker.work()
    assert sink.connections == 0


def test_states_lead_somewhere():
    assert set().union(*STATES.values()) <= set(STATES)
