"""Getting a map from its address on the web: one file, capped in size and time.

A command may ask any server. A page asks only the open internet, and connects to the very address
that was looked at, so that nobody can use it to knock at doors inside this network.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import closing
from urllib.parse import SplitResult, urljoin, urlsplit

from flask import has_request_context
from flask_babel import gettext as _

from ...tables import LARGEST, TableError

SECONDS = 60  # for the whole file
PATIENCE = 15  # seconds that a server may be silent
HOPS = 4  # redirects
CHUNK = 64_000
AGENT = "campaign wards import"


def fetch(url: str) -> bytes:
    """The file at an address; from a page only one on the open internet. Raises TableError."""
    until = time.monotonic() + SECONDS
    try:
        for _hop in range(HOPS):
            data, url = ask(url, until, only_open=has_request_context())
            if data is not None:
                return data
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise TableError(_("This address does not answer: %(why)s.", why=why)) from None
    raise TableError(_("This address leads from one to the next without end."))


def ask(url: str, until: float, only_open: bool) -> tuple[bytes | None, str]:
    """What this address answers, or None and where it leads."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise TableError(_("Give an address that begins with https:// or http://."))
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    with closing(connect(parts, address_of(parts, only_open))) as connection:
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as answer:
            if answer.status in (301, 302, 303, 307, 308):
                return None, urljoin(url, answer.headers.get("Location", ""))
            if answer.status != 200:
                raise TableError(_("This address answers %(status)s.", status=answer.status))
            return whole(answer, until), url


def whole(answer: http.client.HTTPResponse, until: float) -> bytes:
    data = bytearray()
    while piece := answer.read1(CHUNK):
        data += piece
        if len(data) > LARGEST:
            size = LARGEST // 1_000_000
            raise TableError(_("The file is larger than %(size)s MB.", size=size))
        if time.monotonic() > until:
            raise TableError(_("The file did not arrive within a minute."))
    return bytes(data)


def address_of(parts: SplitResult, only_open: bool) -> str:
    """The numeric address to connect to."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    usable = [one for one in addresses if not only_open or is_open(one)]
    if not usable:
        raise TableError(_("This address is not on the open internet."))
    return usable[0]


def is_open(address: str) -> bool:
    """Whether an address is one of the open internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast


def connect(parts: SplitResult, address: str) -> http.client.HTTPConnection:
    """A connection to this address, under the name that was asked for."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    made = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    wire = socket.create_connection((address, port), timeout=PATIENCE)
    if parts.scheme == "https":
        try:
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=host)
        except BaseException:
            wire.close()
            raise
    made.sock = wire
    return made
