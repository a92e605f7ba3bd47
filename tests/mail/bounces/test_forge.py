"""What is not rightly signed, in the right place, does nothing; what is damaged does no harm."""

import time

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.db import db, now
from campaign.mail import Bounce, OutgoingEmail, Suppression, outbox, verp
from campaign.mail.bounces.heeding import heed
from campaign.mail.work import prune
from tests.factories import rows
from tests.mail.bounces.older_shapes import SHAPES
from tests.mail.bounces.shapes import COMPLAINTS, OURS, UNKNOWN, report

HARD = report(UNKNOWN)
ABUSE = COMPLAINTS[0].text
DOMAIN = "campaign.example.org"


def wrong(back: str, **changed: str) -> str:
    """The signed address with another number, mark, name or domain."""
    local, _, domain = back.partition("@")
    name, _, signed = local.partition("+")
    number, _, mark = signed.partition("-")
    said = {"name": name, "number": number, "mark": mark, "domain": domain} | changed
    return "{name}+{number}-{mark}@{domain}".format(**said)


def mark_of(back: str) -> str:
    return back.partition("-")[2].partition("@")[0]


FORGED = {
    "no signed address": lambda back: HARD.replace("BACK", f"bounces@{DOMAIN}"),
    "a mark made up": lambda back: HARD.replace("BACK", wrong(back, mark="a" * 16)),
    "one letter off": lambda back: HARD.replace("BACK", wrong(back, mark=mark_of(back)[:-1] + "7")),
    "a mark too short": lambda back: HARD.replace("BACK", wrong(back, mark=mark_of(back)[:15])),
    "a mark too long": lambda back: HARD.replace("BACK", wrong(back, mark=mark_of(back) + "a")),
    "no mark": lambda back: HARD.replace("BACK", wrong(back, mark="")),
    "the number of another mail": lambda back: HARD.replace("BACK", wrong(back, number="2")),
    "a number that nobody has": lambda back: HARD.replace("BACK", wrong(back, number="99999")),
    "a number too large": lambda back: HARD.replace("BACK", wrong(back, number="9999999999")),
    "a number of other digits": lambda back: HARD.replace("BACK", wrong(back, number="١")),
    "a negative number": lambda back: HARD.replace("BACK", wrong(back, number="-1")),
    "another domain": lambda back: HARD.replace("BACK", wrong(back, domain="example.org")),
    "a longer domain": lambda back: HARD.replace("BACK", f"{back}.example.net"),
    "another name": lambda back: HARD.replace("BACK", wrong(back, name="owner")),
    "signed in the words alone": lambda back: aside(HARD, back).replace(
        "I could not deliver", f"To: {back}\nI could not deliver"
    ),
    "signed in the fields alone": lambda back: aside(HARD, back).replace(
        "Action:", f"Original-Recipient: rfc822; {back}\nAction:"
    ),
    "signed in the mail that is returned": lambda back: HARD.replace(
        OURS, OURS.replace("BACK", back)
    ).replace("BACK", f"bounces@{DOMAIN}"),
    "signed in From, Subject and References": lambda back: (
        f"From: {back}\nSubject: {back}\nReferences: <{back}>\n" + aside(HARD, back)
    ),
    "headers within an address": lambda back: HARD.replace(
        "Delivered-To: BACK", f"Delivered-To: x\r\n\r\nTo: {back}"
    ).replace("BACK", f"bounces@{DOMAIN}"),
    "a mail of Eve's own": lambda back: (
        f"From: MAILER-DAEMON <eve@example.org>\nTo: bounces@{DOMAIN}\n"
        "Subject: Undelivered\nX-Failed-Recipients: ana@example.org\n\n550 5.1.1 unknown\n"
    ),
    "a complaint without an envelope": lambda back: ABUSE.replace("BACK", "eve@example.org"),
    "a complaint with a mark made up": lambda back: ABUSE.replace(
        "BACK", wrong(back, mark="b" * 16)
    ),
    "a complaint that quotes it in its words": lambda back: ABUSE.replace(
        "I could not deliver", f"Return-Path: <{back}>\n\nI could not deliver"
    ).replace("BACK", "eve@example.org"),
    "a complaint about another recipient": lambda back: ABUSE.replace(
        "Version: 1", "Version: 1\nOriginal-Rcpt-To: <ana@example.org>"
    ).replace("BACK", f"bounces@{DOMAIN}"),
}


