"""Forms of the petition pages."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ..forms import Form, mail_field, plain_name

ELSEWHERE = "elsewhere"


class SignatureForm(Form):
    """What one signature needs, and nothing else."""

    name = StringField(
        _("Full name"),
        [
            DataRequired(_("Enter your full name.")),
            Length(max=120, message=_("Use at most 120 letters for the name.")),
            plain_name,
        ],
    )
    email = mail_field(_("Email address"))
    ward = SelectField(_("Your ward"), validate_choice=False)
    comment = TextAreaField(
        _("Why do you sign?"),
        [Optional(), Length(max=500, message=_("Use at most 500 letters for the comment."))],
    )
    is_public = BooleanField(_("Show my name and ward on the petition’s page"))
    allow = SelectMultipleField(
        _("Who may email you about this campaign?"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    by = HiddenField()

    def validate_ward(self, field: SelectField) -> None:
        if not field.data or field.data not in self.wards:
            raise ValidationError(_("Choose your ward from the list."))

    def validate_allow(self, field: SelectMultipleField) -> None:
        if not set(field.data or ()) <= self.organizations:
            raise ValidationError(_("Tick organizations of this list."))

    def offer(self, wards: list[SelectChoice], organizations: dict[str, str]) -> None:
        """Set what can be picked: wards by number, and organizations by slug."""
        self.ward.choices = wards
        self.wards = {choice.value for choice in wards}
        self.organizations = set(organizations)
        self.allow.choices = [SelectChoice(slug, name) for slug, name in organizations.items()]


def ward_choices(numbers: list[int], place: str) -> list[SelectChoice]:
    """The list to pick from, the question first and elsewhere last."""
    return [
        SelectChoice("", gettext("Choose your ward")),
        *(SelectChoice(str(n), gettext("Ward %(number)s", number=n)) for n in numbers),
        SelectChoice(ELSEWHERE, gettext("Outside %(place)s, or I do not know", place=place)),
    ]
