"""The organizers' page of one testimony: its text with comments, where it stands, what next."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import mail
from ...accounts.checks import me
from ...db import db
from ...hearings.editing import members
from ...security import allow
from .. import place as places
from .. import speech
from ..desk import bp
from ..models import Draft, DraftStep
from ..place import LEAD, Place, get_my_draft, get_place, get_version
from . import acts, bulk, queue, telling, words
from .forms import ReviewerForm
from .pages import Review


@bp.route("/<int:number>", methods=["GET", "POST"])
@bp.route("/<int:number>/<int:version>", methods=["GET", "POST"])
@allow(LEAD)
def draft(
    organization: str, campaign: str, number: int, version: int | None = None
) -> ResponseReturnValue:
    """One version with its comments; buttons comment, and take the draft a step further."""
    place = get_place(organization, campaign)
    found = get_my_draft(place, number)
    review = Review(get_version(found, version), me())
    if request.method != "POST":
        return page(place, review)
    name = request.form.get("act", "")
    if name == "assign":
        return assign(place, review)
    anchor = stepped(place, review, name) if name in acts.NEXT else commented(place, review, name)
    if anchor is None:
        return page(place, review)
    db.session.commit()
    mail.wake()
    flash(words.DONE[name], "success")
    where = {"version": version} if version else {}
    return redirect(place.url("draft", found, **where, _anchor=anchor or None), 303)


def stepped(place: Place, review: Review, name: str) -> str | None:
    step = review.step(name)
    if step is None:
        return None
    telling.tell(step)
    places.note(words.AUDITED[name], place, step.draft)
    return ""


def commented(place: Place, review: Review, name: str) -> str | None:
    comment = review.do(name)
    if comment is None:
        return None
    anchor = f"comment-{comment.parent_id or comment.id}"
    places.note("testimony.commented", place, review.version.draft, what=name)
    return anchor


def assign(place: Place, review: Review) -> ResponseReturnValue:
    """Ask somebody to review this one."""
    found, form = review.version.draft, ReviewerForm()
    form.offer(members(place.organization, found.reviewer))
    if not form.submitted():
        review.refuse(form, 422)
        return page(place, review)
    bulk.assign(place, [found], form.reviewer.data or None, me())
    db.session.commit()
    mail.wake()
    flash(_("The reviewer is noted."), "success")
    return redirect(place.url("draft", found), 303)


def page(place: Place, review: Review) -> ResponseReturnValue:
    if review.status != 200:
        db.session.rollback()
    found = review.version.draft
    reviewer_form = review.form if isinstance(review.form, ReviewerForm) else ReviewerForm()
    reviewer_form.offer(members(place.organization, found.reviewer), found.reviewer_id)
    text = render_template(
        "testimony/review/draft.html",
        place=place,
        draft=found,
        review=review,
        form=review.form or review.form_of("step"),
        reviewer_form=reviewer_form,
        marks=acts.marks(found),
        allowance=speech.allowance(found.speaker),
        steps=steps_of(found),
        waiting=queue.count(place),
    )
    return text, review.status


def steps_of(draft: Draft) -> list[DraftStep]:
    query = db.select(DraftStep).filter_by(draft_id=draft.id).order_by(DraftStep.id.desc())
    return list(db.session.scalars(query.options(joinedload(DraftStep.by)).limit(100)))
