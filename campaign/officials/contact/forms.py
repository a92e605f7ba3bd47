"""The form of a note: one choice, one text, and all the rest only for whom it helps."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from ...forms import LARGEST, StaffForm
from ..record.models import Measure
from . import WAY_NAMES
from .models import WAYS, Interaction

DAMAGED = _("The form was damaged on its way. Open the page again.")
FIRST = date(2000, 1, 1)
PLAIN = ("way", "on", "answered", "asked", "next_step", "next_on", "who", "with_whom", "is_shared")


def at_most(letters: int) -> Length:
    return Length(max=letters, message=_("Use at most %(max)d letters here."))


def one_line_breaks(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def text_field(label: Any) -> TextAreaField:
    return TextAreaField(label, [at_most(5_000)], filters=[one_line_breaks])


class DoneForm(StaffForm):
    """A next step is done, or it is not after all."""


class InteractionForm(StaffForm):
    """Who met whom; `edition` is that of the note that was opened, 0 for a new one."""

    edition = IntegerField(
        validators=[InputRequired(DAMAGED), NumberRange(0, LARGEST, DAMAGED)], widget=HiddenInput()
    )
    way = RadioField(
        _("How"),
        [InputRequired(_("Choose how you spoke."))],
        choices=[SelectChoice(one, WAY_NAMES[one]) for one in WAYS],
    )
    on = DateField(_("Day"), [InputRequired(_("Enter the day, like 2027-03-01."))])
    answered = text_field(_("What they said or promised"))
    asked = text_field(_("What we asked"))
    next_step = StringField(_("What comes next"), [at_most(200)])
    next_on = DateField(_("Until when"), [Optional()])
    who = StringField(_("Who of us"), [Optional(), at_most(120)])
    with_whom = StringField(_("With whom of them"), [Optional(), at_most(120)])
    measure = SelectField(_("About which measure"), choices=[], validate_choice=False)
    is_shared = BooleanField(_("The organization that leads the campaign may read this"))

    def offer(self, measures: list[Measure], today: date) -> None:
        """Set what can be picked, and which day it is where the official works."""
        self.today = today
        names = [(str(one.id), f"{one.record} {one.title[:60]}") for one in measures]
        self.measure.choices = [SelectChoice("", _("None, or several"))]
        self.measure.choices += [SelectChoice(*one) for one in names]

    def fill(self, note: Interaction) -> None:
        for name in PLAIN:
            self[name].data = getattr(note, name)
        self.measure.data = str(note.measure_id or "")

    @property
    def said(self) -> dict[str, Any]:
        """The values of the row."""
        found = {name: self[name].data for name in PLAIN}
        found = {name: "" if one is None else one for name, one in found.items()}
        number = int(self.measure.data) if self.measure.data else None
        return found | {"next_on": self.next_on.data, "measure_id": number}

    def validate_on(self, field: Field) -> None:
        if field.data and not FIRST <= field.data <= self.today:
            raise ValidationError(_("This day is still to come, or too long ago."))

    def validate_answered(self, field: Field) -> None:
        if not field.data and not self.asked.data:
            raise ValidationError(_("Write what they said, or what you asked."))

    def validate_measure(self, field: SelectField) -> None:
        if (field.data or "") not in {value for value, *_more in field.iter_choices()}:
            raise ValidationError(_("Choose a measure of the list."))

    def validate_next_step(self, field: Field) -> None:
        if self.next_on.data and not field.data:
            raise ValidationError(_("Say what comes next, or leave its day empty."))

    def validate_next_on(self, field: Field) -> None:
        if field.data and not FIRST <= field.data <= date(2199, 12, 31):
            raise ValidationError(_("Enter the day, like 2027-03-01."))

    def overwritten(self, note: Interaction) -> list[tuple[Any, Any, Any]]:
        """What is stored otherwise than it was typed: the field’s name, both texts."""
        typed = self.said
        differing = [name for name in PLAIN if getattr(note, name) != typed[name]]
        return [
            (self[name].label.text, shown(getattr(note, name)), shown(typed[name]))
            for name in differing
        ]


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(WAY_NAMES.get(value, value)) if value is not None else ""
