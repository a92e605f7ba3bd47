"""Forms with which anybody takes part in a hearing."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ...forms import Form, mail_field, plain_name
from ..models import Hearing
from . import ways
from .finding import Choices

MOST_LETTERS = 3_000
INTERPRETERS = {
    "none": _("No interpreter"),
    "consecutive": _("An interpreter who speaks after me"),
    "simultaneous": _("An interpreter who speaks while I do"),
}


def ticks(label: Any) -> SelectMultipleField:
    """A list of boxes, all unticked; `offer` fills it."""
    return SelectMultipleField(
        label,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class PersonForm(Form):
    """Who takes part: what every way needs."""

    name = StringField(
        _("Full name"),
        [
            DataRequired(_("Enter your full name.")),
            Length(max=120, message=_("Use at most 120 letters for the name.")),
            plain_name,
        ],
    )
    ward = SelectField(_("Your ward"), validate_choice=False)
    address = StringField(
        _("Home address"),
        [
            DataRequired(_("Enter your address: the body asks for it.")),
            Length(max=200, message=_("Use at most 200 letters for the address.")),
        ],
    )
    wishes = ticks(_("Which of these do you want to speak about?"))
    says = TextAreaField(
        _("What do you want to say?"),
        [Optional(), Length(max=MOST_LETTERS, message=_("Use at most 3,000 letters here."))],
    )
    known: dict[str, set[str]]

    def validate_ward(self, field: SelectField) -> None:
        if not field.data or field.data not in self.known["ward"]:
            raise ValidationError(_("Choose your ward from the list."))

    def validate_wishes(self, field: SelectMultipleField) -> None:
        if not set(field.data or ()) <= self.known["wishes"]:
            raise ValidationError(_("Tick points of this list."))

    def offer(self, hearing: Hearing, choices: Choices) -> None:
        """Set what can be picked, and leave out what this hearing does not ask."""
        self.known = {"ward": {one.value for one in choices.wards}, "wishes": {*choices.points}}
        self.ward.choices = choices.wards
        self.wishes.choices = [SelectChoice(*pair) for pair in choices.points.items()]
        if not choices.points:
            del self.wishes
        if not hearing.rule.asks_address:
            del self.address


class NewcomerForm(PersonForm):
    """Somebody whom we do not know yet, and whom they allow to write to them."""

    email = mail_field(_("Email address"))
    allow = ticks(_("Who may email you about this campaign?"))
    by = HiddenField()

    def validate_allow(self, field: SelectMultipleField) -> None:
        if not set(field.data or ()) <= self.known["allow"]:
            raise ValidationError(_("Tick organizations of this list."))

    def offer(self, hearing: Hearing, choices: Choices) -> None:
        super().offer(hearing, choices)
        self.known["allow"] = {*choices.organizations}
        self.allow.choices = [SelectChoice(*pair) for pair in choices.organizations.items()]


class SpeakingForm(PersonForm):
    """What speaking takes besides; `modes` are the ways that are still open."""

    mode = RadioField(_("How do you want to speak?"), validate_choice=False)
    phone = StringField(
        _("Telephone number"),
        [
            DataRequired(_("Enter your telephone number: the body calls you back.")),
            Length(max=40, message=_("Use at most 40 letters for the number.")),
        ],
    )
    speaks = StringField(
        _("Which language will you speak?"),
        [Optional(), Length(max=40, message=_("Use at most 40 letters for the language."))],
    )
    interpreter = SelectField(
        _("Do you need an interpreter?"),
        choices=[SelectChoice(*pair) for pair in INTERPRETERS.items()],
    )
    is_extended = BooleanField(_("I need more time because of a disability"))
    access = TextAreaField(
        _("What do you need to take part?"),
        [Optional(), Length(max=500, message=_("Use at most 500 letters here."))],
    )

    def validate_mode(self, field: RadioField) -> None:
        if field.data not in self.known["mode"]:
            raise ValidationError(_("Choose how you want to speak."))

    def validate_phone(self, field: StringField) -> None:
        if sum(char.isdecimal() for char in field.data or "") < 7:
            raise ValidationError(_("Enter the number with its area code."))

    def offer_modes(self, hearing: Hearing, modes: list[str]) -> None:
        self.known["mode"] = {*modes}
        self.mode.choices = [SelectChoice(one, ways.MODES[one]) for one in modes]
        if not hearing.rule.asks_phone:
            del self.phone


class SignUpForm(SpeakingForm, NewcomerForm):
    """Somebody who wants to speak."""


class CommentForm(NewcomerForm):
    """Somebody who wants to write."""


class DetailsForm(SpeakingForm):
    """What a speaker changes through the private link; `edition` is what they have seen."""

    edition = HiddenField()
