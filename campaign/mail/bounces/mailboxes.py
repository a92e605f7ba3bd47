"""Mailboxes that reports arrive in, read without losing one.

A message counts as read only after what it says is committed. One that cannot be read is marked
for a person to look at.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from ...config import Settings
from ...db import db
from .heeding import heed
from .reports import HEAD


class MailboxError(Exception):
    """A mailbox cannot be read; the text says which and why, in one line."""


class Mailbox(Protocol):
    """Where reports wait."""

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Each message that waits: its name here, and its beginning. Raises MailboxError."""

    def settle(self, name: str, is_odd: bool) -> None:
        """Mark a message as read; an odd one also for a person to look at."""

    def close(self) -> None: ...


class Maildir:
    """A folder with `new` and `cur`, one file a message (cr.yp.to/proto/maildir.html)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def unread(self) -> Iterator[tuple[str, bytes]]:
        try:
            new = sorted(f"new/{one.name}" for one in (self.path / "new").iterdir())
            old = sorted(f"cur/{one.name}" for one in (self.path / "cur").iterdir())
        except OSError as error:
            raise MailboxError(f"{self.path} is no Maildir ({error.strerror})") from None
        for name in [*new, *(each for each in old if "S" not in flags(each))]:
            data = self.beginning(name)
            if data is not None:
                yield name, data

    def beginning(self, name: str) -> bytes | None:
        """The first bytes of a message; None when another reader has moved it."""
        path = self.path / name
        if path.name.startswith(".") or not path.is_file():
            return None
        try:
            with path.open("rb") as file:
                return file.read(HEAD)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise MailboxError(f"{path} cannot be read ({error.strerror})") from None

    def settle(self, name: str, is_odd: bool) -> None:
        unique = name.partition("/")[2].partition(":2,")[0]
        marks = "".join(sorted({*flags(name), "S", *("F" if is_odd else "")}))
        try:
            (self.path / name).rename(self.path / "cur" / f"{unique}:2,{marks}")
        except FileNotFoundError:
            pass  # another reader was quicker, and has heeded it too
        except OSError as error:
            raise MailboxError(f"{self.path} cannot be changed ({error.strerror})") from None

    def close(self) -> None:
        pass


def flags(name: str) -> str:
    return name.partition(":2,")[2]


def configured(loaded: Settings) -> list[Callable[[], Mailbox]]:
    """How to open the mailboxes that the settings name."""
    found: list[Callable[[], Mailbox]] = []
    if loaded.bounce_maildir:
        found.append(lambda: Maildir(Path(loaded.bounce_maildir).expanduser()))
    if loaded.bounce_imap_server:
        found.append(lambda: open_imap(loaded))
    return found


def open_imap(loaded: Settings) -> Mailbox:
    """The IMAP folder of the settings. Raises MailboxError."""
    from .imap import Folder

    return Folder(loaded)


def read_all(
    mailboxes: list[Callable[[], Mailbox]], seconds: float = float("inf")
) -> tuple[Counter[str], bool]:
    """Heed all that waits; how many messages came to what, and whether more is left.

    Raises MailboxError; what was read until then is done.
    """
    until, counts = time.monotonic() + seconds, Counter[str]()
    with ExitStack() as stack:
        for opened in mailboxes:
            mailbox = opened()
            stack.callback(mailbox.close)
            for name, data in mailbox.unread():
                if time.monotonic() > until:
                    return counts, True
                counts[read_one(mailbox, name, data)] += 1
    return counts, False


def read_one(mailbox: Mailbox, name: str, data: bytes) -> str:
    try:
        result = heed(data)
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    mailbox.settle(name, result == "unreadable")
    return result
