"""The public sheet as a whole: grouped, narrowed, as plain text, as values for programs."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager, selectinload

from ..coalition.models import Campaign
from ..config import settings
from ..db import db
from ..filters import day_words
from ..i18n import spoken
from .content import CARE_FIELDS, TEXT_FIELDS, Content
from .models import Fact, FactVersion
from .rendering import fact_path, source_line
from .words import kind_words, status_words

Row = tuple[str, Content, dict[str, date | None]]


@dataclass(frozen=True)
class Sheet:
    """The current versions of public facts, oldest fact first."""

    versions: list[FactVersion]

    def __len__(self) -> int:
        return len(self.versions)

    @property
    def topics(self) -> list[str]:
        return list(dict.fromkeys(one.topic for one in self.versions if one.topic))

    @property
    def kinds(self) -> set[str]:
        return {one.kind for one in self.versions if one.kind}

    @property
    def groups(self) -> list[tuple[str, list[FactVersion]]]:
        """What stands, by topic, in the order of the topics' first facts."""
        grouped: dict[str, list[FactVersion]] = {}
        for one in self.versions:
            if not one.is_corrected:
                grouped.setdefault(one.topic or _("Other facts"), []).append(one)
        return list(grouped.items())

    @property
    def corrected(self) -> list[FactVersion]:
        """What we took back or replaced: shown with the reason, not hidden."""
        return [one for one in self.versions if one.is_corrected]

    def narrowed(self, topic: str, kind: str, q: str, locale: str) -> "Sheet":
        """The facts of a topic and a kind of source that have all these words somewhere."""
        terms = plain(q).split()
        return Sheet(
            [
                one
                for one in self.versions
                if topic in ("", one.topic)
                and kind in ("", one.kind)
                and all(term in searched(one, locale) for term in terms)
            ]
        )


def searched(version: FactVersion, locale: str) -> str:
    """Everything of a fact that a reader may look for, in plain letters."""
    parts = [
        version.fact.key,
        version.statement,
        version.said(locale)[0],
        version.topic,
        version.figure,
        version.note,
        *(source.title for source in version.all_sources),
        *(source.publisher for source in version.all_sources),
        *(f"{dispute.by} {dispute.says}" for dispute in version.disputes),
    ]
    return plain(" ".join(filter(None, parts)))


def plain(text: str) -> str:
    """Lower case and without accents, so that “policia” finds “policía”."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


def values(version: FactVersion, slug: str) -> dict[str, Any]:
    """One fact of `facts.json`: null where something is unknown."""
    content, care = version.content, version.fact.care
    return {
        "key": version.fact.key,
        "version": version.number,
        **{name: content[name] for name in (*TEXT_FIELDS, "translations")},
        "sources": content["sources"],
        "disputes": content["disputes"],
        **{name: day and day.isoformat() for name, day in care.items()},
        "url": settings().base_url + fact_path(slug, version.fact.key, version.number),
    }


def as_text(campaign: Campaign, versions: list[FactVersion], locale: str) -> str:
    """The sheet as plain text: to print, to mail, to read where nothing else works."""
    sheet = Sheet(versions)
    lines = [spoken(campaign.name, locale), _("Fact sheet"), ""]
    for topic, members in sheet.groups:
        lines += [topic, "=" * len(topic), ""]
        for one in members:
            lines += fact_lines(one, campaign.slug, locale)
    if sheet.corrected:
        title = _("Corrected")
        lines += [title, "=" * len(title), ""]
        for one in sheet.corrected:
            lines += fact_lines(one, campaign.slug, locale)
    return "\n".join(lines)


def fact_lines(version: FactVersion, slug: str, locale: str) -> Iterator[str]:
    status = "" if version.status == "current" else f"[{status_words(version.status).upper()}] "
    yield status + version.said(locale)[0]
    if version.figure:
        yield labelled(_("Figure"), figure_line(version))
    if version.kind:
        yield labelled(_("Kind of source"), kind_words(version.kind))
    for source in version.content["sources"]:
        yield from source_lines(_("Source"), source)
    for dispute in version.content["disputes"]:
        said = f"{dispute['by']}: {dispute['says'] or ''}".rstrip(": ")
        yield labelled(_("Disputed by"), said)
        for source in dispute["sources"]:
            yield from source_lines(_("Their source"), source)
    if version.is_corrected and version.why:
        yield labelled(_("Why it was corrected"), version.why)
    yield f"  {settings().base_url}{fact_path(slug, version.fact.key, version.number)}"
    yield ""


def source_lines(label: str, source: Content) -> Iterator[str]:
    yield labelled(label, source_line(source))
    if source["quote"]:
        yield f"    “{source['quote']}”"
    if source["url"]:
        yield f"    {source['url']}"


def labelled(label: str, words: str) -> str:
    return f"  {label}: {words}"


def figure_line(version: FactVersion) -> str:
    """The figure with what it counts, out of what, and when."""
    of = _("out of %(whole)s", whole=version.denominator) if version.denominator else ""
    unit = version.unit or ""
    joined = f"{version.figure}{unit}" if unit == "%" else f"{version.figure} {unit}".strip()
    when = version.period or (day_words(version.as_of) if version.as_of else "")
    return ", ".join(part for part in (joined, of, when) if part)


def current_versions(campaign: Campaign, key: str | None = None) -> dict[str, FactVersion]:
    """The current version of every fact of a campaign, drafts too, by key, oldest fact first.

    With `key` of this fact alone.
    """
    query = (
        db.select(FactVersion)
        .join(FactVersion.fact)
        .where(Fact.campaign_id == campaign.id, FactVersion.number == Fact.version_number)
        .options(
            contains_eager(FactVersion.fact),
            selectinload(FactVersion.all_sources),
            selectinload(FactVersion.disputes),
        )
        .order_by(Fact.id)
    )
    if key is not None:
        query = query.where(Fact.key == key)
    return {version.fact.key: version for version in db.session.scalars(query)}


def exported(campaign: Campaign) -> list[Row]:
    """The whole sheet as the writers of `files` take it."""
    return [
        (key, version.content, {name: version.fact.care[name] for name in CARE_FIELDS})
        for key, version in current_versions(campaign).items()
    ]
