"""What is looked at before a mailing goes out. Nothing here opens a connection."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import ngettext

from ...config import settings as installation
from ...filters import number
from ...i18n import own_name
from ...petitions.writing.publishing import statuses
from ...petitions.writing.texts import problems
from . import acts
from .choices import language_words
from .fields import BRACE, FACT, slips
from .merging import Values
from .models import Mailing, OutreachSettings
from .rendering import code_for, facts_of, rendered, settings_of
from .spam import suspicions

CLIP = 102 * 1024  # bytes of HTML after which Gmail cuts (support.google.com/mail/thread/10041391)
LARGEST = 1_000_000  # bytes: no server takes such a mail from a list
LONG_SUBJECT = 60  # letters: phones show some 40, programs on a desk some 60
PLACEHOLDERS = re.compile(
    r"(^|\.)(example\.(com|org|net)|example|test|invalid|localhost|yourdomain\.\w+|domain\.com)$"
)
VAGUE = frozenset({"here", "click here", "link", "this", "aquí", "haz clic aquí", "enlace"})
STOP, WARN, GOOD = "stop", "warn", "good"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: *stop* must be mended first, *warn* is for people to judge."""

    level: str
    words: str
    hint: str = ""
    fix: str = ""  # endpoint of the page where it is mended
    key: str = ""  # of a fact, where that page is the fact's


def run(mailing: Mailing, count: int, spoken: dict[str, int]) -> list[Check]:
    """Every check, what stops first; `count` receivers, by language in `spoken`."""
    settings = settings_of(mailing)
    found = [*about_receivers(mailing, count, spoken), *about_sender(settings)]
    found += about_facts(mailing)
    values = Values(mailing)
    for code in mailing.codes:
        found += about_fields(mailing, code)
        subject, text, html = rendered(mailing, code, values.of(None, code))
        name = own_name(code)
        found += [named(one, name) for one in about_words(subject, text, html)]
    order = {STOP: 0, WARN: 1, GOOD: 2}
    return sorted(found, key=lambda one: order[one.level])


def stopping(found: list[Check]) -> list[Check]:
    return [one for one in found if one.level == STOP]


def named(check: Check, language: str) -> Check:
    """The same, and in which language."""
    if len(installation().language_codes) == 1:
        return check
    words = f"{language}: {check.words}"
    if check.level == GOOD:
        return Check(GOOD, words)
    return Check(check.level, words, check.hint, check.fix or ".edit", check.key)


def about_receivers(mailing: Mailing, count: int, spoken: dict[str, int]) -> Iterator[Check]:
    if count == 0:
        sentence = _("Nobody gets it: no one in the segment may be emailed.")
        yield Check(STOP, sentence, fix=".segment")
    else:
        words = ngettext("%(num)s person gets it.", "%(num)s people get it.", count)
        yield Check(GOOD, words)
    if not mailing.codes:
        yield Check(STOP, _("It has no subject and no text in any language yet."), fix=".edit")
    for code in sorted({*mailing.subject, *mailing.text} - set(mailing.codes)):
        sentence = _("%(language)s has a subject or a text, not both.", language=own_name(code))
        yield Check(WARN, sentence, fix=".edit")
    for code, readers in sorted(spoken.items()):
        if mailing.codes and code not in mailing.codes:
            gets = own_name(code_for(mailing, code))
            sentence = ngettext(
                "%(num)s person reads %(language)s and gets it in %(other)s.",
                "%(num)s people read %(language)s and get it in %(other)s.",
                readers,
                language=language_words(code),
                other=gets,
            )
            yield Check(WARN, sentence, fix=".edit")


def about_sender(settings: OutreachSettings | None) -> Iterator[Check]:
    if settings is None or not any(settings.footer.values()):
        hint = _("In the United States the law asks for one (CAN-SPAM, 15 U.S.C. 7704(a)(5)).")
        sentence = _("The footer has no postal address of your organization.")
        yield Check(WARN, sentence, hint, "outgoing_desk.settings")


def about_facts(mailing: Mailing) -> Iterator[Check]:
    for one in acts.outdated(mailing):
        sentence = _("The fact “%(key)s” has changed since it was cited.", key=one.fact.key)
        hint = _("Decide what the mailing says now. Until then it does not go out.")
        yield Check(STOP, sentence, hint, "factsheet_desk.fact", one.fact.key)


