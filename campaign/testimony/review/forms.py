"""Forms of review: the same fields for organizers, who are logged in, and for writers."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length, Optional

from ...accounts.models import User
from ...forms import Form, StaffForm
from ...hearings.speaking.forms import whole_number
from . import acts, comments

NOTE = Length(max=acts.LONGEST, message=_("Use at most 2,000 letters."))
QUOTE = Length(max=comments.LONGEST_PASSAGE, message=_("Quote at most 600 letters."))


class StepFields:
    """One step of the review; changes are asked for in words."""

    act = HiddenField()
    why = TextAreaField(_("What should change"), [NOTE])
    seen = HiddenField(validators=[Length(max=2_000)])

    def validate_why(self, field: Field) -> None:
        if self.act.data == acts.ASK and not field.data:
            raise ValidationError(_("Say what should change: the writer reads it."))


class StepForm(StepFields, StaffForm):
    pass


class MyStepForm(StepFields, Form):
    pass


class CommentFields:
    """A comment; without a passage it is about the whole text."""

    act = HiddenField()
    passage = StringField(_("Passage"), [Optional(), QUOTE])
    near = HiddenField(filters=[whole_number])
    text = TextAreaField(_("Comment"), [DataRequired(_("Write your comment.")), NOTE])


class CommentForm(CommentFields, StaffForm):
    pass


class MyCommentForm(CommentFields, Form):
    pass


class AnswerFields:
    """An answer to a comment."""

    act = HiddenField()
    comment = HiddenField(filters=[whole_number])
    text = TextAreaField(_("Answer"), [DataRequired(_("Write your answer.")), NOTE])


class AnswerForm(AnswerFields, StaffForm):
    pass


class MyAnswerForm(AnswerFields, Form):
    pass


class ButtonFields:
    """A button beside a comment, or beside a revision."""

    act = HiddenField()
    comment = HiddenField(filters=[whole_number])
    number = HiddenField(filters=[whole_number])
    seen = HiddenField(filters=[whole_number])


class ButtonForm(ButtonFields, StaffForm):
    pass


class MyButtonForm(ButtonFields, Form):
    pass


class ReviewerForm(StaffForm):
    """Who reviews a draft."""

    act = HiddenField()
    reviewer = SelectField(_("Reviewer"), coerce=whole_number, choices=[], default=0)

    def offer(self, people: Iterable[User], current: int | None = None) -> None:
        names = [SelectChoice(one.id, one.name or one.email) for one in people]
        self.reviewer.choices = [SelectChoice(0, _("Nobody yet")), *names]
        if not self.is_submitted():
            self.reviewer.data = current or 0


class BulkForm(StaffForm):
    """One act with every draft that is ticked."""

    act = SelectField(
        _("What to do with those ticked"),
        choices=[
            SelectChoice("assign", _("Ask somebody to review them")),
            SelectChoice("nudge", _("Remind their writers by mail")),
        ],
    )
    reviewer = SelectField(_("Reviewer"), coerce=whole_number, choices=[], default=0)
    numbers = SelectMultipleField(_("Drafts"), coerce=whole_number, validate_choice=False)

    def offer(self, people: Iterable[User]) -> None:
        names = [SelectChoice(one.id, one.name or one.email) for one in people]
        self.reviewer.choices = [SelectChoice(0, _("Nobody yet")), *names]

    def validate_numbers(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick at least one draft."))
