"""Texts with facts in them, ready to read: whole statements, numbered notes, sources."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

import nh3
from flask_babel import get_locale
from flask_babel import gettext as _
from markdown_it.token import Token
from markupsafe import Markup
from sqlalchemy import and_, or_, tuple_
from sqlalchemy.orm import contains_eager, selectinload

from ..coalition.models import Campaign
from ..config import settings
from ..db import db
from ..filters import TAGS, day_words
from .content import LANGUAGE, Content
from .markup import MARK, PARSER, marks, parse
from .models import Fact, FactVersion
from .words import status_words

FEW = 500  # keys that one statement names; beyond, the campaign's whole sheet is read


@dataclass
class Footnote:
    """One fact under a text, with all a reader needs to check it."""

    number: int
    key: str
    version: int
    statement: str
    lang: str
    sources: list[Content]
    disputes: list[Content]  # as known today, even if the text cites an older version
    status: str  # today
    reason: str  # why it was corrected, else ""
    is_current: bool  # whether the text says the newest version
    path: str  # of the version's lasting page
    id: str  # of the note on this page
    references: list[str] = field(default_factory=list)  # ids of the marks in the text

    @property
    def url(self) -> str:
        return settings().base_url + self.path

    @property
    def is_corrected(self) -> bool:
        return self.status in ("superseded", "retracted")


@dataclass(frozen=True)
class Rendered:
    """A text with its facts filled in."""

    html: Markup
    text: str  # the Markdown as people wrote it, with statements and [1]
    footnotes: list[Footnote]
    citations: dict[str, int]  # version shown of each fact, by key
    unknown: list[str]  # keys without a public fact

    @property
    def notes(self) -> str:
        """The footnotes as plain text, one a line: for mail and print."""
        return "\n".join(f"[{note.number}] {note_line(note)}" for note in self.footnotes)


def render(
    text: str,
    campaign: Campaign,
    pins: dict[str, int] | None = None,
    locale: str | None = None,
    prefix: str = "note",
    *,
    sheet: "Sheet | None" = None,
) -> Rendered:
    """Fill in the facts of a Markdown text.

    Every `{fact:key}` becomes the whole statement of its pinned version, else of the current
    one, in the reader's language or else in English. Drafts and unknown keys stay visible as
    such. `prefix` begins the ids of the notes: give each text of one page its own.
    Three statements of SQL, up to 500 facts; none with the `sheet_of` many texts.
    """
    tokens = parse(text)
    found = marks(tokens)
    keys = list(dict.fromkeys(mark.content for mark in found))
    versions = versions_of(campaign, set(keys), pins or {}, sheet)
    notes = _number(found, versions, campaign.slug, locale or str(get_locale() or LANGUAGE), prefix)
    pieces = [_piece(mark, notes.get(mark.content)) for mark in found]
    return Rendered(
        html=_html(tokens, found, pieces),
        text=MARK.sub(lambda mark: _plain(mark, notes), text),
        footnotes=list(notes.values()),
        citations={key: note.version for key, note in notes.items()},
        unknown=[key for key in keys if key not in notes],
    )


def current(campaign: Campaign, key: str) -> FactVersion | None:
    """What a fact says now; None for drafts and unknown keys."""
    found = versions_of(campaign, {key}, {}).get(key)
    return found[0] if found else None


Shown = tuple[FactVersion, FactVersion]  # the version to show, and the newest
Sheet = dict[str, dict[int, FactVersion]]  # versions of facts by number, by key


def sheet_of(
    texts: Iterable[str], campaign: Campaign, pinned: Iterable[dict[str, int]] = ()
) -> Sheet:
    """The public facts that any of these texts may name, in all the versions that they pin."""
    keys = {key for text in texts for key in MARK.findall(text)}
    return _load(campaign, keys, {pair for one in pinned for pair in one.items()})


def versions_of(
    campaign: Campaign, keys: set[str], pinned: dict[str, int], sheet: Sheet | None = None
) -> dict[str, Shown]:
    """The public facts of these keys, with their sources and disputes loaded."""
    found = _load(campaign, keys, pinned.items()) if sheet is None else sheet
    return {key: _choose(some, pinned.get(key)) for key, some in found.items() if key in keys}


def _load(campaign: Campaign, keys: set[str], pinned: Iterable[tuple[str, int]]) -> Sheet:
    """The newest versions of these keys and the pinned ones; maybe more than is asked for."""
    if not keys:
        return {}
    wanted = [(key, number) for key, number in pinned if key in keys]
    is_wanted = FactVersion.number == Fact.version_number
    if max(len(keys), len(wanted)) > FEW:
        is_wanted = (
            or_(is_wanted, FactVersion.number < Fact.version_number) if wanted else is_wanted
        )
    else:
        if wanted:
            is_wanted = or_(is_wanted, tuple_(Fact.key, FactVersion.number).in_(wanted))
        is_wanted = and_(Fact.key.in_(keys), is_wanted)
    query = (
        db.select(FactVersion)
        .join(FactVersion.fact)
        .where(Fact.campaign_id == campaign.id, Fact.status != "draft", is_wanted)
        .options(
            contains_eager(FactVersion.fact),
            selectinload(FactVersion.all_sources),
            selectinload(FactVersion.disputes),
        )
    )
    by_number: Sheet = {}
    for version in db.session.scalars(query):
        by_number.setdefault(version.fact.key, {})[version.number] = version
    return by_number


def _choose(found: dict[int, FactVersion], number: int | None) -> Shown:
    newest = found[max(found)]
    chosen = found.get(number or 0, newest)
    return (newest if chosen.status == "draft" else chosen), newest


def _number(
    found: list[Token], versions: dict[str, Shown], slug: str, locale: str, prefix: str
) -> dict[str, Footnote]:
    """A note for each fact, numbered as they are met; each mark gets an id of its own."""
    notes: dict[str, Footnote] = {}
    for mark in found:
        key = mark.content
        if key in versions and key not in notes:
            notes[key] = make_note(len(notes) + 1, versions[key], slug, locale, prefix)
        if key in notes and not mark.meta["in_link"]:
            note = notes[key]
            mark.meta["id"] = f"{note.id}-ref-{len(note.references) + 1}"
            note.references.append(mark.meta["id"])
    return notes


def make_note(number: int, shown: Shown, slug: str, locale: str, prefix: str) -> Footnote:
    version, newest = shown
    statement, lang = version.said(locale)
    return Footnote(
        number=number,
        key=version.fact.key,
        version=version.number,
        statement=statement,
        lang="" if lang == locale else lang,
        sources=[source.values for source in version.sources],
        disputes=[dispute.values for dispute in newest.disputes],
        status=newest.status,
        reason=newest.why if newest.is_corrected else "",
        is_current=version.number == newest.number,
        path=fact_path(slug, version.fact.key, version.number),
        id=f"{prefix}-{number}",
    )


def fact_path(slug: str, key: str, number: int | None = None) -> str:
    """Where a fact is read; with a number, its version for good."""
    return f"/c/{slug}/facts/{key}" + (f"/v{number}" if number else "")


def _piece(mark: Token, note: Footnote | None) -> Markup:
    """A mark as HTML: the sentence and a link to its note."""
    if note is None:
        missing = _("missing fact: %(key)s", key=mark.content)
        return Markup('<mark class="missing-fact">[{}]</mark>').format(missing)
    lang = Markup(' lang="{}"').format(note.lang) if note.lang else ""
    said = Markup('<span class="fact"{}>{}</span>').format(lang, note.statement)
    if note.is_corrected:
        said += Markup(" <strong>({})</strong>").format(status_words(note.status))
    if mark.meta["in_link"]:
        return said + Markup("<sup>{}</sup>").format(note.number)
    return said + Markup(
        '<sup><a href="#{}" id="{}" role="doc-noteref" aria-label="{}">{}</a></sup>'
    ).format(note.id, mark.meta["id"], _("Note %(number)s", number=note.number), note.number)


def _html(tokens: list[Token], found: list[Token], pieces: list[Markup]) -> Markup:
    """Markdown's HTML, cleaned; only then do our own pieces take the places held for them.

    The place is held by a random word, so that no text can name it.
    """
    held = secrets.token_hex(12)
    for index, mark in enumerate(found):
        mark.type, mark.content = "text", f"{held}({index})"
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html, tags=TAGS, url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener"
    )
    whole = re.sub(rf"{held}\((\d+)\)", lambda place: pieces[int(place[1])], clean)
    return Markup(whole)  # noqa: S704 - cleaned above, and what we filled in is escaped


def _plain(mark: re.Match[str], notes: dict[str, Footnote]) -> str:
    note = notes.get(mark.group(1))
    if note is None:
        return mark.group(0)
    status = f" ({status_words(note.status)})" if note.is_corrected else ""
    return f"{note.statement}{status} [{note.number}]"


def note_line(note: Footnote) -> str:
    """A footnote as one line of text: sources, standing, address."""
    parts = ["; ".join(source_line(source) for source in note.sources)]
    if note.is_corrected:
        parts.append(f"{status_words(note.status).capitalize()}: {note.reason}".rstrip(": "))
    parts += [_("Disputed by %(name)s.", name=dispute["by"]) for dispute in note.disputes]
    return " ".join(part for part in [*parts, note.url] if part)


def source_line(source: Content) -> str:
    """A source in a line: title, publisher, date, place in it."""
    day = day_words(source["date"]) if source["date"] else None
    named = (source["title"], source["publisher"], day, source["locator"])
    return ", ".join(part for part in named if part)
