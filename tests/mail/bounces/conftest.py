"""Fixtures: a bounce address, a mail that has left, and what comes back about it."""

from collections.abc import Callable

import pytest

from campaign.db import db
from campaign.mail import OutgoingEmail, verp
from tests.factories import rows

BOUNCES = "bounces@campaign.example.org"


@pytest.fixture(autouse=True)
def bounce_address(configured: Callable[..., None]) -> None:
    configured(bounce_address=BOUNCES)


@pytest.fixture
def sent(queue: Callable[..., bool]) -> Callable[..., OutgoingEmail]:
    """A mail that has been sent to this address."""

    def send(to: str = "ana@example.org", key: str = "confirm:1") -> OutgoingEmail:
        queue(to, key, budgeted=False)
        email = rows(OutgoingEmail)[-1]
        email.state, email.due_at = "sent", None
        db.session.commit()
        return email

    return send


@pytest.fixture
def back(sent: Callable[..., OutgoingEmail]) -> str:
    """The envelope sender of a mail to Ana."""
    return verp.envelope_sender(sent())
