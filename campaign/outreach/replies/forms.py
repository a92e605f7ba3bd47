"""The writer's answer, and what organizers make of it."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from ...forms import LARGEST, Form, StaffForm
from ...officials.whip import words as whip_words
from ...petitions.writing.forms import one_line_break
from ...petitions.writing.moment_forms import hidden_number

MOST = 10_000  # letters of an answer
ANSWERS = {
    "no": _("No"),
    "form": _("Yes, with a form reply: thanks for writing, and little else"),
    "staff": _("Yes, a staff member"),
    "personal": _("Yes, the official personally"),
}


class ReplyForm(Form):
    """Did they answer, and what; `seen` is the edition that the page showed."""

    answer = RadioField(
        _("Did they answer?"),
        [InputRequired(_("Say whether they answered."))],
        choices=[SelectChoice(key, words) for key, words in ANSWERS.items()],
    )
    text = TextAreaField(
        _("What they wrote"),
        [Optional(), Length(max=MOST, message=_("Use at most %(max)d characters here."))],
        filters=[one_line_break],
    )
    seen = IntegerField(
        validators=[
            InputRequired(_("The form was damaged on its way. Open the page again.")),
            NumberRange(0, LARGEST, _("The form was damaged on its way. Open the page again.")),
        ],
        widget=HiddenInput(),
    )

    def validate_text(self, field: Field) -> None:
        if field.data and self.answer.data == "no":
            sentence = gettext("You say that nobody answered: empty this, or choose who did.")
            raise ValidationError(sentence)


class DecisionForm(StaffForm):
    """What a reply says of the official's vote; `edition` is what was read."""

    edition = hidden_number(1)
    value = SelectField(
        _("Stance"),
        choices=[
            SelectChoice(key, words) for key, words in whip_words.VALUES.items() if key != "unknown"
        ],
    )
    evidence = SelectField(
        _("How you know"),
        choices=[SelectChoice(key, words) for key, words in whip_words.EVIDENCE.items()],
    )
    on = DateField(_("Day"), [InputRequired(_("Enter a day, like 2026-11-02."))])
    source = StringField(_("Source"), [Length(max=300, message=_("Use at most 300 letters."))])

    def about(self, prefix: int, values: dict[str, Any]) -> "DecisionForm":
        """This form for one of several replies on a page, filled in."""
        form = DecisionForm(formdata=None, data=values)
        for one in form:
            one.id = one.label.field_id = f"{one.short_name}-{prefix}"
        return form

    def validate_on(self, field: Field) -> None:
        if isinstance(field.data, date) and field.data.year < 1900:
            raise ValidationError(gettext("Enter a day, like 2026-11-02."))
