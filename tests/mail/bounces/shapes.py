"""What mail servers write, in their shapes: RFC 3464 here, older ones and complaints beside.

BACK stands for the signed address to which a report goes. Words are those that the servers use;
names and addresses are made up.
"""

from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

OURS = """\
Return-Path: <BACK>
From: Campaign <campaign@example.org>
To: ana@example.org
Subject: Confirm “Cancel the contract”
Message-ID: <0123456789abcdef@campaign.example.org>
Auto-Submitted: auto-generated

Confirm your signature. 550 5.1.1 is a number in our own words.
"""


class Shape(NamedTuple):
    """A message, what it says about ours, and with which code; kind None: nothing that counts."""

    name: str
    kind: str | None
    code: str
    text: str

    def filled(self, back: str) -> bytes:
        return self.text.replace("BACK", back).encode()


def report(
    *recipients: str,
    sender: str = "Mail Delivery System <MAILER-DAEMON@mx.example.net>",
    words: str = "I could not deliver your message.",
    headers: str = "",
    status: str = "message/delivery-status",
    kind: str = "delivery-status",
    returned: str = "message/rfc822",
) -> str:
    """A multipart/report of RFC 6522: words for people, fields for programs, the mail itself."""
    said = "\n\n".join(dedent(one).strip() for one in recipients)
    return f"""\
Return-Path: <>
Delivered-To: BACK
Date: Mon, 30 Nov 2026 10:00:00 +0000
From: {sender}
To: BACK
Subject: Undelivered Mail Returned to Sender
{headers}MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind};
 boundary="=_b"

--=_b
Content-Type: text/plain; charset=utf-8

{words}

--=_b
Content-Type: {status}

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 30 Nov 2026 09:59:00 +0000

{said}

--=_b
Content-Type: {returned}

{OURS}
--=_b--
"""


def fields(status: str, diagnostic: str = "", action: str = "failed") -> str:
    lines = ["Final-Recipient: rfc822; ana@example.org", f"Action: {action}", f"Status: {status}"]
    lines += [f"Diagnostic-Code: {diagnostic}"] * bool(diagnostic)
    return "\n".join(lines)


FRAMES = {
    "postfix": {
        "words": "This is the mail system at host mx.example.net.\n\nI'm sorry to have to",
        "headers": "Auto-Submitted: auto-replied\n",
    },
    "exim": {"headers": "X-Failed-Recipients: ana@example.org\nAuto-Submitted: auto-replied\n"},
    "office365": {
        "sender": "Microsoft Outlook <postmaster@tenant.example.net>",
        "headers": "X-MS-Exchange-Message-Is-Ndr:\nAuto-Submitted: auto-replied\n",
        "words": "Your message to ana@example.org couldn't be delivered.",
    },
    "gmail": {
        "sender": "Mail Delivery Subsystem <mailer-daemon@googlemail.example.net>",
        "headers": "X-Failed-Recipients: ana@example.org\nAuto-Submitted: auto-replied\n",
        "words": "** Address not found **",
    },
    "sendmail": {"words": "----- Transcript of session follows -----"},
    "amazon": {"sender": "MAILER-DAEMON@amazonses.example.net"},
}


def formal(line: str) -> Shape:
    """A report about one recipient, from its line in formal.txt."""
    name, kind, code, status, action, diagnostic = line.split(" | ")
    said = fields(status, diagnostic.replace("\\n", "\n"), action)
    whole = report(said, **FRAMES.get(name.split()[0], {}))
    return Shape(name, None if kind == "--" else kind, code.strip("-"), whole)


LINES = (Path(__file__).parent / "formal.txt").read_text(encoding="utf-8").splitlines()
UNKNOWN = fields("5.1.1", "smtp; 550 5.1.1 <ana@example.org>: User unknown")
FOLDED = "Final-Recipient: rfc822;\n ana@example.org\nAction:\n failed\nStatus:\n 5.1.1"
SMTPUTF8 = {"status": "message/global-delivery-status", "returned": "message/global"}
FORMAL = [
    *(formal(f"{line} " if line.endswith("|") else line) for line in LINES if line[:1] not in "# "),
    Shape("internationalized", "hard", "5.1.1", report(UNKNOWN, **SMTPUTF8)),
    Shape("one of two was reached", None, "", report(UNKNOWN, fields("2.0.0", "", "relayed"))),
    Shape("two mailboxes, one full", "soft", "5.2.2", report(UNKNOWN, fields("5.2.2"))),
    Shape("fields folded", "hard", "5.1.1", report(FOLDED)),
    Shape("headers only", "hard", "5.1.1", report(UNKNOWN, returned="text/rfc822-headers")),
]


def complaint(name: str, kind: str | None, feedback: str, **values: str) -> Shape:
    sender = "Complaints <feedback@mx.example.net>"
    given = {
        "kind": "feedback-report",
        "status": "message/feedback-report",
        "sender": sender,
    } | values
    whole = report(**given).replace("Reporting-MTA: dns; mx.example.net", dedent(feedback).strip())
    to_us = whole.replace("Delivered-To: BACK", "Delivered-To: fbl@campaign.example.org")
    return Shape(name, kind, "", to_us.replace("\nTo: BACK", "\nTo: fbl@campaign.example.org"))


ABUSE = "Feedback-Type: abuse\nUser-Agent: Provider-Feedback/1.0\nVersion: 1\n"
COMPLAINTS = [
    complaint("arf abuse", "complaint", ABUSE),
    complaint("arf abuse, headers only", "complaint", ABUSE, returned="text/rfc822-headers"),
    complaint("arf abuse, envelope named", "complaint", f"{ABUSE}Original-Mail-From: <BACK>"),
    complaint("arf opt-out", "complaint", ABUSE.replace("abuse", "opt-out")),
    complaint("arf fraud", "complaint", ABUSE.replace("abuse", "Fraud")),
    complaint("arf not-spam", None, ABUSE.replace("abuse", "not-spam")),
    complaint("arf virus", None, ABUSE.replace("abuse", "virus")),
    complaint("dmarc failure", None, ABUSE.replace("abuse", "auth-failure")),
]
