"""Forms about campaigns: what they say, their key dates, their partners, their charter."""

from datetime import date
from typing import ClassVar
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from ..forms import StaffForm, clean_text, email_address, plain_name
from . import charter
from .campaigns import ACTS
from .forms import name_field, slug_field
from .slugs import SLUG
from .texts import Text, TextsForm

LARGEST = 2**31 - 1  # that an id or an edition has in the database
DAMAGED = _("The form was damaged on its way. Open the page again.")


def edition_field(least: int = 1) -> IntegerField:
    checks = [InputRequired(DAMAGED), NumberRange(least, LARGEST, DAMAGED)]
    return IntegerField(validators=checks, widget=HiddenInput())


def web_address(form: object, field: Field) -> None:
    """Refuse what a browser would not open as a page."""
    parts = urlsplit(field.data)
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
        raise ValidationError(_("Enter a web address, like https://example.org."))
    if parts.username or any(char in field.data for char in " <>\"'\\"):
        raise ValidationError(_("Enter a web address, like https://example.org."))


class SettingsForm(TextsForm):
    """What an organization says about itself."""

    texts: ClassVar[dict[str, Text]] = {"blurb": Text(_("In a sentence or two"), 600, True)}
    edition = edition_field()
    name = name_field()
    homepage = StringField(
        _("Web address"),
        [Optional(), Length(max=300, message=_("Use at most 300 letters.")), web_address],
    )


class CampaignForm(TextsForm):
    """What a campaign says in every language."""

    texts: ClassVar[dict[str, Text]] = {
        "name": Text(_("Name"), 120, missing=_("Enter the name of the campaign.")),
        "ask": Text(_("What you ask for"), 300, missing=_("Say in a sentence what you ask for.")),
        "summary": Text(_("Summary"), 5_000, True, _("Say in a few sentences what it is about.")),
    }
    edition = edition_field()


class NewCampaignForm(CampaignForm):
    edition = None  # type: ignore[assignment]
    slug = slug_field()


def iso_day(form: object, field: Field) -> None:
    """Refuse what is no day, and no month or year where the day is unknown."""
    parts = field.data.split("-")
    try:
        date.fromisoformat("-".join([*parts, "01", "01"][:3]))
        is_right = [len(part) for part in parts] == [4, 2, 2][: len(parts)]
    except ValueError:
        is_right = False
    if not is_right:
        raise ValidationError(_("Enter a day like 2027-03-01, or a month like 2027-03."))


class KeyDateForm(TextsForm):
    """Something that happened, or will, on the way to the ask."""

    texts: ClassVar[dict[str, Text]] = {
        "what": Text(_("What happened, or will"), 600, True, _("Say what happened.")),
        "result": Text(_("How it ended"), 200),
    }
    edition = edition_field(0)
    on = StringField(
        _("Day, or month where the day is unknown"), [DataRequired(_("Enter a day.")), iso_day]
    )
    record = StringField(
        _("Number of the council’s record"),
        [Optional(), Length(max=60, message=_("Use at most 60 letters."))],
    )
    source = StringField(
        _("Where one can read it"),
        [Optional(), Length(max=500, message=_("Use at most 500 letters."))],
    )


class StateForm(StaffForm):
    """Publish, unpublish, end or reopen."""

    act = HiddenField(validators=[AnyOf(ACTS, DAMAGED)])


class OfferForm(StaffForm):
    """Whom to offer a part in a campaign."""

    to = StringField(
        _("Its short name here, or an owner’s email address"),
        [DataRequired(_("Enter a short name or an email address.")), Length(max=254)],
    )
    role = RadioField(
        _("Part"),
        [DataRequired(_("Choose a part."))],
        choices=[
            SelectChoice("partner", _("Partner: brings people of its own, sees shared totals")),
            SelectChoice("endorser", _("Endorser: is named as standing behind the ask")),
        ],
        default="endorser",
    )

    def validate_to(self, field: Field) -> None:
        if "@" in field.data:
            email_address(self, field)
        elif not SLUG.fullmatch(field.data.lower()):
            raise ValidationError(
                _("Enter a short name like south-side, or an email address like ana@example.org.")
            )


class PartForm(StaffForm):
    part = HiddenField(validators=[AnyOf(["partner", "endorser"], DAMAGED)])


class HandOverForm(StaffForm):
    """Which partner shall lead."""

    to = RadioField(_("Who shall lead"), [DataRequired(_("Choose a partner."))])


class AnswerForm(StaffForm):
    answer = HiddenField(validators=[AnyOf(["accept", "decline"], DAMAGED)])


class PartnerForm(StaffForm):
    """For which organization somebody accepts; a new one needs a name."""

    organization = RadioField(_("For which organization?"), validate_choice=False)
    name = StringField(
        _("Name of the organization"),
        [Length(max=120, message=_("Use at most 120 letters for the name."))],
    )

    def validate_name(self, field: Field) -> None:
        if self.organization.data != "new":
            return
        if not field.data:
            raise ValidationError(_("Enter the name of the organization."))
        plain_name(self, field)

    def validate_organization(self, field: RadioField) -> None:
        if field.data not in {value for value, *_more in field.iter_choices()}:
            raise ValidationError(_("Choose an organization, or a new one."))


class CharterForm(StaffForm):
    """What is shared, what for, until when."""

    edition = edition_field(0)  # the newest version that the writer was shown
    fields_shared = SelectMultipleField(
        _("What may be taken out"),
        choices=[SelectChoice(name, words) for name, words in charter.FIELDS.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    purposes = SelectMultipleField(
        _("What for"),
        choices=[SelectChoice(name, words) for name, words in charter.PURPOSES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    ends_on = DateField(_("Last day"), [Optional()])
    note = TextAreaField(
        _("What else you agree on"),
        [Optional(), Length(max=4_000, message=_("Use at most 4,000 letters.")), clean_text],
    )

    def validate_ends_on(self, field: Field) -> None:
        if field.data and field.data < charter.today():
            raise ValidationError(_("This day is over. Choose a later one, or none."))
