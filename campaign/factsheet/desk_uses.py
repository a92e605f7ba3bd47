"""The desk: decide about the documents that cite a fact, several at once, and take that back."""

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ..accounts.checks import me
from ..coalition import audit
from ..coalition.permissions import get_my_campaign, get_my_organization, lead_of_campaign
from ..db import db
from ..forms import StaffForm
from ..security import allow
from .citing import OutdatedDecisionError
from .desk import bp, get_fact, show_fact
from .desk_editing import to_fact
from .documents import Document
from .forms import UsesForm
from .uses import Decision, FrozenDocumentError, decide_some, take_back


@bp.post("/facts/<key>/decide")
@allow(lead_of_campaign("organizer"))
def decide(organization: str, campaign: str, key: str) -> ResponseReturnValue:
    """Bring the ticked documents to the new sentence, or keep the old one there and say why."""
    fact, form = get_fact(campaign, key), UsesForm()
    if not form.submitted():
        return show_fact(campaign, fact, form, form.status)
    said = form.decision.data or "", form.reason.data or ""
    what = Decision(*said, me().name, form.seen.data or 0, me())
    try:
        done = decide_some(fact, form.chosen.data or [], what)
    except OutdatedDecisionError:
        db.session.rollback()
        sentence = _("The fact has changed again, or somebody has decided. Nothing was stored.")
        flash(sentence, "error")
        return show_fact(campaign, get_fact(campaign, key), form, 409)
    except ValueError as problem:
        db.session.rollback()
        form.decision.errors = [refusal(problem)]
        return show_fact(campaign, get_fact(campaign, key), form, 422)
    note("fact.decided", key, what.decision, done)
    flash(done_words(what.decision, len(done)), "success")
    return to_fact(organization, campaign, key)


@bp.post("/facts/<key>/uses/<int:number>/reopen")
@allow(lead_of_campaign("organizer"))
def reopen(organization: str, campaign: str, key: str, number: int) -> ResponseReturnValue:
    """Take a decision to keep back: the document waits for one again."""
    fact = get_fact(campaign, key)
    if not StaffForm().submitted():
        return to_fact(organization, campaign, key)
    try:
        document = take_back(fact, number)
    except OutdatedDecisionError:
        db.session.rollback()
        flash(_("Nobody keeps the old sentence there any more."), "error")
        return show_fact(campaign, get_fact(campaign, key), status=409)
    note("fact.reopened", key, "reopen", [document])
    flash(_("The decision is taken back: decide again below."), "success")
    return to_fact(organization, campaign, key)


def refusal(problem: ValueError) -> str:
    """Why a document does not take the new sentence."""
    if isinstance(problem, FrozenDocumentError):
        return _("The body has one of these texts already: it keeps its sentence. Say why.")
    return _("There is no newer sentence to take: keep it and say why.")


def note(act: str, key: str, decision: str, documents: list[Document]) -> None:
    """Note who decided what about which documents, and commit."""
    where = request.view_args or {}
    audit.note(
        act,
        organization=get_my_organization(where["organization"]),
        campaign=get_my_campaign(where["campaign"]),
        about=f"facts/{key}",
        decision=decision,
        documents=[f"{one.kind}/{one.id}" for one in documents],
    )
    db.session.commit()


def done_words(decision: str, count: int) -> str:
    if decision == "update":
        return ngettext(
            "%(num)s document says the new sentence from now on.",
            "%(num)s documents say the new sentence from now on.",
            count,
        )
    return ngettext(
        "%(num)s document keeps its sentence.", "%(num)s documents keep their sentence.", count
    )
