"""A mail server that listens, and an outbox that delivers to it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from campaign.db import db
from campaign.mail.delivery import worker as worker_of
from tests.mail.sink import Sink, listening


@pytest.fixture
def sink(app: Flask) -> Iterator[Sink]:
    before = app.config["SETTINGS"]
    with listening(Sink()) as found:
        given = {"mail_server": "127.0.0.1", "mail_port": found.port, "mail_timeout": 1}
        app.config["SETTINGS"] = replace(before, **given)
        app.extensions.pop("mail_worker", None)
        yield found
    app.config["SETTINGS"] = before
    app.extensions.pop("mail_worker", None)


@pytest.fixture
def deliver(app: Flask, sink: Sink) -> Callable[[], None]:
    """Send all that is due, as the job would."""

    def send() -> None:
        db.session.rollback()
        worker_of().send_all_due()

    return send
