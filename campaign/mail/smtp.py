"""Where mail goes: a mail server, or files of the development mailbox.

Flask-Mail gives the connection and its settings. Mended here: it connects without a time limit
and accepts any certificate, and importing it changes how every utf-8 text is encoded. Its
Message is not used: it lets headers be injected and breaks long List-Unsubscribe headers.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from email import charset
from functools import cache
from typing import Any, NoReturn, Protocol

import flask_mail
from flask import Flask

from ..config import Settings
from . import verp
from .bounces.codes import kind_of
from .message import Sender

charset.add_charset("utf-8", charset.SHORTEST, charset.BASE64, "utf-8")  # as Python has it

ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
ABOUT_MAILBOXES = (550, 551, 553, 556)  # RFC 5321, RFC 7504


class TroubleError(Exception):
    """The server cannot be reached or went away; `after_data`: it may have taken the mail."""

    def __init__(self, cause: str, *, in_mail: bool = False, after_data: bool = False) -> None:
        super().__init__(cause)
        self.cause, self.in_mail, self.after_data = cause, in_mail, after_data


class RefusedError(Exception):
    """The server said no to this mail, for now (4xx) or for good (5xx).

    `no_mailbox`: because there is no such mailbox, as its code or its words say; a policy is not
    the mailbox.
    """

    def __init__(self, code: int, reply: bytes, at_recipient: bool) -> None:
        found = ENHANCED.match(reply)
        enhanced = found[1].decode() if found else ""
        super().__init__(f"{code} {enhanced}".strip())
        self.is_final = code >= 500
        self.enhanced = enhanced
        says_so = kind_of(enhanced, reply.decode("ascii", "replace")) == "hard"
        self.no_mailbox = at_recipient and code in ABOUT_MAILBOXES and says_so


class Carrier(Protocol):
    """Takes mails one by one: `push`, then `reply`, maybe after an `announce`.

    Both raise RefusedError or TroubleError.
    """

    def withdraw(self) -> None:
        """Send nothing to whom was announced."""

    def push(self, row: Any, data: bytes, following: Any = None) -> None:
        """Hand a mail over, and say for whom the next one will be. If it was taken says `reply`."""

    def reply(self) -> None:
        """Return once the mail that was pushed is in other hands."""

    def close(self) -> None: ...


class Connection(flask_mail.Connection):
    """A connection that checks the certificate and never waits for ever."""

    def __init__(self, mail: Any, loaded: Settings) -> None:
        super().__init__(mail)
        self.loaded = loaded

    def configure_host(self) -> smtplib.SMTP:
        at = self.loaded
        name, timeout = Sender.of(at).host, at.mail_timeout
        if at.mail_use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(
                at.mail_server, at.mail_port, name, timeout=timeout, context=certified()
            )
        else:
            host = smtplib.SMTP(at.mail_server, at.mail_port, name, timeout=timeout)
        try:
            if at.mail_use_tls:
                host.starttls(context=certified())
            if at.mail_username:
                host.login(at.mail_username, at.mail_password)
            host.ehlo_or_helo_if_needed()
        except BaseException:
            host.close()
            raise
        return host


@cache
def certified() -> ssl.SSLContext:
    """TLS as it should be: the certificate and its name are checked. Takes 70 ms to make."""
    return ssl.create_default_context()


class Mail(flask_mail.Mail):
    """Flask-Mail for whoever asks for it, with the connection above."""

    def connect(self) -> Connection:
        app = self.app
        assert app is not None
        return Connection(app.extensions["mail"], app.config["SETTINGS"])


def init_app(app: Flask) -> None:
    at: Settings = app.config["SETTINGS"]
    app.config.update(
        MAIL_SERVER=at.mail_server,
        MAIL_PORT=at.mail_port,
        MAIL_USERNAME=at.mail_username,
        MAIL_PASSWORD=at.mail_password,
        MAIL_USE_TLS=at.mail_use_tls,
        MAIL_USE_SSL=at.mail_use_ssl,
        MAIL_DEFAULT_SENDER=at.mail_sender,
        MAIL_SUPPRESS_SEND=not at.mail_server,
    )
    app.extensions["mail_face"] = Mail(app)


class Server:
    """A mail server, over one connection that is kept."""

    def __init__(self, app: Flask) -> None:
        self.loaded: Settings = app.config["SETTINGS"]
        self.address = Sender.of(self.loaded).address
        self.mail = app.extensions["mail_face"]
        self.host: smtplib.SMTP | None = None
        self.announced: int | None = None  # the number of a mail that the server expects

    def withdraw(self) -> None:
        """Hang up: an accepted DATA can be taken back in no other way."""
        if self.announced is not None:
            self.drop()

    def commands(self, row: Any) -> tuple[str, ...]:
        sender = verp.envelope_sender(row) if self.loaded.bounce_address else self.address
        return f"MAIL FROM:<{sender}>", f"RCPT TO:<{row.to}>", "DATA"

    def push(self, row: Any, data: bytes, following: Any = None) -> None:
        was_open = self.host is not None
        try:
            self.try_to_push(row, data, following)
        except TroubleError as trouble:
            if trouble.in_mail or not was_open:
                raise
            self.try_to_push(row, data, following)  # some servers hang up after so many mails

    def try_to_push(self, row: Any, data: bytes, following: Any) -> None:
        if self.announced != row.id:
            self.withdraw()
        host = self.open()
        is_announced, self.announced = self.announced == row.id, None
        replies = dialog(host, self.commands(row), is_announced)
        code, _ = self.exchange(lambda: next(replies))
        if code != 250:  # our own address is refused: that is a setting, not this mail
            self.drop()
            raise TroubleError(f"{code} at MAIL FROM")
        answer = self.exchange(lambda: next(replies), in_mail=True)
        if not 200 <= answer[0] < 300:
            self.exchange(lambda: no_data(host, replies), in_mail=True)
            self.refuse(*answer, at_recipient=True)
        answer = self.exchange(lambda: next(replies), in_mail=True)
        if answer[0] != 354:
            self.refuse(*answer)
        more = self.announcement(host, following)
        self.exchange(lambda: host.send(dotted(data) + more), in_mail=True, after_data=True)
        self.announced = following.id if more else None

    def announcement(self, host: smtplib.SMTP, following: Any) -> bytes:
        """The next commands, which may follow a mail without waiting (RFC 2920, 3.1)."""
        if following is None or not host.has_extn("pipelining"):
            return b""
        return together(self.commands(following)).encode("ascii")

    def reply(self) -> None:
        assert self.host is not None
        answer = self.exchange(self.host.getreply, in_mail=True, after_data=True)
        if not 200 <= answer[0] < 300:
            self.refuse(*answer)

    def exchange(self, step: Callable[[], Any], **when: bool) -> Any:
        try:
            return step()
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise TroubleError(type(error).__name__, **when) from None

    def open(self) -> smtplib.SMTP:
        if self.host is None:
            try:
                self.host = self.mail.connect().configure_host()
            except (OSError, smtplib.SMTPException) as error:
                raise TroubleError(type(error).__name__) from None
        assert self.host is not None
        return self.host

    def refuse(self, code: int, reply: bytes, *, at_recipient: bool = False) -> NoReturn:
        if code == 421:
            self.drop()
            raise TroubleError("421", in_mail=True)
        if self.announced is None:  # else the next mail has begun already
            self.reset()
        raise RefusedError(code, reply, at_recipient)

    def reset(self) -> None:
        """Make the connection ready for the next mail, or let it go."""
        try:
            assert self.host is not None
            self.host.rset()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def drop(self) -> None:
        self.announced = None
        if self.host is not None:
            self.host.close()
            self.host = None

    def close(self) -> None:
        self.withdraw()
        if self.host is not None:
            try:
                self.host.quit()
            except (OSError, smtplib.SMTPException):
                self.host.close()
            self.host = None


def together(commands: Iterable[str]) -> str:
    return "".join(f"{command}\r\n" for command in commands)


def dialog(
    host: smtplib.SMTP, commands: Sequence[str], is_sent: bool
) -> Iterator[tuple[int, bytes]]:
    """The replies to these commands, sent together where the server lets us (RFC 2920)."""
    if host.has_extn("pipelining"):
        if not is_sent:
            host.send(together(commands))
        for _ in commands:
            yield host.getreply()
    else:
        for command in commands:
            yield host.docmd(command)


def no_data(host: smtplib.SMTP, replies: Iterator[tuple[int, bytes]]) -> tuple[int, bytes]:
    """Take DATA back after a refused receiver: sent together, it may have been accepted."""
    if not host.has_extn("pipelining"):
        return 250, b""
    code, reply = next(replies)
    return host.docmd(".") if code == 354 else (code, reply)


def dotted(data: bytes) -> bytes:
    """A mail whose lines end with CRLF, points at the beginning of a line doubled, and its end."""
    return data.replace(b"\r\n.", b"\r\n..") + b".\r\n"
