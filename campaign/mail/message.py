"""The bytes of one mail: headers that nobody can add to, and the filled mould."""

import re
from base64 import b64encode, encodebytes
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from ..config import Settings
from .mould import Moulds, one_line

METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


@dataclass(frozen=True)
class Sender:
    """From whom all mail comes, as the settings say."""

    header: bytes
    address: str
    host: str

    @classmethod
    def of(cls, loaded: Settings) -> "Sender":
        name, _, rest = loaded.mail_sender.rpartition("<")
        address = rest.rstrip("> ")
        host = urlsplit(loaded.base_url).hostname or "localhost"
        return cls(
            b"From: " + mailbox_header(one_line(name), address) + b"\r\n",
            address,
            "localhost" if ":" in host else host,
        )

    @lru_cache(64)  # noqa: B019 - there is one sender a process
    def named(self, name: str) -> bytes:
        """From: another name before our own address."""
        return b"From: " + mailbox_header(one_line(name), self.address) + b"\r\n"


def mailbox_header(name: str, address: str) -> bytes:
    """`name <address>` (RFC 5322, 3.4), with commas and accents in the name kept."""
    name = name.strip('" ')
    if not name:
        return address.encode()
    if not name.isascii() or "=?" in name or len(name) > 60:
        return f"{encoded_words(name)} <{address}>".encode()
    if not ATOM.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{address}>".encode()


def header_text(text: str) -> bytes:
    """One line of text as the value of a header (RFC 2047 where it is long or not ASCII)."""
    if text.isascii() and len(text) < 66 and "=?" not in text:
        return text.encode()
    return encoded_words(text).encode()


def encoded_words(text: str) -> str:
    """Text as encoded words of RFC 2047, one a line, no character cut in two.

    They are cut after a space where there is one: some readers put one between them.
    """
    whole, pieces, start = text.encode(), [], 0
    while start < len(whole):
        end = start + 39  # “Subject: ” and this in base64 make 73
        while end < len(whole) and whole[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        if end < len(whole) and (space := whole.rfind(b" ", start + 13, end)) > 0:
            end = space + 1
        pieces.append(whole[start:end])
        start = end
    return "\r\n ".join(f"=?utf-8?b?{b64encode(each).decode()}?=" for each in pieces)


def message_id(row: Any, host: str) -> str:
    """The same at every try, so that a receiver can drop the second copy."""
    seed = f"{row.id}:{row.key}:{row.queued_at.isoformat()}"
    return f"<{sha256(seed.encode()).hexdigest()[:32]}@{host}>"


@lru_cache(64)
def date_text(second: datetime) -> str:
    return format_datetime(second)


def compose(row: Any, sender: Sender, moulds: Moulds, batch: Any = None) -> bytes:
    """The bytes of this mail, the same at every try; 7-bit clean, lines end with CRLF.

    `batch` is the row of its MailBatch, if it belongs to one: the words of it are below its own.
    Raises ValueError or jinja2.TemplateError when its template cannot be filled.
    """
    mould = moulds.get(row.template, row.locale, row.shared, row.merge, batch)
    subject, body = mould.fill(row.merge)
    head = (
        f"To: {row.to}\r\nDate: {date_text(row.queued_at.replace(microsecond=0))}\r\n"
        f"Message-ID: {message_id(row, sender.host)}\r\n"
    )
    if row.reply_to:
        head += f"Reply-To: {row.reply_to}\r\n"
    if batch or not row.reply_to:
        head += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"
    if batch:
        head += "Precedence: bulk\r\n"
        head += f"List-Id: <{batch.list_id}>\r\n" if batch.list_id else ""
    if row.list_unsubscribe:
        # One line each, never encoded words: receivers would not find the address in those.
        head += f"List-Unsubscribe: <{row.list_unsubscribe}>\r\n"
        head += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    subject_line = b"Subject: " + header_text(subject) + b"\r\n"
    invitation = calendar_part(row.calendar, mould.boundary) if row.calendar else b""
    origin = sender.named(row.sender_name) if row.sender_name else sender.header
    parts = (origin, head.encode(), subject_line, mould.head, body, invitation, mould.end)
    return b"".join(parts)


def calendar_part(calendar: str, boundary: str) -> bytes:
    """An iCalendar object as the last alternative of a mail (RFC 6047, 2.4).

    Programs that know calendars take this one and offer to add what is in it.
    """
    method = METHOD.search(calendar)
    named = f"; method={method[1]}" if method else ""
    encoded = b"\r\n".join(encodebytes(calendar.encode()).splitlines())
    head = (
        f"\r\n--{boundary}\r\nContent-Type: text/calendar; charset=utf-8{named}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + encoded + b"\r\n"
