"""Fixtures: a mail server that listens, and an outbox that delivers to it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from campaign import mail
from campaign.db import db
from campaign.mail import MailBatch, batches
from campaign.mail.delivery import Worker
from campaign.mail.delivery import worker as worker_of
from tests.coalition.factories import make_organization
from tests.mail import templates
from tests.mail.sink import Sink, listening


@pytest.fixture(autouse=True)
def hello(app: Flask) -> Iterator[None]:
    """The templates of the tests' own mail."""
    before = app.jinja_env.loader
    templates.install(app)
    yield
    app.jinja_env.loader = before


@pytest.fixture
def configured(app: Flask) -> Iterator[Callable[..., None]]:
    """Run the rest of the test with other settings."""
    before = app.config["SETTINGS"]

    def configure(**values: Any) -> None:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], **values)
        app.extensions.pop("mail_worker", None)

    yield configure
    configure()
    app.config["SETTINGS"] = before


@pytest.fixture(params=[False, True], ids=["one by one", "pipelining"])
def sink(configured: Callable[..., None], request: pytest.FixtureRequest) -> Iterator[Sink]:
    with listening(Sink(request.param)) as found:
        configured(mail_server="127.0.0.1", mail_port=found.port, mail_timeout=1)
        yield found


@pytest.fixture
def worker(app: Flask, configured: Callable[..., None]) -> Worker:
    return worker_of()


@pytest.fixture
def deliver(worker: Worker) -> Callable[[], Counter[str]]:
    """Send all that is due, as the job would."""

    def send() -> Counter[str]:
        db.session.rollback()
        return worker.send_all_due()

    return send


@pytest.fixture
def queue(app: Flask) -> Callable[..., bool]:
    """Queue the tests' mail and commit."""

    def write(to: str = "ana@example.org", key: str = "confirm:1", **values: Any) -> bool:
        given = {"locale": "en", "shared": templates.SHARED, "merge": templates.MERGE} | values
        written = mail.queue(given.pop("template", templates.NAME), to, key=key, **given)
        db.session.commit()
        return written

    return write


@pytest.fixture
def make_batch(app) -> Callable[..., MailBatch]:
    """A batch with some mails, committed."""
    owner = make_organization()

    def make(name: str = "news", mails: int = 5, **values: Any) -> MailBatch:
        batch = batches.of(owner.id, f"mailing:{name}", {"en": "News"}, "news.example.org")
        batches.queue_many(batch, templates.NAME, [a_row(name, at, values) for at in range(mails)])
        db.session.commit()
        return batch

    return make


def a_row(name: str, number: int, values: dict[str, Any]) -> dict[str, Any]:
    address = f"{name}{number}@example.org"
    given = {"key": address, "to": address, "mailbox": address[:32], "locale": "en"}
    return given | {"merge": templates.MERGE, "shared": templates.SHARED} | values