def about_fields(mailing: Mailing, code: str) -> Iterator[Check]:
    """Fields and facts that do not exist, by line."""
    texts = {
        _("Subject"): mailing.subject.get(code, ""),
        _("Line beside the subject"): mailing.preheader.get(code, ""),
        _("Text"): mailing.text.get(code, ""),
    }
    for label, text in texts.items():
        for slip in slips(text):
            level = STOP if slip.stops else WARN
            yield Check(level, f"{own_name(code)}, {label}: {slip}", fix=".edit")
        if label != _("Text") and any(FACT.match(one[0]) for one in BRACE.finditer(text)):
            sentence = _("Facts stand in the text.")
            yield Check(STOP, f"{label}: {sentence}", fix=".edit")
    cited = facts_of(mailing, code)
    wrong = [str(one) for one in problems(mailing.text.get(code, ""), statuses(mailing.campaign))]
    missing = [_("missing fact: %(key)s", key=key) for key in cited.unknown]
    for sentence in wrong or missing:
        yield Check(STOP, f"{own_name(code)}: {sentence}", fix=".edit")


def about_words(subject: str, text: str, html: str) -> Iterator[Check]:
    """What a mail looks like to a mail program and to a filter."""
    if len(subject) > LONG_SUBJECT:
        size = len(subject)
        words = _("The subject has %(num)s letters: phones cut it at about 40.", num=size)
        yield Check(WARN, words)
    yield from about_size(len(html.encode()))
    yield from about_links(html)
    for one in suspicions(subject, text):
        yield Check(WARN, one.sentence, _("Rule: %(name)s", name=one.rule))


def about_size(size: int) -> Iterator[Check]:
    kilobytes = number(round(size / 1024))
    if size > LARGEST:
        yield Check(STOP, _("%(size)s kB are too much for one mail.", size=kilobytes))
    elif size > CLIP:
        hint = _("Readers must press “View entire message”, also to find the way off the list.")
        words = _("%(size)s kB: Gmail cuts a mail at 102 kB.", size=kilobytes)
        yield Check(WARN, words, hint)


class Links(HTMLParser):
    """The links of a mail with the words on them, and pictures without a description."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.bare_pictures = 0
        self.href: str | None = None
        self.said = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "a":
            self.href, self.said = given.get("href") or "", ""
        if tag == "img" and not given.get("alt"):
            self.bare_pictures += 1

    def handle_data(self, data: str) -> None:
        self.said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.href is not None:
            self.found.append((self.href, " ".join(self.said.split())))
            self.href = None


def about_links(html: str) -> Iterator[Check]:
    links = Links(html)
    faults = dict.fromkeys((href, link_fault(href, said)) for href, said in links.found)
    for href, (level, sentence) in [(href, fault) for href, fault in faults if fault]:
        yield Check(level, f"{sentence} {href[:80]}".rstrip())
    if links.bare_pictures:
        yield Check(WARN, _("A picture has no description."))
    if not any(fault for _href, fault in faults):
        words = ngettext("%(num)s link looks right.", "%(num)s links look right.", len(links.found))
        yield Check(GOOD, words)


def link_fault(href: str, said: str) -> tuple[str, str] | None:
    """What is wrong with one link, and how badly; nothing is opened."""
    if href.startswith(installation().base_url):
        return None if said else (WARN, _("A link without words on it:"))
    scheme, host = parts_of(href)
    if scheme == "mailto":
        return None if "@" in href else (STOP, _("This is no address:"))
    if scheme not in ("http", "https") or "." not in host or "%" in host:
        return STOP, _("This is no address that a mail can lead to:")
    if PLACEHOLDERS.search(host):
        return STOP, _("This address is only an example:")
    if scheme == "http":
        return WARN, _("This link is not encrypted (http). Try https:")
    is_vague = not said or said.casefold() in VAGUE
    return (WARN, _("Say on the link where it leads:")) if is_vague else None


def parts_of(href: str) -> tuple[str, str]:
    """Scheme and host of an address; nothing of one that cannot be read."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return "", ""
    return parts.scheme, host
