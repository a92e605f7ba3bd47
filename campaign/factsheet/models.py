"""Facts, their versions, their sources, and who disputes them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from ..append_only import close_table
from ..coalition.models import Campaign, one_of
from ..db import Model, Timestamp, Words, db, now, zone
from ..filters import zone_info
from ..signals import fact_changed
from .content import (
    CARE_FIELDS,
    CORRECTED,
    KINDS,
    LANGUAGE,
    SOURCE_FIELDS,
    STATUSES,
    TEXT_FIELDS,
    Content,
    full,
)


class Fact(Model):
    """Something a campaign says is so, known by its key through all its versions.

    The three dates say how well it is looked after; changing one makes no version, because
    it changes nothing that a document says.
    """

    __table_args__ = (UniqueConstraint("campaign_id", "key"), one_of("status", STATUSES))

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    key: Mapped[str] = mapped_column(String(80))
    version_number: Mapped[int] = mapped_column(default=0)  # of the current version
    status: Mapped[str] = mapped_column(String(12), default="draft")  # as the current version's
    link_answered_on: Mapped[date | None]
    last_read_on: Mapped[date | None]
    review_by: Mapped[date | None]
    campaign: Mapped[Campaign] = relationship()
    versions: Mapped[list["FactVersion"]] = relationship(
        back_populates="fact", order_by="FactVersion.number"
    )

    @property
    def is_public(self) -> bool:
        return self.status != "draft"

    @property
    def is_overdue(self) -> bool:
        """Whether its source should have been re-read: that a link answers is not enough."""
        if self.review_by is None or self.review_by >= today():
            return False
        return self.last_read_on is None or self.last_read_on < self.review_by

    @property
    def current(self) -> "FactVersion":
        return db.session.scalars(
            db.select(FactVersion).filter_by(fact_id=self.id, number=self.version_number)
        ).one()

    def public_versions(self) -> "list[FactVersion]":
        """Its versions that were ever public, oldest first, with sources and disputes loaded."""
        query = (
            db.select(FactVersion)
            .where(FactVersion.fact_id == self.id, FactVersion.status != "draft")
            .options(selectinload(FactVersion.all_sources), selectinload(FactVersion.disputes))
            .order_by(FactVersion.number)
        )
        return list(db.session.scalars(query))

    @property
    def care(self) -> dict[str, date | None]:
        """The dates of `CARE_FIELDS`."""
        return {field: getattr(self, field) for field in CARE_FIELDS}

    def revise(self, values: Content, by: str, old: "FactVersion | None" = None) -> "FactVersion":
        """Say this from now on: add a version, and tell the rooms above.

        Pass the current version as `old` where it is at hand. Whoever cites the fact keeps
        the version they cited.
        """
        content = full(values)
        version = FactVersion(fact=self, number=self.version_number + 1, changed_by=by)
        version.fill(content)
        db.session.add(version)
        self.version_number, self.status = version.number, version.status
        db.session.flush()
        fact_changed.send(self, version=version, old=old)
        return version


class FactVersion(Model):
    """What a fact said from one change to the next. Never edited, never deleted."""

    __table_args__ = (
        UniqueConstraint("fact_id", "number"),
        one_of("status", STATUSES),
        one_of("kind", KINDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"))
    number: Mapped[int]  # 1, 2, 3 … in each fact
    topic: Mapped[str | None] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(Text)  # why it has this status
    statement: Mapped[str] = mapped_column(Text)
    translations: Mapped[Words] = mapped_column(default=dict)
    figure: Mapped[str | None] = mapped_column(String(120))  # as people write it: “33–14”
    unit: Mapped[str | None] = mapped_column(String(120))
    denominator: Mapped[str | None] = mapped_column(String(120))
    period: Mapped[str | None] = mapped_column(String(120))
    as_of: Mapped[str | None] = mapped_column(String(10))  # 2024, 2024-02 or 2024-02-13
    kind: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
    superseded_by: Mapped[str | None] = mapped_column(String(80))  # key of the fact to use instead
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[Timestamp] = mapped_column(default=now)
    fact: Mapped[Fact] = relationship(back_populates="versions")
    all_sources: Mapped[list["Source"]] = relationship(
        back_populates="version", order_by="Source.id"
    )
    disputes: Mapped[list["Dispute"]] = relationship(
        back_populates="version", order_by="Dispute.id"
    )

    @property
    def sources(self) -> list["Source"]:
        """What the fact itself rests on; a dispute has sources of its own."""
        return [source for source in self.all_sources if source.dispute_id is None]

    @property
    def is_corrected(self) -> bool:
        return self.status in CORRECTED

    @property
    def why(self) -> str:
        """Why it was corrected, as far as somebody wrote it down."""
        return self.reason or self.note or ""

    def said(self, locale: str) -> tuple[str, str]:
        """The statement in this language, else in English; and which of the two it is."""
        code = locale.replace("-", "_")
        for wanted in (code, code.partition("_")[0]):
            if wanted != LANGUAGE and self.translations.get(wanted):
                return self.translations[wanted], wanted
        return self.statement, LANGUAGE

    def fill(self, content: Content) -> None:
        """Take over a content, once, before this version is first written."""
        for field in (*TEXT_FIELDS, "translations"):
            setattr(self, field, content[field])
        for values in content["sources"]:
            self.all_sources.append(Source(**values))
        for values in content["disputes"]:
            dispute = Dispute(version=self, by=values["by"], says=values["says"])
            for one in values["sources"]:
                dispute.sources.append(Source(version=self, **one))

    @property
    def content(self) -> Content:
        return full(
            {field: getattr(self, field) for field in (*TEXT_FIELDS, "translations")}
            | {"sources": [source.values for source in self.sources]}
            | {"disputes": [dispute.values for dispute in self.disputes]}
        )


class Dispute(Model):
    """Who says otherwise, and what: the other side at its strongest."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("fact_version.id"), index=True)
    by: Mapped[str] = mapped_column(String(200))
    says: Mapped[str | None] = mapped_column(Text)
    version: Mapped[FactVersion] = relationship(back_populates="disputes")
    sources: Mapped[list["Source"]] = relationship(order_by="Source.id")

    @property
    def values(self) -> dict[str, Any]:
        sources = [one.values for one in self.version.all_sources if one.dispute_id == self.id]
        return {"by": self.by, "says": self.says, "sources": sources}


class Source(Model):
    """Where one can read it: title, publisher, date, address, place in it, its own words."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("fact_version.id"), index=True)
    dispute_id: Mapped[int | None] = mapped_column(ForeignKey("dispute.id"), index=True)
    title: Mapped[str | None] = mapped_column(String(500))
    publisher: Mapped[str | None] = mapped_column(String(200))
    date: Mapped[str | None] = mapped_column(String(10))  # 2024, 2024-02 or 2024-02-13
    url: Mapped[str | None] = mapped_column(String(2000))
    archived_url: Mapped[str | None] = mapped_column(String(2000))
    locator: Mapped[str | None] = mapped_column(String(500))  # page, section, record
    quote: Mapped[str | None] = mapped_column(Text)  # word for word
    version: Mapped[FactVersion] = relationship(back_populates="all_sources")

    @property
    def values(self) -> dict[str, Any]:
        return {field: getattr(self, field) for field in SOURCE_FIELDS}


def today() -> date:
    """The day it is in the installation's zone."""
    return datetime.now(zone_info(zone())).date()


REFUSAL = "a version of a fact is never edited or deleted"
for _model in (FactVersion, Dispute, Source):
    close_table(_model, REFUSAL)