def aside(text: str, back: str) -> str:
    """The text with a plain address wherever a signed one counts."""
    return text.replace("BACK", f"bounces@{DOMAIN}")


def untouched() -> bool:
    return not rows(Bounce) and not rows(Suppression)


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_it_does_nothing(back, sent, forge):
    sent("omar@example.org", "confirm:2")

    assert heed(forge(back).encode()) == "unsigned"
    db.session.commit()
    assert untouched()


def test_there_are_enough_of_them():
    assert len(FORGED) >= 20


def test_the_true_ones_do_something(back):
    """Else the forged ones would prove nothing."""
    assert heed(HARD.replace("BACK", back).encode()) == "hard"
    assert heed(ABUSE.replace("BACK", back).encode()) == "complaint"


def test_any_case_of_the_address_is_true(back):
    assert heed(HARD.replace("BACK", back.upper()).encode()) == "hard"


def test_a_key_that_was_changed_makes_old_marks_void(back, configured):
    configured(secret_key="another key of thirty-two letters")

    assert heed(HARD.replace("BACK", back).encode()) == "unsigned"


def test_who_was_erased_is_not_found(back):
    outbox.forget("ana@example.org")
    db.session.commit()

    assert heed(HARD.replace("BACK", back).encode()) == "unsigned"
    assert untouched()


def test_a_mail_that_was_forgotten_is_not_found(back):
    with time_machine.travel(time.time() + 31 * 86400):
        prune()

    assert heed(HARD.replace("BACK", back).encode()) == "unsigned"


def test_a_number_given_again_after_a_restored_backup_is_another_mail(back, sent, only_sqlite):
    db.session.execute(db.delete(OutgoingEmail))
    db.session.commit()
    again = sent("omar@example.org")

    assert verp.envelope_sender(again).partition("-")[0] == back.partition("-")[0]
    assert heed(HARD.replace("BACK", back).encode()) == "unsigned"


def test_whoever_holds_the_link_of_one_mail_bounces_that_one_alone(back, sent):
    """Eve's own mail comes with her own signed address."""
    eves = verp.envelope_sender(sent("eve@example.org", "confirm:2"))
    said = HARD.replace("BACK", eves).replace("ana@example.org", "omar@example.org")

    assert heed(said.encode()) == "hard"
    assert outbox.is_suppressed("eve@example.org")
    assert len(rows(Suppression)) == 1


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_rubbish_does_nothing(app, data):
    for before in (b"", b"Delivered-To: ", b"Content-Type: multipart/report; report-type="):
        assert heed(before + data) in ("unsigned", "unreadable")
    assert untouched()


@settings(max_examples=60)
@given(st.data())
def test_without_a_signed_address_a_damaged_report_does_nothing(app, data):
    shape = data.draw(st.sampled_from(SHAPES))
    whole = bytearray(shape.filled(f"bounces+1-{'a' * 16}@{DOMAIN}"))
    for _ in range(data.draw(st.integers(1, 10))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert heed(bytes(whole)) in ("unsigned", "unreadable")
    assert untouched()


def nested(depth: int, back: str) -> bytes:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(depth)
    )
    return f"Delivered-To: {back}\n{head}Content-Type: text/plain\n\nhello\n".encode()


def test_a_message_made_to_hurt_is_unreadable(back):
    signed = f"Delivered-To: {back}\n".encode()
    began = now()
    for data in (
        b"",
        b"\0" * 1000,
        signed + b"\0",
        bytes(range(256)) * 100,
        nested(100, back),
        nested(3000, back),
        signed + b"Content-Type: message/rfc822\n\n" * 3000,
        signed + b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n',
    ):
        assert heed(data) == "unreadable", data[:80]
    assert (now() - began).total_seconds() < 10
    assert untouched()


def test_a_huge_one_is_read_at_its_beginning(back):
    began = now()
    for filling in (b"x" * 10_000_000, b"<" * 10_000_000, b"x\n" * 5_000_000, b"a@" * 5_000_000):
        assert heed(HARD.replace("BACK", back).encode() + filling) in ("hard", "again")
        assert heed(f"To: {back}\nFrom: MAILER-DAEMON\n\n".encode() + filling) == "nothing"
    assert (now() - began).total_seconds() < 30
