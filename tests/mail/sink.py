"""A real SMTP server that keeps what it gets and can be told to misbehave."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """What arrived, and how to answer: `at_recipient` and `at_data` map an address to a reply."""

    def __init__(self, pipelining: bool = False) -> None:
        self.pipelining = pipelining
        self.arrived: list[tuple[str, bytes]] = []
        self.senders: list[str] = []
        self.at_recipient: dict[str, str] = {}
        self.at_data: dict[str, str] = {}
        self.hang_up_on: set[str] = set()
        self.connections = 0
        self.port = 0

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, replies: Any):  # noqa: N802
        self.connections += 1
        session.host_name = name
        return [*replies[:-1], "250-PIPELINING", replies[-1]] if self.pipelining else replies

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, options: Any):  # noqa: N802
        if to in self.at_recipient:
            return self.at_recipient[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        [to] = envelope.rcpt_tos
        if to in self.at_data:
            return self.at_data[to]
        self.arrived.append((to, envelope.original_content))
        self.senders.append(envelope.mail_from)
        if to in self.hang_up_on:
            server.transport.abort()
        return "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        parser = BytesParser(policy=default)
        return [parser.parsebytes(data) for _, data in self.arrived]  # type: ignore[misc]


@contextmanager
def listening(sink: Sink, **options: Any) -> Iterator[Sink]:
    """The sink at a free port of this machine."""
    sink.port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
