"""Testimony: what somebody is going to say at a hearing, or to write to the body."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..coalition.models import Campaign, one_of
from ..db import Model, Timestamp, now
from ..hearings.models import Hearing
from ..hearings.speaking.models import Speaker

KIND = "draft"  # as the fact sheet calls it
STATES = ("draft", "in_review", "changes_asked", "approved", "filed", "delivered")
UNFINISHED = ("draft", "changes_asked")  # the writer has it
FROZEN = ("filed", "delivered")  # the body has it: nobody changes the text any more


class Draft(Model):
    """The testimony of one speaker of a hearing, in all its lengths and languages.

    `pace` is in words a minute (characters in Chinese), None for what is usual in the language.
    `changed_at` is when its text last changed; `nudged_at` when the writer was last reminded.
    """

    __table_args__ = (one_of("state", STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(
        ForeignKey("speaker.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[str] = mapped_column(String(16), default="draft")
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    pace: Mapped[int | None]
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    changed_at: Mapped[Timestamp] = mapped_column(default=now)
    nudged_at: Mapped[Timestamp | None]
    speaker: Mapped[Speaker] = relationship()
    reviewer: Mapped[User | None] = relationship()
    versions: Mapped[list["Version"]] = relationship(
        back_populates="draft",
        order_by="Version.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    steps: Mapped[list["DraftStep"]] = relationship(
        back_populates="draft",
        order_by="DraftStep.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    filings: Mapped[list["Filing"]] = relationship(
        order_by="Filing.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def hearing(self) -> Hearing:
        return self.speaker.hearing

    @property
    def campaign(self) -> Campaign:
        return self.speaker.hearing.campaign

    @property
    def main(self) -> "Version":
        """The version it began with: the others are its shorter cuts and translations."""
        return self.versions[0]

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN

    @property
    def is_approved(self) -> bool:
        """Whether every version stands as somebody approved it."""
        return self.state == "approved" and all(one.is_approved for one in self.versions)


class Version(Model):
    """One text of a draft: for so many seconds at the microphone, or (0) to be read; in a language.

    `number` is that of its newest revision, `approved_number` the revision that was approved.
    """

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("draft_id", "language", "seconds"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    seconds: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[int] = mapped_column(default=0)
    approved_number: Mapped[int | None]
    draft: Mapped[Draft] = relationship(back_populates="versions")

    @property
    def place(self) -> str:
        """How citations call it among the texts of its draft."""
        return f"{self.language}-{self.seconds}"

    @property
    def is_approved(self) -> bool:
        return self.approved_number is not None and self.approved_number == self.number


class Revision(Model):
    """What a version said from one save to the next; never edited. `by` None: the writer.

    `why` is a key of `saving.WHYS`, with a revision's number behind a colon where one came back.
    """

    __tablename__ = "draft_revision"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(40), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    version: Mapped[Version] = relationship()
    by: Mapped[User | None] = relationship()


class Comment(Model):
    """What somebody says about a passage: letters `start` to `end` of revision `number`.

    The passage is found again in later revisions by `merging.moved`. Answers have a `parent`
    and no passage of their own. `by` None: the writer.
    """

    __tablename__ = "draft_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("draft_version.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("draft_comment.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    resolved_at: Mapped[Timestamp | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[Version] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])


class DraftStep(Model):
    """One step of a draft's review: from which state to which, who took it, when and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    draft: Mapped[Draft] = relationship(back_populates="steps")
    by: Mapped[User | None] = relationship()


class Filing(Model):
    """That a text was handed to the body: which, how, by whom, when, and what the body answered.

    `text` is word for word what was filed, footnotes and all. `revoked_at`: it was a mistake.
    """

    __tablename__ = "draft_filing"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id", ondelete="CASCADE"))
    number: Mapped[int]
    how: Mapped[str] = mapped_column(String(16))  # a channel of a hearing's window, or “paper”
    text: Mapped[str] = mapped_column(Text)
    receipt: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    revoked_at: Mapped[Timestamp | None]
    version: Mapped[Version] = relationship()
    by: Mapped[User | None] = relationship()
