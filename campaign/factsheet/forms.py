"""The small forms of the desk: buttons, decisions, files."""

from flask_babel import lazy_gettext as _
from wtforms import (
    FileField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from ..forms import StaffForm
from .citing import DECISIONS

LARGEST = 2**31 - 1  # that an id or a version has in the database
DAMAGED = _("The form was damaged on its way. Open the page again.")


class Seen:
    """The version that was shown."""

    seen = IntegerField(
        validators=[InputRequired(DAMAGED), NumberRange(1, LARGEST, DAMAGED)],
        widget=HiddenInput(),
    )


class ButtonForm(Seen, StaffForm):
    """A button that acts on the version that was shown."""


class RestoreForm(ButtonForm):
    number = IntegerField(
        validators=[InputRequired(DAMAGED), NumberRange(1, LARGEST, DAMAGED)],
        widget=HiddenInput(),
    )


class Uses(Seen):
    """What to do with the documents that are ticked."""

    chosen = SelectMultipleField(coerce=int, validate_choice=False)
    decision = HiddenField(validators=[AnyOf(DECISIONS, _("Choose: update, or keep."))])
    reason = TextAreaField(
        _("Why does the old sentence stay?"),
        [Length(max=500, message=_("Use at most 500 letters for the reason."))],
    )

    def validate_chosen(self, field: Field) -> None:
        if not field.data or not all(0 < one <= LARGEST for one in field.data):
            raise ValidationError(_("Tick at least one document."))

    def validate_reason(self, field: Field) -> None:
        if self.decision.data == "keep" and not field.data:
            raise ValidationError(_("Say why the old sentence stays."))


class UsesForm(Uses, StaffForm):
    """The same, by a member."""


class FileForm(StaffForm):
    file = FileField(_("File"), description=_("TOML or CSV in UTF-8, 5 MB at most"))

    def validate_file(self, field: Field) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError(_("Choose a file."))


class CarryOutForm(StaffForm):
    """The file that was looked at, packed, and what the sheet was like then."""

    packed = HiddenField(validators=[DataRequired(DAMAGED)])
    name = HiddenField(validators=[DataRequired(DAMAGED)])
    seen = HiddenField(validators=[DataRequired(DAMAGED)])
