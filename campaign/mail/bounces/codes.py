"""What a mail server meant when it refused a mail: is there no such mailbox, or what else?

Enhanced codes are those of RFC 3463 and of IANA's registry of them; where servers use one in
their own way a line says so. Where in doubt the mailbox keeps getting mail.
"""

import re

CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
REPLY = re.compile(r"(?<![\d.-])([45])\d\d(?![\d.]*\d)")  # of RFC 5321, such as 550
NO_SUCH_MAILBOX = re.compile(
    r"no such|unknown|not exist|doesn't exist|unrouteable|not found|no mailbox"
    r"|invalid (recipient|mailbox|address|user)|(mailbox|account) (is )?(disabled|unavailable)"
    r"|doesn't have an? |no (longer|valid) |not a valid|not listed|address rejected"
    r"|(account|mailbox|user) .{0,40}(inactive|disabled|discontinued|deactivated)",
    re.IGNORECASE,
)
FULL = re.compile(
    r"quota|(mailbox|inbox|account|storage) .{0,20}full|storage|over limit", re.IGNORECASE
)
BLOCKED = re.compile(
    r"spam|virus|block|black ?list|policy|reputation|dmarc|dkim|\bspf\b|relay|content|too large"
    r"|size limit|sender .{0,20}(denied|rejected)|client host|banned|not permitted",
    re.IGNORECASE,
)
TOO_MANY = re.compile(r"\brate\b|too (many|quickly|much|fast)", re.IGNORECASE)

OUR_ADDRESS = {"5.1.7", "5.1.8"}  # the sender's is wrong
NO_ROUTE = {"5.4.1", "5.4.4", "5.4.310"}  # Exchange Online says 5.4.1 of mailboxes it does not have
ABOUT_THE_MAIL = {"5.2.3", "5.3.4"}  # too large


def kind_of(code: str, words: str) -> str:
    """The kind of a final refusal with this code ("" for none), in these words."""
    if code.startswith("4") or TOO_MANY.search(words):
        return "soft"
    _, subject, detail = code.split(".") if code else ("5", "0", "0")
    if subject in ("6", "7") or code in OUR_ADDRESS | ABOUT_THE_MAIL:
        return "policy"
    if detail == "0" or subject in ("0", "5"):
        return kind_by_words(words, "policy" if subject == "5" else "soft")
    return "hard" if subject == "1" or code in NO_ROUTE | {"5.2.1"} else "soft"


def kind_by_words(words: str, otherwise: str) -> str:
    if BLOCKED.search(words):
        return "policy"
    if FULL.search(words):
        return "soft"
    return "hard" if NO_SUCH_MAILBOX.search(words) else otherwise


def code_in(words: str) -> str:
    """The first enhanced code in a text, else 4.0.0 where its first reply is 4xx."""
    if found := CODE.search(words):
        return found[1]
    reply = REPLY.search(words)
    return "4.0.0" if reply and reply[1] == "4" else ""


def is_vague(code: str) -> bool:
    """Whether a code says no more than “no”."""
    return not code or code.endswith(".0.0")
