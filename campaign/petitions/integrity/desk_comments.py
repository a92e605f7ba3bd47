"""Organizers' page of a petition's comments: what waits, what was decided."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import AnyOf, Length

from ...accounts.checks import me
from ...coalition.permissions import lead_of_campaign
from ...db import db
from ...forms import LARGEST, StaffForm, asked_number
from ...security import allow
from ..models import APPROVED, HIDDEN, Petition
from ..place import Place, forget_pages, get_my_petition, get_place, note
from . import moderation
from .moderation import DECISIONS, REASONS, STATES, WAITING

bp = Blueprint(
    "petitions_comments",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/petitions/<slug>/comments",
)
ACT_WORDS = {
    "comments.approved": lazy_gettext("approved comments under a petition"),
    "comments.hidden": lazy_gettext("hid comments under a petition"),
    "comments.undone": lazy_gettext("took back a decision about comments"),
}
MOST = 100  # comments of one decision


class NumbersForm(StaffForm):
    """Rows that were ticked."""

    numbers = SelectMultipleField(coerce=int, validate_choice=False)

    def validate_numbers(self, field: SelectMultipleField) -> None:
        numbers = field.data or []
        if not numbers or len(numbers) > MOST or not all(0 < one <= LARGEST for one in numbers):
            raise ValidationError(_("Tick the comments that you mean."))


class CommentsForm(NumbersForm):
    """Approve or hide what was ticked; hiding needs a reason."""

    decision = HiddenField(validators=[AnyOf(DECISIONS, _("Choose: approve, or hide."))])
    reason = SelectField(_("Reason, if you hide"), default="")
    words = TextAreaField(
        _("In your own words"), [Length(max=300, message=_("Use at most 300 letters."))]
    )

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        choices = [SelectChoice(code, text) for code, text in REASONS.items()]
        self.reason.choices = [SelectChoice("", _("Choose a reason")), *choices]

    def validate_reason(self, field: SelectField) -> None:
        if self.decision.data == HIDDEN and not field.data:
            raise ValidationError(_("Say why you hide it: choose a reason."))

    def validate_words(self, field: TextAreaField) -> None:
        if self.decision.data == HIDDEN and self.reason.data == "other" and not field.data:
            raise ValidationError(_("Say in your own words why you hide it."))


@bp.get("")
@allow(lead_of_campaign("organizer"))
def comments(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """The comments that nobody has read, oldest first, or those of another state."""
    place = get_place(organization, campaign)
    return show(place, get_my_petition(place.campaign, slug))


@bp.post("")
@allow(lead_of_campaign("organizer"))
def decide(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Approve or hide what was ticked."""
    place = get_place(organization, campaign)
    mine, form = get_my_petition(place.campaign, slug), CommentsForm(posted())
    if not form.submitted():
        return show(place, mine, form)
    hides = form.decision.data == HIDDEN
    reason = {"reason": form.reason.data or "", "words": form.words.data or ""} if hides else {}
    made = moderation.decide(
        mine, form.numbers.data or [], form.decision.data or APPROVED, by=me().id, **reason
    )
    if made:
        act = "comments.hidden" if hides else "comments.approved"
        note(act, place, mine, decisions=[one.id for one in made], reason=reason.get("reason", ""))
    numbers = [one.id for one in made]
    db.session.commit()
    forget_pages()
    tell(hides, numbers)
    return redirect(url(place, mine, **where()), 303)


def posted() -> MultiDict[str, str]:
    """What was sent; a comment's own button approves that one alone, whatever is ticked."""
    given = MultiDict(request.form)
    if given.get("one"):
        given.setlist("numbers", [given["one"]])
        given["decision"] = APPROVED
    return given


def tell(hides: bool, numbers: list[int]) -> None:
    if not numbers:
        flash(gettext("Nothing changed: it was decided already, or withdrawn."))
        return
    n = len(numbers)
    done = (
        ngettext("%(num)s comment is hidden.", "%(num)s comments are hidden.", n)
        if hides
        else ngettext("%(num)s comment is approved.", "%(num)s comments are approved.", n)
    )
    flash(done, "success")


@bp.post("/undo")
@allow(lead_of_campaign("organizer"))
def undo(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Take decisions back."""
    place = get_place(organization, campaign)
    mine, form = get_my_petition(place.campaign, slug), NumbersForm()
    if not form.submitted():
        return show(place, mine)[0], 422
    done = moderation.undo(mine, form.numbers.data or [], me().id)
    if done:
        note("comments.undone", place, mine, decisions=form.numbers.data)
    db.session.commit()
    forget_pages()
    flash(
        gettext("It is as it was before.")
        if done
        else gettext("Somebody has decided otherwise since."),
        "success" if done else "warning",
    )
    return redirect(url(place, mine, **where()), 303)


def where() -> dict[str, Any]:
    """What one was looking at, so that one comes back to it."""
    state, text = request.args.get("state", ""), request.args.get("text", "")[:80]
    found = {"state": state if state in STATES else "", "text": text.replace("\0", "")}
    return {name: value for name, value in found.items() if value}


def url(place: Place, mine: Petition, view: str = "comments", **values: Any) -> str:
    values |= {"organization": place.organization.slug, "campaign": place.campaign.slug}
    return url_for(f"petitions_comments.{view}", slug=mine.slug, **values)


def show(place: Place, mine: Petition, form: CommentsForm | None = None) -> tuple[str, int]:
    looking = {"state": WAITING, "text": ""} | where()
    page = render_template(
        "petitions/comments/comments.html",
        place=place,
        petition=mine,
        looking=looking,
        states=STATES,
        queue=moderation.queue(mine, looking["state"], looking["text"], asked_number("after")),
        waiting=moderation.count_waiting(mine),
        history=moderation.history(mine),
        form=form or CommentsForm(None),
        reasons=REASONS,
        link=lambda view="comments", **values: url(place, mine, view, **values),
    )
    return page, form.status if form else 200
