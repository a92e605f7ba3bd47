"""Forms of the organizers' pages about officials."""

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length, Optional

from ..coalition.campaign_forms import web_address
from ..forms import StaffForm, email_address, plain_name
from .dates import earliest, latest, rough_day
from .models import CONTACT_KINDS, Term
from .seen import mark
from .words import CONTACT_NAMES

PHONE = re.compile(r"[\d\s()+./-]{5,}((ext|x)\.?\s*\d+)?", re.IGNORECASE)
NAMES = 20  # other spellings of one official


def at_most(letters: int) -> Length:
    return Length(max=letters, message=_("Use at most %(max)d letters here."))


class SeenForm(StaffForm):
    """A change of rows as they were shown: `seen` is their mark, that of `seen.mark`."""

    seen = HiddenField()

    def is_outdated(self, *rows: Any) -> bool:
        """Whether somebody has changed the rows since this form was opened."""
        return bool(self.seen.data != mark(*rows))

    def show(self, *rows: Any) -> None:
        """Let the form stand for the rows as they are now."""
        self.seen.data, self.seen.raw_data = mark(*rows), None

    def renew(self, row: Any, **stored: Any) -> list[tuple[Any, Any, Any]]:
        """Go on from the row as it is now: each field that it has otherwise, with both texts."""
        self.show(row)
        return [
            (self[name].label.text, value or "", self[name].data or "")
            for name, value in stored.items()
            if (value or "") != (self[name].data or "")
        ]


def right_value(form: Any, field: Field) -> None:
    """Refuse what is no such detail: it goes onto public pages, and letters go there."""
    if form.kind_of_value == "email":
        email_address(form, field)
    elif form.kind_of_value == "website":
        web_address(form, field)
    elif form.kind_of_value in ("phone", "fax") and not PHONE.fullmatch(field.data):
        raise ValidationError(_("Enter a number, like 312-555-0100 or 312-555-0100 ext. 2."))


class ContactForm(SeenForm):
    """What is right, and whether whoever says so has checked it."""

    value = TextAreaField(
        _("What is right"), [DataRequired(_("Write what is right.")), at_most(500), right_value]
    )
    is_checked = BooleanField(_("I checked it: it reaches the office"))
    kind_of_value = ""


class NewContactForm(ContactForm):
    kind = SelectField(
        _("Kind"), choices=[SelectChoice(one, CONTACT_NAMES[one]) for one in CONTACT_KINDS]
    )
    label = StringField(_("Which one, if there are several"), [Optional(), at_most(60)], default="")

    @property
    def kind_of_value(self) -> str:  # type: ignore[override]
        return str(self.kind.data)


class BounceForm(SeenForm):
    reason = StringField(_("What happened"), [DataRequired(_("Say what happened.")), at_most(300)])


def one_line_breaks(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class NamesForm(SeenForm):
    """What an official is called, and how files spell it."""

    name = StringField(_("Name"), [DataRequired(_("Enter a name.")), at_most(120), plain_name])
    sort_name = StringField(
        _("As lists sort it"),
        [DataRequired(_("Write the name as lists sort it.")), at_most(120), plain_name],
    )
    other_names = TextAreaField(_("Other spellings, one a line"), filters=[one_line_breaks])

    @property
    def spellings(self) -> list[str]:
        lines = (self.other_names.data or "").split("\n")
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def validate_other_names(self, field: Field) -> None:
        if len(self.spellings) > NAMES or any(len(one) > 120 for one in self.spellings):
            raise ValidationError(_("Write at most 20 names of at most 120 letters."))


def day_or_less(form: Any, field: Field) -> None:
    """Refuse what is no day, and no month or year where no more is known."""
    try:
        field.data = rough_day(field.data)
    except ValueError:
        raise ValidationError(
            _("Enter a day like 2027-03-01, a month like 2027-03 or a year.")
        ) from None


def rough_field(label: Any, needed: Any = None) -> StringField:
    """A day as well as it is known; `needed` is said where it has to be there."""
    first = DataRequired(needed) if needed else Optional()
    return StringField(label, [first, at_most(10), day_or_less])


NOTE = _("How it began or ended")


class TermForm(SeenForm):
    """From when to when, as well as the sources say it."""

    starts = rough_field(_("First day"), _("Enter the first day."))
    ends = rough_field(_("Last day"))
    role = StringField(_("Role"), [at_most(60)], default="member")
    note = StringField(NOTE, [Optional(), at_most(300)])

    @property
    def said(self) -> dict[str, Any]:
        """The values of the row."""
        role = self.role.data or "member"
        return {
            "starts": self.starts.data,
            "ends": self.ends.data or None,
            "role": role,
            "note": self.note.data or "",
        }

    def validate_ends(self, field: Field) -> None:
        if field.data and not self.starts.errors:
            refuse_backwards(self.starts.data or "", field)


class NewTermForm(TermForm):
    where = SelectField(_("Seat or committee"), [DataRequired(_("Choose a seat or a committee."))])


class LeaveForm(SeenForm):
    ends = rough_field(_("Last day in office"), _("Enter the last day."))
    note = StringField(NOTE, [Optional(), at_most(300)])
    starts = ""  # of the term

    def validate_ends(self, field: Field) -> None:
        refuse_backwards(self.starts, field)


class SuccessorForm(SeenForm):
    """Who holds a seat from when on, and when the one before left."""

    name = StringField(_("Name of somebody new"), [Optional(), at_most(120), plain_name])
    official = SelectField(
        _("Or somebody who is listed already"), choices=[], validate_choice=False
    )
    starts = rough_field(_("First day"), _("Enter the first day."))
    note = StringField(NOTE, [Optional(), at_most(300)])
    left = rough_field(_("Last day of the one before"))
    before: Term | None = None

    def validate_starts(self, field: Field) -> None:
        if field.errors or self.before is None:
            return
        if latest(field.data) < earliest(self.before.starts):
            raise ValidationError(_("Whoever follows comes after the one before."))

    def validate_left(self, field: Field) -> None:
        if field.data and self.before is not None:
            refuse_backwards(self.before.starts, field)

    def validate_official(self, field: SelectField) -> None:
        listed = {value for value, *_more in field.iter_choices()}
        if (field.data or "") not in listed or bool(field.data) == bool(self.name.data):
            raise ValidationError(_("Enter a name, or choose one who is listed: one of the two."))


def refuse_backwards(starts: str, field: Field) -> None:
    """Refuse a last day before the first; what is no day has been refused already."""
    if not field.errors and latest(field.data) < earliest(starts):
        raise ValidationError(_("The last day comes after the first."))
