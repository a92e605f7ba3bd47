"""`campaign check --dns`: what a domain's records say, asked of a name server on this machine."""

import base64
import socket
import threading
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest
from click import BadParameter
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from campaign.cli.check_dns import look

SENDER = "Our Campaign <hello@mail.example.org>"
GOOD = {
    "mail.example.org": ["v=spf1 include:relay.example.org mx ~all", "something else"],
    "relay.example.org": ["v=spf1 ip4:192.0.2.0/24 a:out.example.org -all"],
    "_dmarc.example.org": ["v=DMARC1; p=quarantine; rua=mailto:d@example.org"],
}


def key(bits: int = 2048) -> str:
    """A record with a new key of so many bits."""
    made = rsa.generate_private_key(65537, bits).public_key()
    data = made.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(data).decode()}"


@contextmanager
def name_server(zone):
    """Answers questions about this zone until the end; where it listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=serve, args=(found, zone))
        thread.start()
        yield f"127.0.0.1:{found.getsockname()[1]}"
        found.sendto(b"", found.getsockname())
        thread.join()


def serve(found, zone):
    while True:
        data, asker = found.recvfrom(4096)
        if not data:
            return
        asked = dns.message.from_wire(data)
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.AA
        name = asked.question[0].name
        texts = zone.get(name.to_text(omit_final_dot=True).lower())
        if texts is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif texts and asked.question[0].rdtype == dns.rdatatype.TXT:
            parts = [
                " ".join(f'"{one[at : at + 200]}"' for at in range(0, len(one), 200))
                for one in texts
            ]
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *parts))
        found.sendto(answer.to_wire(max_size=4096), asker)


def looked(zone, selector=""):
    """What is said of each topic: whether it is right, and the words."""
    with name_server(zone) as server:
        return {one.topic: one for one in look(SENDER, selector, server)}


def test_what_is_right_says_so():
    found = looked(GOOD | {"relay1._domainkey.mail.example.org": [key()]}, "relay1")
    assert [one.topic for one in found.values() if one.is_right] == ["SPF", "DMARC", "DKIM"]
    assert "in 3 of 10 lookups" in found["SPF"].words  # include, a and mx
    assert "_dmarc.example.org asks receivers for p=quarantine" in found["DMARC"].words
    assert "a key of 2048 bits" in found["DKIM"].words


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (None, "does not say who may send"),
        ([], "does not say who may send"),
        (["v=spf10 -all"], "does not say who may send"),
        (["v=spf1 -all", "V=SPF1 ~all"], "has 2 SPF records"),
        (["v=spf1 a +all"], "lets the whole world send"),
        (["v=spf1 mx a"], "names no end"),
        (["v=spf1 include:mail.example.org -all"], "more than 10 lookups"),
        (["v=spf1 " + "a " * 11 + "-all"], "more than 10 lookups"),
        (["v=spf1 include:nobody.example.org -all"], "nobody.example.org does not say"),
    ],
)
def test_spf_that_receivers_reject(records, words):
    zone = {name: said for name, said in GOOD.items() if name != "mail.example.org"}
    found = looked(zone if records is None else zone | {"mail.example.org": records})["SPF"]
    assert not found.is_right
    assert words in found.words


@pytest.mark.parametrize(
    "record", ["v=spf1 redirect=relay.example.org", "v=spf1 exists:%{i}.example.org ?all"]
)
def test_spf_that_is_rare_but_right(record):
    assert looked(GOOD | {"mail.example.org": [record]})["SPF"].is_right


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ({}, "publish “v=DMARC1; p=none” at _dmarc.mail.example.org"),
        ({"_dmarc.example.org": ["v=DMARC1; rua=mailto:d@example.org"]}, "says no policy"),
        ({"_dmarc.example.org": ["v=DMARC1; p=none"] * 1 + ["v=DMARC1; p=reject"]}, "has 2"),
        ({"_dmarc.org": ["p=none"]}, "says nothing"),
    ],
)
def test_dmarc_that_receivers_reject(records, words):
    found = looked({"mail.example.org": GOOD["mail.example.org"]} | records)["DMARC"]
    assert not found.is_right
    assert words in found.words


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (None, "publishes no key"),
        ("v=DKIM1; p=", "has taken its key back"),
        ("v=DKIM1; p=bm8ga2V5", "something that is no key"),
        ("v=DKIM1; p=!", "something that is no key"),
    ],
)
def test_dkim_that_receivers_reject(record, words):
    zone = GOOD | ({"one._domainkey.mail.example.org": [record]} if record else {})
    found = looked(zone, "one")["DKIM"]
    assert not found.is_right
    assert words in found.words


def test_a_short_key_and_one_of_another_kind():
    name = "one._domainkey.mail.example.org"
    edwards = ed25519.Ed25519PrivateKey.generate().public_key()
    raw = edwards.public_bytes(Encoding.Raw, PublicFormat.Raw)
    other = f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"
    assert looked(GOOD | {name: [other]}, "one")["DKIM"].is_right
    short = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKNT8WCCa5Y2ipVmRt8wtyLcYfdg1i+Y"
    short += "1cV2BHIUqUOPCi4hXS5YGx0dIvqaJyxXHwPLvSOo2Nvh9lEbf8ToIecCAwEAAQ=="
    found = looked(GOOD | {name: [f"v=DKIM1; p={short}"]}, "one")["DKIM"]
    assert not found.is_right


def test_a_name_server_that_is_silent_is_a_finding(monkeypatch):
    monkeypatch.setattr("campaign.cli.check_dns.PATIENCE", 0.2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        found = list(look(SENDER, "one", f"127.0.0.1:{silent.getsockname()[1]}"))
    assert [one.is_right for one in found] == [False] * 3
    assert {one.words for one in found} == {"the name server did not answer (LifetimeTimeout)"}


def test_the_command_asks_only_when_it_is_told_to(campaign):
    with name_server(GOOD) as server:
        silent = campaign("check")
        asked = campaign("check", "--dns", "--name-server", server)
    assert "SPF" not in silent.output
    assert "SPF: example.org does not say who may send" in asked.output


def test_what_is_no_address_is_refused():
    for wrong in ("nobody.example.org", "127.0.0.1:x"):
        with pytest.raises(BadParameter, match="is no address of a name server"):
            list(look(SENDER, "", wrong))
