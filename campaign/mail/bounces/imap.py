"""Reports in a folder of an IMAP server (RFC 3501): unseen ones are read, then marked as seen."""

import imaplib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from ...config import Settings
from ..smtp import certified
from .mailboxes import MailboxError
from .reports import HEAD

IMPLICIT = 993  # the port where TLS begins with the first byte (RFC 8314)
Answer = TypeVar("Answer")


class Folder:
    """The folder that the settings name, over one connection that checks the certificate."""

    def __init__(self, loaded: Settings) -> None:
        self.loaded = loaded
        self.host = self.ask(self.connect)
        try:
            self.ask(self.enter)
        except MailboxError:
            self.close()
            raise

    def connect(self) -> imaplib.IMAP4:
        at = self.loaded
        where, timeout = (at.bounce_imap_server, at.bounce_imap_port), at.mail_timeout
        if at.bounce_imap_port == IMPLICIT:
            return imaplib.IMAP4_SSL(*where, ssl_context=certified(), timeout=timeout)
        host = imaplib.IMAP4(*where, timeout=timeout)
        try:
            host.starttls(certified())
        except BaseException:
            with suppress(OSError):
                host.shutdown()
            raise
        return host

    def enter(self) -> None:
        at = self.loaded
        self.host.login(at.bounce_imap_username, at.bounce_imap_password)
        folder = at.bounce_imap_folder.replace("\\", "\\\\").replace('"', '\\"')
        answered(self.host.select(f'"{folder}"'))

    def unread(self) -> Iterator[tuple[str, bytes]]:
        numbers = self.ask(lambda: answered(self.host.uid("SEARCH", "UNSEEN")))[0] or b""
        for number in numbers.decode().split():
            data = self.ask(lambda: self.beginning(number))  # noqa: B023 - asked at once
            if data is not None:
                yield number, data

    def beginning(self, number: str) -> bytes | None:
        """The first bytes of a message, which this does not mark as seen; None when it is gone."""
        found = answered(self.host.uid("FETCH", number, f"(BODY.PEEK[]<0.{HEAD}>)"))
        return next((one[1] for one in found if isinstance(one, tuple)), None)

    def settle(self, name: str, is_odd: bool) -> None:
        marks = "(\\Seen \\Flagged)" if is_odd else "(\\Seen)"
        self.ask(lambda: answered(self.host.uid("STORE", name, "+FLAGS.SILENT", marks)))

    def close(self) -> None:
        try:
            self.host.logout()
        except (OSError, imaplib.IMAP4.error):
            with suppress(OSError):
                self.host.shutdown()

    def ask(self, step: Callable[[], Answer]) -> Answer:
        """What the server answers. Raises MailboxError, which never quotes it."""
        try:
            return step()
        except (OSError, imaplib.IMAP4.error) as error:
            where = f"{self.loaded.bounce_imap_server}:{self.loaded.bounce_imap_port}"
            raise MailboxError(f"{where} cannot be read ({type(error).__name__})") from None


def answered(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return data
