"""The one table of a draft's way, and the one function that takes a step on it.

*draft → in review → changes asked → approved → filed → delivered*. A private person may file what
they wrote without anybody's approval: the body asks for none.
"""

from ..accounts.models import User
from ..db import db
from .models import Draft, DraftStep

NEXT: dict[str, tuple[str, ...]] = {
    "draft": ("in_review", "filed"),
    "in_review": ("changes_asked", "approved", "draft", "filed"),
    "changes_asked": ("in_review", "draft", "filed"),
    "approved": ("draft", "filed", "delivered"),
    "filed": ("delivered", "draft"),  # back: it was marked by mistake
    "delivered": (),
}


class NoSuchStepError(ValueError):
    """From where this draft is, that step does not exist."""


def lock(draft: Draft) -> Draft:
    """Let everybody who changes this draft wait until this transaction ends; read it anew."""
    db.session.execute(db.select(Draft.id).filter_by(id=draft.id).with_for_update())
    db.session.expire_all()
    return draft


def step(draft: Draft, after: str, by: User | None, why: str = "") -> DraftStep:
    """Bring a draft to another state and note who says so; the caller has locked and commits.

    Raises NoSuchStepError for a step that is not in the table.
    """
    if after not in NEXT[draft.state]:
        raise NoSuchStepError(f"{draft.state}: {after}")
    made = DraftStep(draft=draft, before=draft.state, after=after, by=by, why=why)
    draft.state = after
    db.session.add(made)
    db.session.flush()
    return made
