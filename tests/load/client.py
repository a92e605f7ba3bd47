"""A small HTTP client that keeps many connections busy, for measuring on loopback."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

Visit = Callable[["Connection"], Awaitable[None]]


class Connection:
    """One kept connection to a server on this machine."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.number = port, number

    async def open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> int:
        """Send a request and read the whole answer; return its status."""
        body = urlencode(form or {}).encode()
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"X-Forwarded-For: 198.18.{self.number % 250}.{self.number // 250 % 250}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        await self.reader.readexactly(int(length or 0))
        if "connection: close" in head:
            self.writer.close()
            await self.open()
        return int(head.split(" ", 2)[1])


class Figures:
    """How many visits were done in how long, and how long each took (seconds)."""

    def __init__(self, times: list[float], wall: float) -> None:
        self.times, self.rate = sorted(times), len(times) / wall

    def part(self, share: float) -> float:
        """The time in milliseconds that this share of the visits stayed below."""
        return 1000 * self.times[min(len(self.times) - 1, int(len(self.times) * share))]


def measure(port: int, visit: Visit, seconds: float, connections: int = 8) -> Figures:
    """Repeat a visit on each connection for this long."""
    return asyncio.run(_measure(port, visit, seconds, connections))


async def _measure(port: int, visit: Visit, seconds: float, connections: int) -> Figures:
    times: list[float] = []
    began = time.perf_counter()

    async def stay(number: int) -> None:
        connection = Connection(port, number)
        await connection.open()
        while (start := time.perf_counter()) - began < seconds:
            connection.number += connections
            await visit(connection)
            times.append(time.perf_counter() - start)
        connection.writer.close()

    await asyncio.gather(*(stay(number) for number in range(connections)))
    return Figures(times, time.perf_counter() - began)
