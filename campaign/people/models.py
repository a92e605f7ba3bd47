"""People of an organization, what they allowed it, and how they are found again."""

from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..coalition.models import Organization
from ..coalition.scope import Owned
from ..db import Model, Timestamp, db, now

EMAIL = "email"
DEEDS = ("add", "remove")


def by_letters(length: int) -> Any:
    """A text that sorts by its letters' numbers on both databases, so that prefixes are ranges."""
    return String(length).with_variant(VARCHAR(length, collation="C"), "postgresql")


def of_person(**options: Any) -> Any:
    """The person a row is about; it goes when they go."""
    return mapped_column(ForeignKey("person.id", ondelete="CASCADE"), **options)


class Person(Owned, Model):
    """What one organization knows of a resident.

    `mailbox` is the keyed hash of the address's canonical form: in one organization one mailbox
    is one person. `sort_name` is the name without capitals and accents; see `searching`.
    """

    __table_args__ = (
        UniqueConstraint("organization_id", "mailbox"),
        Index("ix_person_by_name", "organization_id", "sort_name", "id"),
        Index("ix_person_by_ward", "organization_id", "division", "sort_name", "id"),
        Index("ix_person_by_language", "organization_id", "language", "id"),
        Index("ix_person_mailbox", "mailbox"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    mailbox: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    division: Mapped[str | None] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(8))
    sort_name: Mapped[str] = mapped_column(by_letters(254), default="")
    import_id: Mapped[int | None] = mapped_column(index=True)  # the import that brought them first
    version: Mapped[int] = mapped_column(default=1)  # one more with each edit
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    organization: Mapped[Organization] = relationship()
    consents: Mapped[list["Consent"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", passive_deletes=True
    )
    others: Mapped[list["OtherMailbox"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="OtherMailbox.email"
    )

    @property
    def mailboxes(self) -> list[str]:
        """Every mailbox that reaches this person."""
        return [self.mailbox, *(other.mailbox for other in self.others)]

    def consent(self, purpose: str = EMAIL) -> "Consent | None":
        """What they said to this purpose, standing or withdrawn."""
        return next((one for one in self.consents if one.purpose == purpose), None)


class OtherMailbox(Owned, Model):
    """One more mailbox of a person, since two records became one."""

    __table_args__ = (UniqueConstraint("organization_id", "mailbox"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = of_person(index=True)
    mailbox: Mapped[str] = mapped_column(String(32), index=True)
    email: Mapped[str] = mapped_column(String(254))


class Wording(Model):
    """A sentence that people agreed to, word for word."""

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text, unique=True)


class Consent(Owned, Model):
    """A person's organization may use their address for one purpose."""

    __table_args__ = (
        UniqueConstraint("person_id", "purpose"),
        Index("ix_consent_by_person", "organization_id", "person_id"),
        Index("ix_consent_by_source", "organization_id", "source", "person_id"),
        Index(
            "ix_consent_withdrawn",
            "organization_id",
            "person_id",
            sqlite_where=db.text("withdrawn_at IS NOT NULL"),
            postgresql_where=db.text("withdrawn_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    person_id: Mapped[int] = of_person()
    purpose: Mapped[str] = mapped_column(String(20))
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"))
    source: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[Timestamp] = mapped_column(default=now)
    withdrawn_at: Mapped[Timestamp | None]
    person: Mapped[Person] = relationship(back_populates="consents")
    organization: Mapped[Organization] = relationship()
    wording: Mapped[Wording] = relationship()

    @property
    def is_given(self) -> bool:
        return self.withdrawn_at is None


class Refusal(Owned, Model):
    """The owner of this mailbox took a consent back; nothing but their own tick undoes it."""

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[Timestamp] = mapped_column(default=now)


class PersonWord(Owned, Model):
    """A word by which a person is found: of their name or address, without accents."""

    __table_args__ = (Index("ix_person_word_word", "organization_id", "word", "person_id"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    person_id: Mapped[int] = of_person(primary_key=True)
    word: Mapped[str] = mapped_column(by_letters(60), primary_key=True)


class Tag(Owned, Model):
    """A word that an organization gives to people; `key` is the same without accents."""

    __table_args__ = (UniqueConstraint("organization_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(by_letters(60))


class Tagging(Owned, Model):
    """One act that gave a tag to people or took it from them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"))
    deed: Mapped[str] = mapped_column(String(6))
    count: Mapped[int]
    at: Mapped[Timestamp] = mapped_column(default=now)
    undone_at: Mapped[Timestamp | None]
    tag: Mapped[Tag] = relationship()


class Tagged(Owned, Model):
    """A person has a tag, until an act takes it away."""

    __table_args__ = (Index("ix_tagged_person_id", "person_id"),)

    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = of_person(primary_key=True)
    added_by_id: Mapped[int | None] = mapped_column(index=True)  # Tagging
    removed_by_id: Mapped[int | None] = mapped_column(index=True)  # Tagging


class Import(Owned, Model):
    """People from one file, which waits as `file` in instance/uploads until it is carried out.

    `columns` are fields by the number of their column in `header`, `found` the numbers of the
    last look, `rejects` the lines that cannot be taken and why. `cursor` is the last person who
    can be found by their words: that comes after the one transaction that brings them all.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str | None] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(String(120))
    header: Mapped[list[str]] = mapped_column(JSON, default=list)
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    source: Mapped[str] = mapped_column(String(200), default="")
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("wording.id"))
    user_id: Mapped[int | None]  # None: the command line
    state: Mapped[str] = mapped_column(String(10), default="checking")
    done: Mapped[int] = mapped_column(default=0)  # rows so far, of found["rows"]
    cursor: Mapped[int] = mapped_column(default=0)
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rejects: Mapped[list[Any]] = mapped_column(JSON, default=list, deferred=True)
    claimed_at: Mapped[Timestamp | None]  # by the worker that works on it
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    finished_at: Mapped[Timestamp | None]
    organization: Mapped[Organization] = relationship()
    wording: Mapped[Wording | None] = relationship()
