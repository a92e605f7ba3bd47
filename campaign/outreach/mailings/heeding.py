"""What the fact sheet's decisions change in mailings: approved words are the words that go out."""

from typing import Any

from sqlalchemy import or_

from ...db import db
from ...signals import citation_deciding, citation_updated
from .models import KIND, Mailing

UNSENT = ("draft", "proposed", "scheduled")


@citation_deciding.connect
def hold(document: tuple[str, str], **_: Any) -> None:
    """Lock a mailing before somebody decides about a fact in it, as its editors do."""
    kind, number = document
    if kind == KIND and number.isdecimal():
        query = db.select(Mailing).filter_by(id=int(number)).with_for_update(of=Mailing)
        db.session.scalar(query.execution_options(everyones=True))


@citation_updated.connect
def reword(citation: Any, **_: Any) -> None:
    """A mailing says a newer sentence now: whoever approved it has not read that one."""
    if citation.document_kind != KIND or not citation.document_id.isdecimal():
        return
    mine = (Mailing.id == int(citation.document_id), Mailing.state.in_(UNSENT))
    changed = {"edition": Mailing.edition + 1}
    write(db.update(Mailing).where(*mine).values(**changed))
    approved = or_(Mailing.state == "proposed", Mailing.approved_by_id.is_not(None))
    again = dict.fromkeys(
        ("scheduled_at", "proposed_by_id", "approved_by_id", "approved_edition"), None
    )
    write(db.update(Mailing).where(*mine, approved).values(state="draft", **again))


def write(statement: Any) -> None:
    """Write whosever mailing it is: the lead decides about the facts of all."""
    options = {"everyones": True, "synchronize_session": False}
    db.session.execute(statement.execution_options(**options))
