"""Deciding about the facts of one draft, by its writer or an organizer."""

from flask_babel import gettext as _

from ...accounts.models import User
from ...db import db
from ...factsheet import Citation, OutdatedDecisionError
from ...factsheet.forms import Uses
from ...factsheet.uses import Decision, FrozenDocumentError, decide_some
from ..models import KIND, Draft

DONE = 303


def attempt(draft: Draft, form: Uses, by: str, user: User | None) -> int:
    """Carry out what a posted form says, and how that went: 303, 409 or 422.

    The caller commits when it is done; nothing is stored otherwise.
    """
    if not form.submitted():  # type: ignore[attr-defined]
        return 422
    said = form.decision.data or "", form.reason.data or ""
    try:
        decide(draft, form.chosen.data or [], Decision(*said, by, form.seen.data or 0, user))
    except OutdatedDecisionError:
        db.session.rollback()
        form.chosen.errors = [_("The fact has changed again, or somebody has decided already.")]
        return 409
    except ValueError as problem:
        db.session.rollback()
        form.decision.errors = [refusal(problem)]
        return 422
    return DONE


def decide(draft: Draft, chosen: list[int], what: Decision) -> None:
    """Every number is a citation of this draft, or it is cited no more."""
    for number in chosen:
        found = db.session.get(Citation, number)
        if found is None or (found.document_kind, found.document_id) != (KIND, str(draft.id)):
            raise OutdatedDecisionError("cited no more")
        decide_some(found.fact, [number], what)


def refusal(problem: ValueError) -> str:
    if isinstance(problem, FrozenDocumentError):
        return _("The body has this text already: it keeps its sentence. Say why.")
    return _("There is no newer sentence to take: keep it and say why.")
