"""A writer's own pages of review, behind the private link: comments, handing in, history."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import mail
from ...db import db
from ...forms import Form
from ...security import allow, public
from .. import beginning, speech
from ..links import get_draft_behind
from ..place import get_version
from ..views import bp
from . import acts, telling, words
from .desk_history import Restoring
from .pages import Review


@bp.route("/drafts/<token>/<int:version>/comments", methods=["GET", "POST"])
@allow(public)
def talk(token: str, version: int) -> ResponseReturnValue:
    """What others say about this text; answer, hand it in for review, or take it back."""
    draft = get_draft_behind(token)
    review = Review(get_version(draft, version), None)
    if request.method != "POST":
        return page(token, review)
    name = request.form.get("act", "")
    anchor = None
    if name in acts.NEXT:
        if step := review.step(name):
            telling.tell(step)
    elif comment := review.do(name):
        anchor = f"comment-{comment.parent_id or comment.id}"
    if review.status != 200:
        return page(token, review)
    db.session.commit()
    mail.wake()
    url = url_for(".talk", token=token, version=version, done=name, _anchor=anchor)
    return redirect(url, 303)


def page(token: str, review: Review) -> ResponseReturnValue:
    if review.status != 200:
        db.session.rollback()
    draft = review.version.draft
    text = render_template(
        "testimony/review/talk.html",
        token=token,
        draft=draft,
        review=review,
        form=review.form or review.form_of("step"),
        marks=acts.marks(draft),
        allowance=speech.allowance(draft.speaker),
        asked=asked_for(review),
        done=words.DONE.get(request.args.get("done", "")) if request.method != "POST" else None,
    )
    return text, review.status


def asked_for(review: Review) -> str:
    """What somebody last asked to be changed, while that is so."""
    draft = review.version.draft
    if draft.state != "changes_asked":
        return ""
    return next((one.why for one in reversed(draft.steps) if one.after == draft.state), "")


@bp.route("/drafts/<token>/<int:version>/history", methods=["GET", "POST"])
@allow(public)
def history(token: str, version: int) -> ResponseReturnValue:
    """Every text that was saved; two of them beside each other; one brought back."""
    draft = get_draft_behind(token)
    found = Restoring(get_version(draft, version), None)
    if request.method == "POST" and found.post():
        db.session.commit()
        return redirect(url_for(".history", token=token, version=version, done="restore"), 303)
    done = request.args.get("done") == "restore" and request.method != "POST"
    page = render_template(
        "testimony/review/my_history.html",
        token=token,
        done=words.DONE["restore"] if done else None,
        **found.values(),
    )
    return page, found.status


@bp.route("/drafts/<token>/delete", methods=["GET", "POST"])
@allow(public)
def delete(token: str) -> ResponseReturnValue:
    """Ask, then delete a testimony with all that was ever written of it."""
    draft, form = get_draft_behind(token), Form()
    if not form.submitted():
        page = render_template("testimony/review/delete.html", token=token, draft=draft, form=form)
        return page, form.status
    beginning.delete(draft)
    db.session.commit()
    return redirect(url_for(".deleted"), 303)


@bp.get("/drafts/deleted")
@allow(public)
def deleted() -> str:
    """What somebody wrote is deleted; the same words for everyone."""
    return render_template("testimony/review/deleted.html")
