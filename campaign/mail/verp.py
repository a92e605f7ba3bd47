"""Envelope senders that say which mail came back (VERP), signed so that nobody can make one up.

With a `bounce_address` such as bounces@example.org the mail of row 7 leaves with the envelope
sender bounces+7-MARK@example.org, to which servers return what they cannot deliver. The mark is
ours and covers number, key and mailbox: it fits no other mail, also not one that gets the same
number after a backup was restored, and none once its receiver was erased.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any

from ..config import settings
from ..db import db
from ..security import keyed_hash
from .message import Sender
from .models import OutgoingEmail

LETTERS = 16  # of five bits each; mail servers may change their case
LARGEST = 2**31 - 1  # number of a row
MOST = 10  # addresses looked up for one report


def envelope_sender(row: Any) -> str:
    """Where this mail comes back to."""
    at = settings()
    if not at.bounce_address:
        return Sender.of(at).address
    local, _, domain = at.bounce_address.rpartition("@")
    return f"{local}+{row.id}-{mark(row)}@{domain}"


def mark(row: Any) -> str:
    hashed = keyed_hash(f"{row.id}:{row.key}:{row.mailbox}", "bounce")
    return b32encode(bytes.fromhex(hashed)).decode().lower()[:LETTERS]


@cache
def pattern(address: str) -> re.Pattern[str]:
    local, _, domain = map(re.escape, address.rpartition("@"))
    return re.compile(
        rf"{local}\+([0-9]{{1,10}})-([a-z2-7]{{{LETTERS}}})@{domain}(?![\w.-]*\w)", re.IGNORECASE
    )


def find_mail(texts: Iterable[str]) -> OutgoingEmail | None:
    """The mail to which the first rightly signed address in these texts belongs."""
    address = settings().bounce_address
    if not address:
        return None
    signed = (found for text in texts for found in pattern(address).finditer(text))
    for found in islice(signed, MOST):
        number, given = int(found[1]), found[2].lower()
        row = db.session.get(OutgoingEmail, number) if number <= LARGEST else None
        if row is not None and row.mailbox and hmac.compare_digest(mark(row), given):
            return row
    return None
