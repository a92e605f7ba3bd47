"""Files that wait to be looked at, and how the columns of such files were understood before."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.models import Organization, one_of
from ...db import Model, Timestamp, now
from ..models import Body

STATES = ("checked", "done", "cancelled")


class RecordImport(Model):
    """One file about a body: what it is, what it would do or did, and who brought it.

    `options` are what the file does not say itself: a map's name and days, a roll call's measure.
    """

    __table_args__ = (one_of("state", STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # a key of `importers.IMPORTERS`
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    file_name: Mapped[str] = mapped_column(String(120))
    file: Mapped[str | None] = mapped_column(String(60))  # its name below instance/uploads
    header: Mapped[list[str]] = mapped_column(JSON, default=list)
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(12), default="checked")
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # numbers, once done
    at: Mapped[Timestamp] = mapped_column(default=now)
    done_at: Mapped[Timestamp | None]
    body: Mapped[Body] = relationship()
    organization: Mapped[Organization] = relationship()
    user: Mapped[User | None] = relationship()


class ColumnMemory(Model):
    """Which column of a file with this header meant what, the last time somebody said so."""

    header: Mapped[str] = mapped_column(String(64), primary_key=True)  # a hash of kind and names
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[Timestamp] = mapped_column(default=now)
