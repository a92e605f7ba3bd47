"""A server that misbehaves at random: every mail comes to an end, letters go once at most."""

import random
from collections import Counter

import pytest

from campaign.db import db, now
from campaign.mail import OutgoingEmail, batches
from campaign.mail.leases import table
from campaign.mail.models import MailDomain
from tests.coalition.factories import make_organization
from tests.factories import rows
from tests.mail.sink import Sink, listening

MAILS, FAULTS, SEED = 45, 0.3, 7
REPLIES = ("450 4.2.0 later", "451 4.7.1 slowly", "550 5.1.1 nobody", "552 5.2.2 full", "421 away")
FINAL = {"sent", "failed", "uncertain"}


class MoodySink(Sink):
    """Three of ten answers are a refusal, or none but a closed connection."""

    def __init__(self, pipelining: bool) -> None:
        super().__init__(pipelining)
        self.chance = random.Random(SEED)  # the same faults in every run

    def mood(self, server) -> str:
        if self.chance.random() > FAULTS:
            return ""
        answer = self.chance.choice((*REPLIES, "hang up"))
        if answer == "hang up":
            server.transport.abort()
        return answer

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        return "250 OK" if self.chance.random() > FAULTS / 10 else "421 enough"

    async def handle_RCPT(self, server, session, envelope, to, options):  # noqa: N802
        if answer := self.mood(server):
            return answer
        return await super().handle_RCPT(server, session, envelope, to, options)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.mood(server)
        if answer and answer != "hang up":
            return answer
        return await super().handle_DATA(server, session, envelope)  # taken, maybe without a word


@pytest.fixture(params=[False, True], ids=["one by one", "pipelining"])
def sink(configured, request):
    with listening(MoodySink(request.param)) as found:
        configured(mail_server="127.0.0.1", mail_port=found.port, mail_timeout=2)
        yield found


def let_a_day_pass(worker, batch) -> None:
    """All that waits is due, no domain is slow, and somebody resumes what paused itself."""
    worker.rest_until = 0
    db.session.execute(table.update().where(table.c.due_at.is_not(None)).values(due_at=now()))
    db.session.execute(db.delete(MailDomain))
    batches.resume(batch)
    db.session.commit()


def test_every_mail_comes_to_an_end(queue, sink, worker, deliver):
    batch = batches.of(make_organization().id, "mailing:1", {"en": "News"})
    for number in range(MAILS):
        kind, belongs = ("once", "again")[number % 2], (None, batch.id)[number % 3 == 0]
        queue(
            f"{kind}{number}@example.org",
            str(number),
            at_most_once=kind == "once",
            batch_id=belongs,
        )
    for _ in range(400):
        if {email.state for email in rows(OutgoingEmail)} <= FINAL:
            break
        let_a_day_pass(worker, batch)
        deliver()

    arrived = Counter(to for to, _ in sink.arrived)
    ends = {email.to: email.state for email in rows(OutgoingEmail)}
    assert set(ends.values()) == FINAL
    assert {to for to, state in ends.items() if state == "sent"} <= set(arrived)
    assert all("once" in to for to, state in ends.items() if state == "uncertain")
    assert {count for to, count in arrived.items() if "once" in to} == {1}
    assert all(email.leased_by is None for email in rows(OutgoingEmail))
