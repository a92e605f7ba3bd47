"""Reading what comes back: delivery reports, complaints, and what is neither.

Delivery reports are those of RFC 3464 and RFC 6533; older shapes are known by flufl.bounce.
Complaints are those of RFC 5965. Answers of people and of their absence say nothing here.

Only the beginning of a message is read, its lines cut at the length that RFC 5322 allows: a
report names its reason long before that.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from typing import Any

from flufl.bounce import all_failures

from ..models import BOUNCES
from . import codes

HEAD, LINES, LINE, PARTS = 128_000, 3_000, 998, 30  # bytes, lines, bytes of one, and parts
ENVELOPE = (
    *("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To"),
    *("X-Original-Recipient", "To"),
)  # who a report was for: Postfix, qmail, Exim, sendmail, Fastmail, then as its sender says
COMPLAINTS = {"abuse", "fraud", "opt-out", "opt-out-list"}  # RFC 5965, 7.3, and its drafts
STATUS = ("message/delivery-status", "message/global-delivery-status")
RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
ROBOT = re.compile(r"mailer-?daemon|post-?master|mail.?delivery|mdaemon", re.IGNORECASE)
BELOW = re.compile(
    r"^(received: |return-path: |-+ ?(below this line|this is a copy"
    r"|(start of )?(original|returned) (message|mail)))",
    re.IGNORECASE | re.MULTILINE,
)


class UnreadableError(ValueError):
    """This is no message, or one made to hurt."""


@dataclass(frozen=True)
class Report:
    """How a mail came back: one of BOUNCES, and the code of RFC 3463 if there was one."""

    kind: str
    code: str = ""


@contextmanager
def readable() -> Iterator[None]:
    """Whatever the parsers of broken headers raise is an UnreadableError."""
    try:
        yield
    except UnreadableError:
        raise
    except Exception as error:  # noqa: BLE001 - they have raised much over the years
        raise UnreadableError(type(error).__name__) from None


def parse(data: bytes) -> Message:
    """The message in these bytes. Raises UnreadableError."""
    head = b"\n".join(line[:LINE] for line in data[:HEAD].splitlines()[:LINES])
    lower = head.lower()
    if b"\0" in head or lower.count(b"boundary") + lower.count(b"message/") > PARTS:
        raise UnreadableError("binary, or too many parts")
    with readable():
        message = message_from_bytes(head)
    if not message.keys():
        raise UnreadableError("no headers")
    return message


def addresses(message: Message) -> list[str]:
    """Texts that may hold the address to which the mail that this is about came back.

    A delivery report goes to it. A complaint goes elsewhere, and quotes the mail's envelope.
    Raises UnreadableError.
    """
    with readable():
        return find_addresses(message)


def find_addresses(message: Message) -> list[str]:
    found = [value for name in ENVELOPE for value in values(message, name)]
    if not is_complaint(message):
        return found
    for part in parts(message):
        if part.get_content_type() == "message/feedback-report":
            found += [one for block in blocks(part) for one in values(block, "Original-Mail-From")]
        elif part.get_content_type() in RETURNED:
            found += values(returned(part), "Return-Path")
    return found


def read(message: Message) -> Report | None:
    """What this message says about our mail; None where it says nothing that counts.

    Raises UnreadableError for a report that ends before it says anything.
    """
    with readable():
        return find_report(message)


def find_report(message: Message) -> Report | None:
    if is_complaint(message):
        return complaint(message)
    known = list(parts(message))
    status = [part for part in known if part.get_content_type() in STATUS]
    if known[-1] in status and is_cut_off(message):
        raise UnreadableError("a report that was cut off")
    recipients = [one for part in status for one in blocks(part) if one["Action"] or one["Status"]]
    if recipients:
        return refusal(recipients)
    if status or report_type(message) == "delivery-status":
        raise UnreadableError("a report without a status")
    return None if report_type(message) else older(message)


def is_cut_off(message: Message) -> bool:
    """Whether a message ends before its last boundary: a recipient may be missing."""
    return any(isinstance(one, CloseBoundaryNotFoundDefect) for one in message.defects)


def is_complaint(message: Message) -> bool:
    return report_type(message) == "feedback-report"


def report_type(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    return str(message.get_param("report-type", "")).lower()


def complaint(message: Message) -> Report | None:
    for part in parts(message):
        if part.get_content_type() == "message/feedback-report":
            said = [one.lower() for block in blocks(part) for one in values(block, "Feedback-Type")]
            return Report("complaint") if COMPLAINTS.intersection(said) else None
    raise UnreadableError("a complaint without a report")


def refusal(recipients: list[Message]) -> Report | None:
    """The mildest of what is said about each recipient, or None if one was reached or waits.

    We write to one mailbox; it may hand on to several.
    """
    actions = [word(one, "Action").lower() for one in recipients]
    if not all(action.startswith(("fail", "error")) or not action for action in actions):
        return None
    judged = [judge(word(one, "Status"), word(one, "Diagnostic-Code")) for one in recipients]
    return min(judged, key=lambda report: BOUNCES.index(report.kind))


def judge(status: str, diagnostic: str) -> Report:
    """What the last server said is nearer to the truth than how the report sums it up."""
    summed, said = codes.code_in(status), codes.code_in(diagnostic)
    code = summed if codes.is_vague(said) and not codes.is_vague(summed) else said or summed
    return Report(codes.kind_of(code, diagnostic), code)


def older(message: Message) -> Report | None:
    """What mail servers without RFC 3464 wrote; only they, for people write anything."""
    sender = " ".join(values(message, "From"))
    if not (ROBOT.search(sender) or message["X-Failed-Recipients"]):
        return None
    _, permanent = all_failures(message)
    words = text(message)
    if not permanent or not words.strip():
        return None
    code = codes.code_in(words)
    return Report(codes.kind_of(code, words), code)


def text(message: Message) -> str:
    """What is written in a message, up to where it quotes ours."""
    found = (body(part) for part in parts(message) if part.get_content_maintype() == "text")
    whole = "\n".join(found)
    below = BELOW.search(whole)
    return whole[: below.start()] if below else whole


def parts(message: Message) -> Iterator[Message]:
    """A message and its parts, without those of a message that it returns."""
    yield message
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in inside(message):
            yield from parts(part)


def inside(part: Message) -> list[Message]:
    payload: Any = part.get_payload()
    return payload if part.is_multipart() else []


def blocks(part: Message) -> list[Message]:
    """The groups of fields in a report's part.

    The parser knows those of message/delivery-status; of other kinds it takes the first group
    for a message, and the others for its text.
    """
    known = inside(part) or [message_from_string(body(part))]
    rest = [each for one in known for each in re.split(r"\n\s*\n", body(one)) if ":" in each]
    return [*known, *map(message_from_string, rest)]


def returned(part: Message) -> Message:
    """The headers of the mail that a report brings back."""
    whole = inside(part)
    return whole[0] if whole else message_from_string(body(part))


def body(part: Message) -> str:
    payload: Any = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if payload else ""


def values(message: Message, name: str) -> list[str]:
    return [str(value)[:LINE] for value in message.get_all(name, [])]


def word(message: Message, name: str) -> str:
    return " ".join(str(message[name] or "").split())
