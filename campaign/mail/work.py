"""The jobs of this room."""

from flask import Flask

from ..db import db
from ..jobs import job
from ..signals import person_erased
from . import outbox
from .models import OPEN, TROUBLED


@job("mail.deliver", every_minutes=1)
def deliver() -> None:
    """Send what is due."""


def init_app(app: Flask) -> None:
    gauges = app.extensions.setdefault("gauges", {})
    gauges["mail_queued"] = lambda: count(OPEN)
    gauges["mail_failed"] = lambda: count(TROUBLED)
    person_erased.connect(outbox.forget)


def count(where: str) -> int:
    """How many mails there are in such a state; looks only at a partial index."""
    found = db.session.connection().exec_driver_sql(
        f"SELECT count(*) FROM outgoing_email WHERE {where}"  # noqa: S608 - constants above
    )
    return int(found.scalar_one())
