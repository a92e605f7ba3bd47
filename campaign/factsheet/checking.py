"""What an organizer should look at in a fact sheet, and whether the links in it still answer."""

import http.client
import ipaddress
import socket
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from ..coalition.models import Campaign
from ..db import db
from .advice import FINDINGS, Advice, advice
from .citing import all_stale
from .documents import find_documents
from .importing import documents
from .models import FactVersion, today
from .sheet import current_versions
from .words import stale_words

TIMEOUT = 10  # seconds that a server may take
AGENT = "campaign facts check"
NO_HEAD = (403, 404, 405, 500, 501)  # answers to HEAD after which some servers still answer GET


@dataclass(frozen=True)
class Finding:
    """One thing to look at: overdue, uncited, stale, link, or one of `advice.FINDINGS`."""

    fact: str
    what: str
    sentence: str

    @property
    def values(self) -> dict[str, str]:
        return asdict(self)


def check(campaign: Campaign) -> list[Finding]:
    """Everything that can be seen without asking another server, fact by fact."""
    used, found = documents(campaign), []
    versions = current_versions(campaign)
    for key, version in versions.items():
        if version.is_corrected:
            found += [Finding(key, *one) for one in look_at_replacement(version, versions)]
        elif version.fact.is_public:
            found += [Finding(key, *one) for one in look_at(version, version.fact_id in used)]
    return found + list(outdated(campaign))


def outdated(campaign: Campaign) -> Iterator[Finding]:
    """The documents that wait for a decision."""
    flagged = all_stale(campaign)
    named = find_documents(one.document for one in flagged)
    for one in flagged:
        sentence = _(
            "%(document)s says version %(pinned)s of %(current)s: %(why)s.",
            document=named[one.document].name,
            pinned=one.pinned.number,
            current=one.current.number,
            why=stale_words(one.why),
        )
        yield Finding(one.fact.key, "stale", sentence)


def look_at(version: FactVersion, is_cited: bool) -> Iterator[tuple[str, str]]:
    if version.fact.is_overdue:
        day = version.fact.review_by
        yield "overdue", _("Its source was to be re-read by %(day)s.", day=day)
    for one in advice(version.content):
        if one.what in FINDINGS or is_bare_share(one, version):
            yield one.what, one.sentence
    if not is_cited:
        yield "uncited", _("No document cites it.")


def is_bare_share(one: Advice, version: FactVersion) -> bool:
    """A percentage needs its whole; another figure may well stand alone."""
    return one.what == "denominator" and version.unit == "%"


def look_at_replacement(
    version: FactVersion, versions: Mapping[str, FactVersion]
) -> Iterator[tuple[str, str]]:
    """Whether readers who are sent on arrive."""
    if version.status != "superseded":
        return
    other = versions.get(version.superseded_by or "")
    if version.superseded_by is None:
        yield "replacement", _("It is superseded, but not said by which fact.")
    elif other is None:
        key = version.superseded_by
        yield "replacement", _("It is superseded by “%(key)s”, which is not there.", key=key)
    elif not other.fact.is_public or other.is_corrected:
        key = version.superseded_by
        sentence = _("It is superseded by “%(key)s”, which does not stand itself.", key=key)
        yield "replacement", sentence


def links(campaign: Campaign) -> dict[str, list[str]]:
    """The addresses in the current public versions, and the facts that lean on each."""
    found: dict[str, list[str]] = {}
    for key, version in current_versions(campaign).items():
        for source in version.all_sources if version.fact.is_public else []:
            for url in filter(None, (source.url, source.archived_url)):
                keys = found.setdefault(url, [])
                if key not in keys:
                    keys.append(key)
    return found


def follow(urls: Iterable[str], timeout: float = TIMEOUT) -> Iterator[tuple[str, str | None]]:
    """Ask for each address; yields it with None when it answers, else with what went wrong."""
    for url in urls:
        yield url, ask(url, timeout)


def ask(url: str, timeout: float = TIMEOUT) -> str | None:
    """Why an address does not answer, or None when it does. Some servers answer only GET."""
    trouble, status = request(url, "HEAD", timeout)
    if status in NO_HEAD:
        trouble, status = request(url, "GET", timeout)
    return trouble


def request(url: str, method: str, timeout: float) -> tuple[str | None, int]:
    asked = urllib.request.Request(url, method=method, headers={"User-Agent": AGENT})  # noqa: S310
    try:
        with opener().open(asked, timeout=timeout) as answer:
            return None, int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return f"answers {error.code}", error.code
    except urllib.error.URLError as error:
        return f"does not answer: {error.reason}", 0
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"does not answer: {str(error) or type(error).__name__}", 0


class PublicRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect on the same server, or to one that is on the open internet.

    Whoever writes a fact writes its links: none of them may make this machine knock inside its
    own network.
    """

    def redirect_request(self, req: Any, fp: Any, code: Any, *rest: Any) -> Any:
        target = rest[-1]
        old, new = urlsplit(req.full_url), urlsplit(target)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc) and not is_open(new.hostname):
            raise urllib.error.URLError(f"it leads to {new.hostname}, which is not public")
        return super().redirect_request(req, fp, code, *rest)


def is_open(host: str | None) -> bool:
    """Whether every address of a host is one of the open internet."""
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    return bool(addresses) and all(one.is_global for one in addresses)


def opener() -> urllib.request.OpenerDirector:
    """Opens http and https and follows redirects there: no files, no FTP."""
    director = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        PublicRedirects,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
    ):
        director.add_handler(handler())
    return director


def note_answers(campaign: Campaign, dead: dict[str, str], asked: dict[str, list[str]]) -> None:
    """Date the facts all of whose links answered today. The caller commits."""
    silent = {key for url in dead for key in asked[url]}
    answered = {key for keys in asked.values() for key in keys} - silent
    for key, version in current_versions(campaign).items():
        if key in answered:
            version.fact.link_answered_on = today()
    db.session.flush()
