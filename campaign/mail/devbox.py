"""The development mailbox, read from its files as a mail program would read them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import default
from itertools import islice
from pathlib import Path

MOST = 2_000  # files looked through, newest first
HEAD = re.compile("<head[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Letter:
    """One mail as its receiver sees it."""

    id: int
    source: bytes
    message: EmailMessage = field(repr=False)

    def __getattr__(self, name: str) -> str:
        """A header: `letter.subject`, `letter.reply_to`; empty where there is none."""
        if name.startswith("_"):
            raise AttributeError(name)
        return str(self.message.get(name.replace("_", "-"), ""))

    @property
    def at(self) -> datetime | None:
        date = self.message["Date"]
        return date.datetime if date is not None else None

    @property
    def text(self) -> str:
        return content(self.message, "plain")

    @property
    def html(self) -> str:
        return content(self.message, "html")

    @property
    def page(self) -> str:
        """The HTML part so that its links open over the whole window, not in the frame."""
        base = '<base target="_top">'
        found = HEAD.search(self.html)
        at = found.end() if found else 0
        return self.html[:at] + base + self.html[at:]

    @property
    def attachments(self) -> list[tuple[str, int]]:
        """Names and sizes in bytes."""
        return [
            (part.get_filename() or part.get_content_type(), len(part.get_payload(decode=True)))
            for part in self.message.iter_attachments()
        ]


def content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def letters(folder: Path, wanted: str = "") -> Iterator[Letter]:
    """The mails to addresses that contain these letters, newest first; headers alone."""
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in islice(files, MOST):
        message = BytesHeaderParser(policy=default).parsebytes(path.read_bytes())
        if wanted.strip().lower() in str(message["To"]).lower():
            yield Letter(int(path.stem), b"", message)


def find_letter(folder: Path, number: int) -> Letter | None:
    try:
        source = (folder / f"{number}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return Letter(number, source, BytesParser(policy=default).parsebytes(source))
