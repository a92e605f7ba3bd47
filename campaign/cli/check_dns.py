"""What the domain that we send from says about its mail: SPF, DKIM and DMARC.

Asked only with `campaign check --dns`: nothing else here asks a name server. Whether the relay
signs with the key that DKIM publishes only a mail that arrived can tell.
"""

import base64
import binascii
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from functools import partial

import click
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from .findings import Finding

MOST = 10  # lookups that one SPF record may cause (RFC 7208, 4.6.4)
ASKING = ("include", "a", "mx", "ptr", "exists", "redirect")  # terms that cause one
SHORT = 1024  # bits of an RSA key from which on receivers trust it (RFC 8301, 3.2)
PATIENCE = 5.0  # seconds for each question


def look(sender: str, selector: str, server: str) -> Iterator[Finding]:
    """Look at the domain of `sender`; at DKIM where the relay's selector is given.

    `server` is the address of a name server, with a port if it has its own; empty: the system's.
    """
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    names = resolver(server)
    for topic, ask in (("SPF", spf), ("DMARC", dmarc)):
        yield answered(topic, partial(ask, names, domain))
    if selector:
        yield answered("DKIM", partial(dkim, names, f"{selector}._domainkey.{domain}"))


def resolver(server: str) -> Resolver:
    """Raises click's own error for what is no address of a name server."""
    if not server:
        return Resolver()
    host, _colon, port = server.partition(":")
    names = Resolver(configure=False)
    try:
        names.nameservers, names.port = [host], int(port or 53)
    except ValueError as error:
        raise click.BadParameter(f"{server} is no address of a name server") from error
    return names


def answered(topic: str, ask: Callable[[], str]) -> Finding:
    """What a look says: a sentence, or the ValueError or the DNS error that it ended with."""
    try:
        return Finding(topic, True, ask())
    except ValueError as error:
        return Finding(topic, False, str(error))
    except DNSException as error:
        return Finding(topic, False, f"the name server did not answer ({type(error).__name__})")


def texts(names: Resolver, name: str) -> list[str]:
    """The TXT records of a name; none if there is no such name."""
    try:
        answer = names.resolve(name, "TXT", lifetime=PATIENCE)
    except (NXDOMAIN, NoAnswer):
        return []
    return [b"".join(one.strings).decode("ascii", "replace") for one in answer]


def spf(names: Resolver, domain: str) -> str:
    """One record that ends the list of senders and needs no more lookups than allowed."""
    record = spf_record(names, domain)
    terms = record.lower().split()
    if {"+all", "all"} & {*terms}:
        raise ValueError(f"{domain} lets the whole world send: end the record with ~all")
    if not any(one in ("-all", "~all", "?all") or one.startswith("redirect=") for one in terms):
        raise ValueError(f"{domain} names no end: end the record with ~all")
    number = lookups(names, domain, record)
    return f"{domain} names who may send, in {number} of {MOST} lookups: {record}"


def spf_record(names: Resolver, domain: str) -> str:
    found = [one for one in texts(names, domain) if one.lower().split()[:1] == ["v=spf1"]]
    if not found:
        raise ValueError(f"{domain} does not say who may send: publish what your relay names")
    if len(found) > 1:
        raise ValueError(f"{domain} has {len(found)} SPF records: receivers then trust none")
    return found[0]


def lookups(names: Resolver, domain: str, record: str, before: int = 0) -> int:
    """How many lookups a record causes, those of what it includes too."""
    number = before
    for term in record.split()[1:]:
        word, _sign, value = term.lower().lstrip("+-~?").replace("=", ":", 1).partition(":")
        if word.partition("/")[0] not in ASKING:
            continue
        number += 1
        if number > MOST:
            raise ValueError(
                f"{domain} needs more than {MOST} lookups: receivers give up (RFC 7208)"
            )
        if word in ("include", "redirect") and "%" not in value:
            number = lookups(names, domain, spf_record(names, value), number)
    return number


def dmarc(names: Resolver, domain: str) -> str:
    """The policy of the domain, or of the one above it that it falls back on."""
    above = domain.split(".")
    for name in (".".join(above[at:]) for at in range(len(above) - 1)):
        every = (tags(one) for one in texts(names, f"_dmarc.{name}"))
        found = [one for one in every if one.get("v") == "DMARC1"]
        if len(found) > 1:
            raise ValueError(f"_dmarc.{name} has {len(found)} records: receivers then heed none")
        if found and found[0].get("p") not in ("none", "quarantine", "reject"):
            raise ValueError(f"_dmarc.{name} says no policy: add p=none, p=quarantine or p=reject")
        if found:
            return f"_dmarc.{name} asks receivers for p={found[0]['p']}"
    raise ValueError(f"{domain} says nothing: publish “v=DMARC1; p=none” at _dmarc.{domain}")


def dkim(names: Resolver, name: str) -> str:
    """A key that receivers can read and that is long enough."""
    found = [tags(one) for one in texts(names, name)]
    mine = [one for one in found if "p" in one]
    if not mine:
        raise ValueError(f"{name} publishes no key: is this the selector that your relay named?")
    if not mine[0]["p"]:
        raise ValueError(f"{name} has taken its key back: mail signed with it is refused")
    if mine[0].get("k", "rsa") != "rsa":
        return f"{name} publishes a key ({mine[0]['k']})"
    try:
        key = load_der_public_key(base64.b64decode(mine[0]["p"], validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise ValueError(f"{name} publishes something that is no key") from error
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < SHORT:
        raise ValueError(f"{name} has a key of {key.key_size} bits: receivers want {SHORT} or more")
    bits = getattr(key, "key_size", 0)
    return f"{name} publishes a key of {bits} bits"


def tags(record: str) -> dict[str, str]:
    """A record such as “v=DMARC1; p=none” as what its tags say."""
    pairs = (one.partition("=") for one in record.split(";"))
    return {name.strip(): "".join(value.split()) for name, sign, value in pairs if sign}
