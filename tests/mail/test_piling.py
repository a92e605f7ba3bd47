"""A batch in which errors pile up pauses itself."""

from types import SimpleNamespace

import pytest

from campaign.db import db
from campaign.mail import OutgoingEmail, batches, piling
from campaign.mail.bounces import heeding
from tests.coalition.factories import make_organization
from tests.factories import rows
from tests.mail import templates


@pytest.fixture
def batch(app):
    return batches.of(make_organization().id, "mailing:1", {"en": "News"})


def fill(batch, *kinds: str) -> None:
    """Mails to people who can be reached (“ana”) and to some who cannot (“gone”)."""
    before = len(rows(OutgoingEmail))
    found = []
    for number, kind in enumerate(kinds, before):
        to = f"{kind}{number}@example.org"
        values = {"key": to, "to": to, "mailbox": to[:32], "locale": "en"}
        found.append(values | {"merge": templates.MERGE, "shared": templates.SHARED})
    batches.queue_many(batch, templates.NAME, found)
    db.session.commit()


@pytest.fixture
def one_by_one_sink(sink, monkeypatch):
    """A server that knows nobody whose name begins with “gone”."""
    take = sink.handle_RCPT

    async def handle(server, session, envelope, to, options):
        if to.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        return await take(server, session, envelope, to, options)

    monkeypatch.setattr(sink, "handle_RCPT", handle)
    return sink


def states(batch) -> dict[str, int]:
    db.session.refresh(batch)
    return dict(batches.counts(batch))


def test_it_pauses_and_goes_on_when_somebody_looked(batch, one_by_one_sink, deliver):
    fill(batch, *["ana"] * 30, *["gone"] * 30, *["ana"] * 30)
    deliver()
    assert states(batch) == {"sent": 30, "failed": 20, "queued": 40}
    assert (batch.state, batch.why) == ("paused", "errors")

    assert batches.resume(batch)
    db.session.commit()
    deliver()
    assert states(batch) == {"sent": 60, "failed": 30}
    assert batch.state == "running"


def test_some_old_addresses_stop_nothing(batch, one_by_one_sink, deliver):
    fill(batch, *(["gone"] + ["ana"] * 14) * 21)
    deliver()
    assert states(batch) == {"sent": 294, "failed": 21}


@pytest.mark.parametrize(("kind", "state"), [("policy", "paused"), ("soft", "running")])
def test_what_comes_back_counts_too(batch, sink, deliver, kind, state):
    fill(batch, *["ana"] * 40)
    deliver()
    report = SimpleNamespace(kind=kind, code="5.7.1")
    for email in rows(OutgoingEmail)[: piling.FAILURES]:
        heeding.note(email, report)
    db.session.commit()
    db.session.refresh(batch)
    assert batch.state == state
