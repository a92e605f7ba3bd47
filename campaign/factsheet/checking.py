"""What an organizer should look at in a fact sheet, and whether the links in it still answer."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from ..coalition.models import Campaign
from ..db import db
from .citing import all_stale
from .documents import find_documents
from .importing import documents
from .models import FactVersion, today
from .sheet import current_versions

TIMEOUT = 10  # seconds that a server may take
AGENT = "campaign facts check"
NO_HEAD = (403, 404, 405, 500, 501)  # answers to HEAD after which some servers still answer GET


@dataclass(frozen=True)
class Finding:
    """One thing to look at: overdue, disputed without a source, uncited, unsourced, stale, link."""

    fact: str
    what: str
    sentence: str

    @property
    def values(self) -> dict[str, str]:
        return asdict(self)


def check(campaign: Campaign) -> list[Finding]:
    """Everything that can be seen without asking another server, fact by fact."""
    used = documents(campaign)
    found: list[Finding] = []
    for key, version in current_versions(campaign).items():
        if version.fact.is_public and not version.is_corrected:
            found += [Finding(key, *one) for one in look_at(version, version.fact_id in used)]
    return found + list(outdated(campaign))


def outdated(campaign: Campaign) -> Iterator[Finding]:
    """The documents that wait for a decision."""
    flagged = all_stale(campaign)
    named = find_documents(one.document for one in flagged)
    for one in flagged:
        versions = f"version {one.pinned.number} of {one.current.number}"
        sentence = f"{named[one.document].name} says {versions}: {one.why}."
        yield Finding(one.fact.key, "stale", sentence)


def look_at(version: FactVersion, is_cited: bool) -> Iterator[tuple[str, str]]:
    if version.fact.is_overdue:
        yield "overdue", f"Its source was to be re-read by {version.fact.review_by}."
    if not version.sources:
        yield "unsourced", "It has no source."
    if version.status == "disputed" and not version.disputes:
        yield "disputed", "It is disputed, but not said by whom."
    for dispute in version.content["disputes"]:
        if not dispute["sources"]:
            yield "disputed", f"What {dispute['by']} says has no source."
    if not is_cited:
        yield "uncited", "No document cites it."


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


def opener() -> urllib.request.OpenerDirector:
    """Opens http and https and follows redirects there: no files, no FTP."""
    director = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPRedirectHandler,
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
