"""Telling the rooms above what became of a mail."""

import logging
from typing import Any

from blinker import NamedSignal

from ..db import db
from .leases import Leased

log = logging.getLogger("campaign.mail")


def tell(signal: NamedSignal, row: Leased, **said: Any) -> None:
    """Tell the rooms above what became of a mail, in a transaction of its own.

    What goes wrong there stops no other mail.
    """
    try:
        signal.send(row, **said)
        db.session.commit()
    except Exception:
        log.exception("%s was not heeded", signal.name)
    finally:
        db.session.rollback()
