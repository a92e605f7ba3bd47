"""Forms of the organizers' pages."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from ..factsheet.citing import DECISIONS
from ..forms import StaffForm

LARGEST = 2**31 - 1  # that an id or a version has in the database


def hidden_number() -> IntegerField:
    sentence = _("The form was damaged on its way. Open the page again.")
    checks = [InputRequired(sentence), NumberRange(1, LARGEST, sentence)]
    return IntegerField(validators=checks, widget=HiddenInput())


class DecisionForm(StaffForm):
    """What to do with an outdated sentence: take the new one, or keep it and say why.

    `seen` is the version of the fact that the person was shown.
    """

    citation = hidden_number()
    seen = hidden_number()
    decision = HiddenField(validators=[AnyOf(DECISIONS, _("Choose: update, or keep."))])
    reason = TextAreaField(
        _("Why does the old sentence stay?"),
        [Length(max=500, message=_("Use at most 500 letters for the reason."))],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        if self.decision.data == "keep" and not field.data:
            raise ValidationError(_("Say why the old sentence stays."))
