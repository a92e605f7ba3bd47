"""Signatures that nobody confirmed by mail: on paper sheets, and from files."""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.models import Organization
from ...coalition.scope import Owned
from ...db import Model, Timestamp, now
from ...officials.models import Ward
from ..models import Petition

PAPERS = ("letter", "a4")
MOST_LINES = 12  # on one sheet


class PaperRun(Owned, Model):
    """Sheets that were printed together, for one organization."""

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    first: Mapped[int]  # number of its first sheet
    count: Mapped[int]
    lines: Mapped[int]  # on each sheet
    paper: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    printed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    printed_at: Mapped[Timestamp] = mapped_column(default=now)
    petition: Mapped[Petition] = relationship()
    organization: Mapped[Organization] = relationship()
    printed_by: Mapped[User | None] = relationship()
    sheets: Mapped[list["PaperSheet"]] = relationship(
        back_populates="run", order_by="PaperSheet.number"
    )

    @property
    def last(self) -> int:
        return self.first + self.count - 1


class PaperSheet(Owned, Model):
    """One sheet: *out* until somebody begins to enter it, then *begun*, in the end *done*.

    Whoever began it keeps it until another takes it over. `total` is the number of signatures
    that the sheet itself says it has; `note` explains why another number was entered. `revision`
    counts the saves.
    """

    __table_args__ = (UniqueConstraint("petition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("paper_run.id"), index=True)
    number: Mapped[int]
    code: Mapped[str | None] = mapped_column(String(6), unique=True)
    total: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    begun_at: Mapped[Timestamp | None]
    done_at: Mapped[Timestamp | None]
    run: Mapped[PaperRun] = relationship(back_populates="sheets")
    keeper: Mapped[User | None] = relationship()
    lines: Mapped[list["PaperSignature"]] = relationship(
        back_populates="sheet", order_by="PaperSignature.position", cascade="all, delete-orphan"
    )

    @property
    def state(self) -> str:
        if self.done_at is not None:
            return "done"
        return "begun" if self.begun_at is not None else "out"

    @property
    def entered(self) -> int:
        """How many of its lines hold a signature."""
        return sum(1 for line in self.lines if not line.is_struck)


class SignatureImport(Owned, Model):
    """Signatures gathered elsewhere that a file brought; `source` says where and how."""

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    source: Mapped[str] = mapped_column(String(200))
    may_ask: Mapped[bool]  # they were told that a mail would ask them to confirm
    made_at: Mapped[Timestamp] = mapped_column(default=now)
    petition: Mapped[Petition] = relationship()


class PaperSignature(Owned, Model):
    """A name on a sheet or in a file. It `counts` as unverified while its sheet is done.

    `mailbox` is the keyed hash of the address, where there is one: once its owner has signed and
    confirmed, withdrawn or been invalidated, this row no longer counts. `likeness` is the keyed
    hash of name and ward: equal ones may be one person. `key` names a row of a file, so that the
    same file read again adds nothing. `wants_mail`: they ticked that the organization may write.
    """

    __table_args__ = (
        UniqueConstraint("sheet_id", "position"),
        UniqueConstraint("petition_id", "organization_id", "key"),
        Index("ix_paper_signature_likeness", "petition_id", "likeness"),
        Index("ix_paper_signature_mailbox", "petition_id", "mailbox"),
        Index("ix_paper_signature_counts", "petition_id", "counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("paper_sheet.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("signature_import.id"), index=True)
    position: Mapped[int]  # line of the sheet or of the file
    key: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(120), default="")
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("ward.id"))
    email: Mapped[str] = mapped_column(String(254), default="")
    mailbox: Mapped[str | None] = mapped_column(String(32))
    likeness: Mapped[str] = mapped_column(String(32), default="")
    wants_mail: Mapped[bool] = mapped_column(default=False)
    is_struck: Mapped[bool] = mapped_column(default=False)  # on the sheet itself
    is_set_aside: Mapped[bool] = mapped_column(default=False)  # the same person as another line
    counts: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[Timestamp | None]
    added_at: Mapped[Timestamp] = mapped_column(default=now)
    sheet: Mapped[PaperSheet | None] = relationship(back_populates="lines")
    source: Mapped[SignatureImport | None] = relationship()
    ward: Mapped[Ward | None] = relationship()
