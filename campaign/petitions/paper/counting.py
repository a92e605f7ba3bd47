"""How many signatures stand on paper or in files, apart from the confirmed ones.

A line counts while nobody can say that it is counted elsewhere: its sheet is done, and the
owner of its mailbox, where it names one, has not signed and confirmed, withdrawn or been
invalidated. Lines with one mailbox are one. Names without a mailbox cannot be compared.
"""

from sqlalchemy import ColumnElement, String, case, cast, func, or_

from ...db import db
from ...jobs import job
from ...pages import remember
from ..models import Petition, Signature
from .models import PaperSignature

LAG = 3.0  # seconds that the public number may be old


def spoke_online() -> ColumnElement[bool]:
    """Whether the owner of a line's mailbox has decided for themselves."""
    return (
        db.select(Signature.id)
        .where(
            Signature.petition_id == PaperSignature.petition_id,
            Signature.mailbox == PaperSignature.mailbox,
            or_(
                Signature.confirmed_at.is_not(None),
                Signature.withdrawn_at.is_not(None),
                Signature.invalidated_at.is_not(None),
            ),
        )
        .exists()
    )


def count(petition_id: int) -> int:
    """Unverified signatures of a petition, all organizations' together."""
    person = case(
        (PaperSignature.mailbox.is_(None), cast(PaperSignature.id, String)),
        else_=PaperSignature.mailbox,
    )
    query = db.select(func.count(person.distinct())).where(
        PaperSignature.petition_id == petition_id, PaperSignature.counts, ~spoke_online()
    )
    return int(db.session.scalar(query.execution_options(everyones=True)) or 0)


def shown_count(petition: Petition) -> int:
    """The same for public pages, at most three seconds old."""
    return remember(("paper", petition.id), lambda: count(petition.id), seconds=LAG)


def mine(petition_id: int) -> int:
    """Lines that my organization gathered and that count."""
    query = db.select(func.count(PaperSignature.id)).where(
        PaperSignature.petition_id == petition_id, PaperSignature.counts, ~spoke_online()
    )
    return int(db.session.scalar(query) or 0)


@job("paper.settle", every_minutes=10)
def settle() -> None:
    """Let lines whose owners have spoken online no longer count, for good.

    Signatures lose their mailbox's mark once they end; then nobody could compare any more.
    """
    over = PaperSignature.counts & spoke_online()
    change = db.update(PaperSignature).where(over).values(counts=False)
    options = {"everyones": True, "synchronize_session": False}
    db.session.execute(change.execution_options(**options))
    db.session.commit()
