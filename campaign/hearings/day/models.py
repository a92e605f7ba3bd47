"""What was heard: the record that is written at a hearing and after it."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.models import one_of
from ...db import Model, Timestamp, now
from ...officials.models import Official
from ..models import Hearing
from ..speaking.models import Speaker

KINDS = ("question", "promise", "remark")


class Heard(Model):
    """An official's question, promise or remark at a hearing; a promise may have a day.

    `interaction_id` is the note that the organization made of it, for its own people.
    """

    __table_args__ = (one_of("kind", KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    interaction_id: Mapped[int | None] = mapped_column(
        ForeignKey("interaction.id", ondelete="SET NULL")
    )
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    edition: Mapped[int] = mapped_column(default=1)
    hearing: Mapped[Hearing] = relationship()
    official: Mapped[Official | None] = relationship()
    speaker: Mapped[Speaker | None] = relationship()
    by: Mapped[User | None] = relationship()
