"""What residents say about the answers that they got."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.models import one_of
from ...db import Model, Timestamp, now
from ...officials.whip.models import Stance
from ..letters.models import Letter

ANSWERS = ("no", "form", "staff", "personal")


class LetterReply(Model):
    """“Did they answer?”, as the writer of a letter said it last.

    `text` is the answer as they pasted it, which organizers may read. Somebody makes a stance of
    it (`stance_id`) or decides that there is none.
    """

    __table_args__ = (one_of("answer", ANSWERS),)

    letter_id: Mapped[int] = mapped_column(
        ForeignKey("letter.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    answer: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[Timestamp] = mapped_column(default=now)
    edition: Mapped[int] = mapped_column(default=1)
    decided_at: Mapped[Timestamp | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    stance_id: Mapped[int | None] = mapped_column(ForeignKey("stance.id"))
    letter: Mapped[Letter] = relationship()
    decided_by: Mapped[User | None] = relationship()
    stance: Mapped[Stance | None] = relationship()
