"""Reports from before RFC 3464, which some servers still write, and mails that report nothing."""

from textwrap import indent

from tests.mail.bounces.shapes import COMPLAINTS, FORMAL, OURS, Shape, report

HEAD = """\
Return-Path: <>
Delivered-To: BACK
From: {sender}
To: BACK
Subject: {subject}
{more}
{body}
"""


def letter(
    body: str,
    sender: str = "MAILER-DAEMON@mx.example.net",
    more: str = "",
    subject: str = "failure notice",
) -> str:
    return HEAD.format(body=body, sender=sender, more=more, subject=subject)


def qmail(words: str) -> str:
    return letter(f"""\
Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ana@example.org>:
{words}

--- Below this line is a copy of the message.

{OURS}""")


def exim(words: str) -> str:
    return letter(
        f"""\
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ana@example.org
    {words}

------ This is a copy of the message, including all the headers. ------

{OURS}""",
        more="X-Failed-Recipients: ana@example.org\nAuto-Submitted: auto-replied\n",
        sender="Mail Delivery System <Mailer-Daemon@mx.example.net>",
    )


def sendmail(words: str) -> str:
    return letter(
        f"""\
The original message was received at Mon, 30 Nov 2026 10:00:00 GMT

   ----- The following addresses had permanent fatal errors -----
<ana@example.org>

   ----- Transcript of session follows -----
... while talking to mx.example.org.:
>>> RCPT To:<ana@example.org>
<<< {words}

   ----- Original message follows -----

{OURS}""",
        sender="Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>",
    )


def notification(words: str) -> str:
    """Postfix before it knew RFC 3464."""
    return letter(
        f"""\
--=_p
Content-Description: Notification
Content-Type: text/plain

This is the Postfix program at host mx.example.net.

            The Postfix program

<ana@example.org>: {words}

--=_p
Content-Type: message/rfc822

{OURS}
--=_p--
""",
        more='MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_p"\n',
    )


OLDER = [
    Shape("qmail unknown", "hard", "5.1.1", qmail("Sorry, no mailbox here by that name. (#5.1.1)")),
    Shape(
        "qmail no host",
        "hard",
        "5.1.2",
        qmail("Sorry, I couldn't find any host by that name. (#5.1.2)"),
    ),
    Shape(
        "qmail remote",
        "hard",
        "",
        qmail("192.0.2.1 does not like recipient.\nRemote host said: 550 unknown user\nGiving up."),
    ),
    Shape("qmail full", "soft", "5.2.2", qmail("User is over the quota. (#5.2.2)")),
    Shape(
        "qmail too long",
        "soft",
        "4.4.1",
        qmail("Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)"),
    ),
    Shape("exim unknown", "hard", "", exim("Unrouteable address")),
    Shape(
        "exim full", "soft", "", exim("mailbox is full (MTA-imposed quota exceeded while writing)")
    ),
    Shape("exim spam", "policy", "", exim("550 Your message looks like spam")),
    Shape(
        "sendmail of old", "hard", "5.1.1", sendmail("550 5.1.1 <ana@example.org>... User unknown")
    ),
    Shape("sendmail later", "soft", "4.0.0", sendmail("451 try again")),
    Shape("postfix of old", "hard", "", notification("unknown user: ana")),
    Shape(
        "yahoo of old",
        "hard",
        "",
        letter(f"""\
Message from the mail system.
Unable to deliver message to the following address(es).

<ana@example.org>:
This user doesn't have an account here

--- Original message follows.

{OURS}"""),
    ),
    Shape(
        "imail full",
        "soft",
        "",
        letter(
            f"""\
User mailbox exceeds allowed size, over quota: ana@example.org

Original message follows.

{OURS}""",
            sender="Postmaster <postmaster@mx.example.net>",
            more="X-Mailer: <SMTP32 v8.0>\n",
        ),
    ),
    Shape(
        "still trying",
        None,
        "",
        letter(
            f"""\
This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue.

The address to which the message has not yet been delivered is:

  ana@example.org

No action is required on your part.
{indent(OURS, "> ")}""",
            subject="Warning: message delayed 24 hours",
        ),
    ),
]

ANA = "Ana Ruiz <ana@example.org>"
READ = "Final-Recipient: rfc822; ana@example.org\nDisposition: manual-action/MDN-sent; displayed"
NOTHING = [
    Shape(
        "out of office",
        None,
        "",
        letter(
            "I am out of the office until Monday. User unknown? Ask omar@example.org.",
            ANA,
            "Auto-Submitted: auto-replied\nX-Autoreply: yes\n",
            "Out of Office: Confirm",
        ),
    ),
    Shape(
        "exchange out of office",
        None,
        "",
        letter(
            "Thank you for your message.",
            ANA,
            "X-MS-Exchange-Inbox-Rules-Loop: ana@example.org\nAuto-Submitted: auto-generated\n",
            "Automatic reply",
        ),
    ),
    Shape("vacation", None, "", letter("Gone fishing. 550 5.1.1 fish.", ANA, "Precedence: bulk\n")),
    Shape(
        "gone for good",
        None,
        "",
        letter("I no longer work here; this mailbox is not monitored.", ANA),
    ),
    Shape(
        "a challenge",
        None,
        "",
        letter(
            "Press this link so that your message can be delivered: https://example.net/c/1",
            "Challenge <challenge@mx.example.net>",
        ),
    ),
    Shape("a person answers", None, "", letter(f"Who are you?\n\n{indent(OURS, '> ')}", ANA)),
    Shape(
        "a person sends a report on",
        None,
        "",
        letter(f"Look what I got:\n\n{qmail('no mailbox (#5.1.1)')}", ANA),
    ),
    Shape(
        "it was read",
        None,
        "",
        report(
            READ,
            kind="disposition-notification",
            status="message/disposition-notification",
            sender=ANA,
        ),
    ),
    Shape(
        "an advertisement",
        None,
        "",
        letter("Buy now! Mailbox unavailable elsewhere!", "Eve <eve@example.org>"),
    ),
    Shape(
        "a notice of the host",
        None,
        "",
        letter("Your disk is 80 % full.", "postmaster@mx.example.net"),
    ),
]
SHAPES = [*FORMAL, *OLDER, *COMPLAINTS, *NOTHING]
