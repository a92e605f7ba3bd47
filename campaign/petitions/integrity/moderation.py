"""Reading comments before, or after, everyone may: approve or hide, with a reason; undo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...db import Model, Timestamp, db, now
from ..models import APPROVED, HIDDEN, WITH_COMMENT, Petition, Signature

WAITING, ALL = "waiting", "all"
BACK = ""  # as if nobody had decided
DECISIONS = (APPROVED, HIDDEN)
PAGE = 20
STATES = {
    WAITING: _("Not read yet"),
    APPROVED: _("Approved"),
    HIDDEN: _("Hidden"),
    ALL: _("All"),
}
REASONS = {
    "private": _("Tells something private about somebody"),
    "insult": _("Insults or threatens somebody"),
    "advertising": _("Advertises something"),
    "other-topic": _("Is about something else"),
    "untrue": _("Claims what is not true"),
    "other": _("Something else: say what"),
}


class CommentDecision(Model):
    """Somebody approved or hid a comment, or took that back. It goes when the signature goes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    signature_id: Mapped[int] = mapped_column(
        ForeignKey("signature.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[str] = mapped_column(String(8))
    decision: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    signature: Mapped[Signature] = relationship()
    by: Mapped[User] = relationship()


@dataclass(frozen=True)
class Queue:
    """Comments of one state, oldest first."""

    comments: list[Signature]
    after: int | None  # where the next page begins


def queue(petition: Petition, state: str, text: str = "", after: int = 0) -> Queue:
    """One page of the comments that count, by state and by words in name or comment."""
    query = db.select(Signature).where(*fits(petition, state, text), Signature.id > after)
    some = query.options(db.joinedload(Signature.ward)).order_by(Signature.id).limit(PAGE + 1)
    found = list(db.session.scalars(some))
    return Queue(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def fits(petition: Petition, state: str, text: str) -> list[ColumnElement[bool]]:
    """Read from a partial index, whose condition SQLite wants to see word for word."""
    found: list[ColumnElement[bool]] = [
        Signature.petition_id == petition.id,
        db.text(WITH_COMMENT),
        Signature.withdrawn_at.is_(None),
        Signature.invalidated_at.is_(None),
    ]
    if state != ALL:
        found.append(Signature.comment_review == (BACK if state == WAITING else state))
    if text:
        in_name = Signature.name.icontains(text, autoescape=True)
        found.append(in_name | Signature.comment.icontains(text, autoescape=True))
    return found


def count_waiting(petition: Petition, most: int | None = None) -> int:
    """How many comments nobody has read yet; with `most`, more of them cost no more to count."""
    some = select(Signature.id).where(*fits(petition, WAITING, "")).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def decide(
    petition: Petition,
    numbers: Iterable[int],
    decision: str,
    *,
    by: int,
    seen: str | None = None,
    reason: str = "",
    words: str = "",
) -> list[CommentDecision]:
    """Approve or hide the comments of these signatures; the caller commits.

    What is so already, was withdrawn or deleted meanwhile, or is not in the state that was
    `seen`, is left alone: of two who decide at once the first is heard.
    """
    mine = db.select(Signature).where(Signature.petition_id == petition.id)
    some = mine.where(Signature.id.in_([*numbers]), Signature.comment != "")
    locked = some.order_by(Signature.id).with_for_update()
    made = []
    for one in db.session.scalars(locked.execution_options(populate_existing=True)):
        before = one.comment_review
        if before == decision or (seen is not None and before != seen):
            continue
        one.comment_review = decision
        made.append(
            CommentDecision(
                petition_id=petition.id,
                signature_id=one.id,
                before=before,
                decision=decision,
                reason=reason,
                words=words,
                by_id=by,
            )
        )
    db.session.add_all(made)
    db.session.flush()
    return made


def undo(petition: Petition, numbers: Iterable[int], by: int) -> int:
    """Take decisions back, where nobody has decided otherwise since; how many that was."""
    mine = db.select(CommentDecision).where(CommentDecision.petition_id == petition.id)
    chosen = mine.where(CommentDecision.id.in_([*numbers])).order_by(CommentDecision.id)
    done = 0
    for one in db.session.scalars(chosen).all():
        if latest_of(one.signature_id) == one.id:
            again = decide(petition, [one.signature_id], one.before, by=by, seen=one.decision)
            done += len(again)
    return done


def latest_of(signature_id: int) -> int | None:
    mine = select(func.max(CommentDecision.id)).filter_by(signature_id=signature_id)
    found: int | None = db.session.scalar(mine)
    return found


def history(petition: Petition) -> Sequence[CommentDecision]:
    """The latest decisions, newest first."""
    mine = db.select(CommentDecision).filter_by(petition_id=petition.id)
    both = (db.joinedload(CommentDecision.by), db.joinedload(CommentDecision.signature))
    newest = mine.options(*both).order_by(CommentDecision.id.desc()).limit(PAGE)
    return db.session.scalars(newest).all()
