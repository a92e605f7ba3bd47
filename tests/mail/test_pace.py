"""How quickly mails go to one receiving domain."""

from collections import Counter
from datetime import timedelta

import pytest

from campaign.db import db, now
from campaign.mail import OutgoingEmail, batches, pace
from campaign.mail.delivery import Worker
from campaign.mail.models import MailDomain
from tests.coalition.factories import make_organization
from tests.factories import rows
from tests.mail import templates


@pytest.fixture
def batch(app):
    return batches.of(make_organization().id, "mailing:1", {"en": "News"})


def fill(batch, *addresses: str) -> None:
    found = [
        {"key": to, "to": to, "mailbox": to[:32], "locale": "en", "merge": templates.MERGE}
        | {"shared": templates.SHARED}
        for to in addresses
    ]
    batches.queue_many(batch, templates.NAME, found)
    db.session.commit()


@pytest.fixture
def paced(sink, configured):
    """A minute's pace, and a worker that knows it."""

    def paced(a_minute: int) -> None:
        configured(
            mail_server="127.0.0.1",
            mail_port=sink.port,
            mail_timeout=10,
            mail_domain_pace=a_minute,
        )

    return paced


def send(app) -> Counter[str]:
    db.session.rollback()
    return Worker(app).send_all_due()


def let_pass(seconds: float) -> None:
    """Let this time go by for all that waits."""
    step = timedelta(seconds=seconds)
    for email in rows(OutgoingEmail):
        email.due_at = email.due_at and email.due_at - step
    db.session.flush()
    for domain in rows(MailDomain):
        domain.free_at -= step
        domain.slow_until = domain.slow_until and domain.slow_until - step
    db.session.commit()


def test_one_domain_gets_a_mail_a_turn_and_the_others_at_once(app, batch, sink, paced):
    paced(1)
    fill(batch, *(f"{number}@big.example.org" for number in range(4)))
    fill(batch, *(f"ana@small{number}.example.org" for number in range(60)))
    assert send(app)["sent"] == 61
    waits = [email.due_at for email in rows(OutgoingEmail, state="queued")]
    assert [round((later - waits[0]).total_seconds()) for later in waits] == [0, 60, 120]

    sent = []
    for _ in range(4):
        let_pass(60)
        sent.append(send(app)["sent"])
    assert sent == [1, 1, 1, 0]


def test_two_workers_share_one_pace(app, batch, sink, paced):
    paced(1)
    fill(batch, *(f"{number}@big.example.org" for number in range(8)))
    assert [send(app)["sent"] for _ in range(3)] == [1, 0, 0]  # each knows nothing of the others


def test_after_a_pause_they_do_not_go_all_at_once(app, batch, sink, paced):
    paced(60)
    fill(batch, *(f"{number}@big.example.org" for number in range(30)))
    send(app)
    let_pass(3_600)
    assert send(app)["sent"] <= 2


def test_it_looks_once_at_what_must_wait(app, batch, sink, paced):
    paced(1)
    fill(batch, *(f"{number}@big.example.org" for number in range(120)))
    send(app)
    last = max(email.due_at for email in rows(OutgoingEmail, state="queued"))
    assert 117 < (last - now()).total_seconds() / 60 <= 120
    assert send(app)["sent"] == 0


def test_who_waits_for_a_mail_does_not_wait_for_a_pace(app, queue, sink, paced):
    paced(1)
    for number in range(3):
        queue(f"{number}@big.example.org", str(number))
    assert send(app)["sent"] == 3


@pytest.mark.parametrize(
    ("reply", "is_slow"),
    [
        ("421 4.7.0 too many", True),
        ("450 4.7.28 unusual rate", True),
        ("450 4.2.1 full", False),
        ("550 5.7.1 no", False),
    ],
)
def test_a_domain_that_asks_for_it_is_written_to_slowly(app, batch, queue, sink, *, reply, is_slow):
    sink.at_recipient["ana@big.example.org"] = reply
    queue("ana@big.example.org", "1")
    send(app)
    assert bool(rows(MailDomain)) is is_slow
    del sink.at_recipient["ana@big.example.org"]
    fill(batch, "eve@big.example.org", "omar@big.example.org", "omar@example.org")
    queue("ana@big.example.org", "2")
    assert send(app)["sent"] == (1 if is_slow else 4)

    for _ in range(8):
        let_pass(10)
        send(app)
    let_pass(pace.A_WHILE.total_seconds())
    send(app)
    assert {email.state for email in rows(OutgoingEmail)} <= {"sent", "failed"}


def test_domains_are_forgotten(app, batch, sink, paced):
    paced(60)
    fill(batch, "ana@small.example.org")
    send(app)
    pace.prune(db.session.connection())
    assert len(rows(MailDomain)) == 1
    let_pass(timedelta(days=2).total_seconds())
    pace.prune(db.session.connection())
    assert rows(MailDomain) == []
