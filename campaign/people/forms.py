"""Forms of an organization's pages about its people."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (  # type: ignore[attr-defined]
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from ..forms import StaffForm, email_address, plain_name
from .listing import tag_key
from .models import DEEDS

LARGEST = 2**31 - 1
DAMAGED = _("The form was damaged on its way. Open the page again.")


def choices(pairs: list[tuple[str, str]]) -> list[Any]:
    """What a field offers: values with their words."""
    return [SelectChoice(value, words) for value, words in pairs]


def shown_version() -> IntegerField:
    """The version of a record that somebody was shown."""
    return IntegerField(
        validators=[InputRequired(DAMAGED), NumberRange(1, LARGEST, DAMAGED)], widget=HiddenInput()
    )


def name_with_letters(form: Any, field: Field) -> None:
    if field.data:
        plain_name(form, field)


class PersonForm(StaffForm):
    """What a record says; an address that another record has is refused by the view."""

    name = StringField(
        _("Name"), [Length(max=120, message=_("Use at most 120 letters.")), name_with_letters]
    )
    email = StringField(
        _("Email address"),
        [
            DataRequired(_("Enter an email address.")),
            Length(max=254, message=_("This address is too long.")),
            email_address,
        ],
    )
    division = SelectField(_("Ward"), choices=[])
    language = SelectField(_("Language"), choices=[])
    version = shown_version()


def tag_name(form: Any, field: Field) -> None:
    if not any(char.isalnum() for char in tag_key(field.data)):
        raise ValidationError(_("Write the tag with letters or digits."))
    if "<" in field.data or ">" in field.data:
        raise ValidationError(_("Leave angle brackets out of the tag."))


class _TagForm(StaffForm):
    """A tag, as people write it."""

    tag = StringField(
        _("Tag"),
        [
            DataRequired(_("Enter a tag.")),
            Length(max=40, message=_("Use at most 40 letters for a tag.")),
            tag_name,
        ],
    )


class TagForm(_TagForm):
    """A tag to give to one person, or to take away."""

    deed = HiddenField(validators=[AnyOf(DEEDS, DAMAGED)], default="add")


class BulkForm(_TagForm):
    """A tag for everybody who is listed."""

    deed = RadioField(
        _("What to do"),
        [InputRequired(_("Choose what to do."))],
        choices=[
            SelectChoice("add", _("Give them the tag")),
            SelectChoice("remove", _("Take the tag away")),
        ],
        default="add",
    )


class MergeForm(StaffForm):
    """Which name and which address the one record keeps."""

    name = RadioField(_("Name to keep"), [InputRequired(_("Choose a name."))], choices=[])
    email = RadioField(_("Address to keep"), [InputRequired(_("Choose an address."))], choices=[])


class UploadForm(StaffForm):
    """A file of people, and where they agreed to what."""

    file = FileField(_("CSV file"))
    source = StringField(
        _("Where and when did these people agree?"),
        [
            DataRequired(_("Say where and when these people agreed.")),
            Length(max=200, message=_("Use at most 200 letters.")),
        ],
    )
    wording = TextAreaField(
        _("The sentence they saw"),
        [
            DataRequired(_("Write the sentence they saw when they agreed.")),
            Length(max=500, message=_("Use at most 500 letters.")),
        ],
    )

    def validate_file(self, field: Field) -> None:
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))
