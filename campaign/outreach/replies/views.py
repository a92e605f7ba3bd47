"""The page on which a letter's writer says whether anybody answered."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...db import db, now
from ...security import allow, public
from ..letters.links import get_letter_behind
from ..letters.models import Letter
from ..letters.states import lock
from ..views import bp
from .forms import ReplyForm
from .models import LetterReply


@bp.route("/my-letter/<token>/reply", methods=["GET", "POST"])
@allow(public)
def reply(token: str) -> ResponseReturnValue:
    """“Did they answer?”; what was said can be changed later on the same page."""
    letter = get_letter_behind(token)
    if letter.state != "sent":
        abort(404, _("This letter has not been sent, or was taken back: nobody can answer it."))
    form, kept = ReplyForm(), db.session.get(LetterReply, letter.id)
    if request.method != "POST":
        show(form, kept)
    if not form.submitted():
        return page(token, letter, form, kept)
    if not said(letter, form):
        db.session.rollback()
        kept = db.session.get(LetterReply, letter.id)
        form.seen.data, form.seen.raw_data = (kept.edition if kept else 0), None
        return page(token, letter, form, kept, is_outdated=True)
    db.session.commit()
    return redirect(url_for(".reply", token=token, done="1"), 303)


def show(form: ReplyForm, kept: LetterReply | None) -> None:
    form.seen.data = kept.edition if kept else 0
    if kept:
        form.answer.data, form.text.data = kept.answer, kept.text


def said(letter: Letter, form: ReplyForm) -> bool:
    """Keep what was said; False if another page has said something since this one was opened.

    What changes is read anew: who decided about it decided about other words.
    """
    if (locked := lock(letter.id)) is None or locked.state != "sent":
        return False
    kept = db.session.get(LetterReply, letter.id, populate_existing=True)
    if (kept.edition if kept else 0) != form.seen.data:
        return False
    new = (str(form.answer.data), form.text.data or "")
    if kept is None:
        db.session.add(LetterReply(letter_id=letter.id, answer=new[0], text=new[1]))
    elif (kept.answer, kept.text) != new:
        kept.answer, kept.text = new
        kept.said_at, kept.edition = now(), kept.edition + 1
        kept.decided_at = kept.decided_by_id = None
    return True


def page(
    token: str,
    letter: Letter,
    form: ReplyForm,
    kept: LetterReply | None,
    is_outdated: bool = False,
) -> ResponseReturnValue:
    html = render_template(
        "outreach/replies/reply.html",
        token=token,
        letter=letter,
        form=form,
        kept=kept,
        is_outdated=is_outdated,
        is_done=bool(kept) and request.args.get("done") == "1" and request.method == "GET",
        lead=next(iter(letter.action.campaign.partners("lead")), None),
    )
    answer = make_response(html, 409 if is_outdated else form.status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
