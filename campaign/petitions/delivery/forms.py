"""Forms of delivery packets and exports."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ...coalition.charter import FIELDS, today
from ...forms import StaffForm
from ..paper.forms import OnPaperForm


class PacketForm(OnPaperForm):
    """What goes into a packet, and to whom."""

    recipient = StringField(
        _("To whom"),
        [
            DataRequired(_("Say to whom it goes.")),
            Length(max=200, message=_("Use at most 200 letters.")),
        ],
    )
    comments = BooleanField(_("With the comments that people allow to be shown"))
    sort = RadioField(
        _("Names in each ward"),
        choices=[
            SelectChoice("ward", _("by the alphabet")),
            SelectChoice("day", _("in the order of confirming")),
        ],
        default="ward",
    )


class HandedForm(StaffForm):
    """When a packet was handed over, and what came back."""

    handed_on = DateField(
        _("Handed over on"), [Optional()], description=_("The petition’s page then says so.")
    )
    receipt = TextAreaField(
        _("Receipt, or what was said"),
        [Optional(), Length(max=2000, message=_("Use at most 2,000 letters."))],
    )

    def validate_handed_on(self, field: Field) -> None:
        if field.data and field.data > today():
            raise ValidationError(_("This day is yet to come."))


class ExportForm(StaffForm):
    """Which fields of the confirmed signatures."""

    fields = SelectMultipleField(
        _("Fields"),
        [DataRequired(_("Tick at least one field."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, shared: frozenset[str]) -> None:
        """Let only what the charter shares be chosen."""
        self["fields"].choices = [
            SelectChoice(key, words) for key, words in FIELDS.items() if key in shared
        ]
