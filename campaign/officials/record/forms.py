"""Forms of the pages about a council's record."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ...coalition.campaign_forms import web_address
from ...forms import StaffForm
from ..dates import FIRST, LAST
from ..seen import DAMAGED, seen_field
from ..words import VOTE_NAMES
from . import numbers

TEXTS = {"title": "title", "kind": "kind", "standing": "status", "url": "url"}


def at_most(most: int) -> Length:
    return Length(max=most, message=_("Use at most %(max)d characters here."))


def record_number(form: Any, field: Field) -> None:
    if not numbers.is_number(field.data):
        raise ValidationError(_("Write a record number, like O2024-0011032."))


def likely_day(form: Any, field: Field) -> None:
    if field.data and not FIRST <= field.data.year <= LAST:
        raise ValidationError(_("Look at the year."))


def number_field() -> StringField:
    missing = DataRequired(_("Write a record number, like O2024-0011032."))
    return StringField(_("Record number"), [missing, at_most(40), record_number])


def one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


class MeasureForm(StaffForm):
    """What a measure is; what is left empty, a later import may fill in."""

    title = TextAreaField(
        _("Title"),
        [DataRequired(_("Write what it is about.")), at_most(20_000)],
        filters=[one_line],
    )
    kind = StringField(_("Kind"), [Optional(), at_most(40)])
    standing = StringField(_("Status"), [Optional(), at_most(80)])
    introduced_on = DateField(_("Introduced on"), [Optional(), likely_day])
    needs = IntegerField(
        _("Votes that it needs"),
        [Optional(), NumberRange(1, 1000, _("Write a whole number from 1."))],
    )
    url = StringField(_("Web address"), [Optional(), at_most(300), web_address])

    @property
    def columns(self) -> dict[str, Any]:
        """What a Measure keeps of it."""
        texts = {column: self[name].data or "" for name, column in TEXTS.items()}
        return texts | {name: self[name].data for name in ("introduced_on", "needs")}

    def field_of(self, column: str) -> Field:
        found: Field = self["standing" if column == "status" else column]
        return found


class NewMeasureForm(MeasureForm):
    record = number_field()


class ChangeMeasureForm(MeasureForm):
    seen = seen_field()


class NumberForm(StaffForm):
    """Another number of a measure."""

    number = number_field()


class RemoveNumberForm(StaffForm):
    key = HiddenField(validators=[DataRequired(DAMAGED), at_most(40)])


class VoteForm(StaffForm):
    """What somebody did in a roll call."""

    value = RadioField(
        _("Vote"), choices=[SelectChoice(value, words) for value, words in VOTE_NAMES.items()]
    )
    seen = seen_field()
