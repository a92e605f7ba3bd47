"""Forms of paper sheets."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ...config import settings
from ...forms import StaffForm, email_address, plain_name
from ...i18n import own_name
from ..writing.moment_forms import hidden_number
from .models import MOST_LINES, PaperSheet
from .sheets import Line

MOST_SHEETS = 200  # in one PDF
UNKNOWN = ("?", "-", "–")  # typed for a ward that nobody can read


class OnPaperForm(StaffForm):
    """On which paper, and in which language, something is printed."""

    paper = SelectField(
        _("Paper"), choices=[SelectChoice("letter", _("US Letter")), SelectChoice("a4", _("A4"))]
    )
    language = SelectField(_("Language"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = [
            SelectChoice(code, own_name(code)) for code in settings().language_codes
        ]


class PrintForm(OnPaperForm):
    """How many sheets, and on what."""

    count = IntegerField(
        _("Sheets"),
        [
            InputRequired(_("Say how many sheets.")),
            NumberRange(1, MOST_SHEETS, _("Print 1 to 200 sheets at once.")),
        ],
        default=10,
    )
    lines = SelectField(
        _("Lines on each sheet"),
        coerce=int,
        choices=[SelectChoice(n, str(n)) for n in (10, 11, MOST_LINES)],
    )


class OpenForm(StaffForm):
    """Which sheet, and how many signatures its foot says it has."""

    code = StringField(
        _("Code of the sheet"),
        [
            DataRequired(_("Enter the code at the foot of the sheet.")),
            Length(max=20, message=_("A code has six letters.")),
        ],
    )
    total = IntegerField(
        _("Signatures that the sheet says it has"),
        [
            InputRequired(_("Enter the number at the foot of the sheet.")),
            NumberRange(0, MOST_LINES, _("Enter a number from 0 to 12.")),
        ],
    )


class SeenForm(StaffForm):
    """A button that acts on a sheet as it was shown."""

    seen = hidden_number()


class SheetForm(StaffForm):
    """Every line of one sheet; `sheet_form` adds the fields of the lines."""

    seen = hidden_number()
    total = IntegerField(
        _("Signatures that the sheet says it has"),
        [
            InputRequired(_("Enter the number at the foot of the sheet.")),
            NumberRange(0, MOST_LINES, _("Enter a number from 0 to 12.")),
        ],
    )
    note = TextAreaField(
        _("Why the numbers differ"),
        [Optional(), Length(max=500, message=_("Use at most 500 letters."))],
    )
    finish = SubmitField(_("Finish this sheet"))
    count = 0

    def offer(self, sheet: PaperSheet) -> None:
        """Set the wards of the petition's body."""
        self.wards = {str(ward.number): ward.id for ward in sheet.run.petition.body.wards}

    def part(self, name: str, position: int) -> Field:
        return self[f"{name}_{position}"]

    @property
    def numbers(self) -> range:
        return range(1, self.count + 1)

    def show(self, sheet: PaperSheet) -> None:
        """Fill in what is stored."""
        self.seen.data, self.total.data = sheet.revision, sheet.total
        self.note.data = sheet.note
        for line in sheet.lines:
            self.part("name", line.position).data = line.name
            self.part("ward", line.position).data = line.ward.number if line.ward else ""
            self.part("email", line.position).data = line.email
            self.part("tick", line.position).data = line.wants_mail
            self.part("struck", line.position).data = line.is_struck

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        checks = [self.check_line(position) for position in self.numbers]
        for position in self.numbers:
            for name in ("name", "ward", "email"):
                self.say_which(self.part(name, position), position)
        return is_valid and all(checks)

    def check_line(self, position: int) -> bool:
        """A line with anything in it has a name and a ward of the list, or it is struck."""
        name, ward = self.part("name", position), self.part("ward", position)
        typed, others = ward.data or "", (self.part("email", position), self.part("tick", position))
        if self.part("struck", position).data:
            return True
        if not name.data and (typed or any(one.data for one in others)):
            name.errors = [*name.errors, gettext("enter the name, or strike the line out.")]
        if typed and typed not in self.wards and typed not in UNKNOWN:
            ward.errors = [*ward.errors, gettext("there is no ward %(ward)s.", ward=typed[:20])]
        return not (name.errors or ward.errors)

    def say_which(self, field: Field, position: int) -> None:
        """Name the line in each sentence about it."""
        field.errors = [
            gettext("Line %(number)s: %(fault)s", number=position, fault=fault)
            for fault in field.errors
        ]

    @property
    def typed(self) -> list[Line]:
        """The lines as they are to be stored."""
        return [self.line(position) for position in self.numbers]

    def line(self, position: int) -> Line:
        if self.part("struck", position).data:
            return Line(position, is_struck=True)
        return Line(
            position,
            self.part("name", position).data or "",
            self.wards.get(self.part("ward", position).data or ""),
            self.part("email", position).data or "",
            bool(self.part("tick", position).data),
        )


def line_fields(position: int) -> dict[str, Any]:
    """The fields of one line. A name of a struck line is not looked at."""
    return {
        f"name_{position}": StringField(
            _("Name"),
            [Optional(), Length(max=120, message=_("Use at most 120 letters.")), plain_name],
        ),
        f"ward_{position}": StringField(_("Ward"), [Optional(), Length(max=20)]),
        f"email_{position}": EmailField(_("Email"), [Optional(), Length(max=254), email_address]),
        f"tick_{position}": BooleanField(_("Ticked")),
        f"struck_{position}": BooleanField(_("Struck out")),
    }


def sheet_form(sheet: PaperSheet) -> SheetForm:
    """The form of a sheet with its number of lines."""
    fields: dict[str, Any] = {"count": sheet.run.lines}
    for position in range(1, sheet.run.lines + 1):
        fields |= line_fields(position)
    form: SheetForm = type("LinesForm", (SheetForm,), fields)()
    form.offer(sheet)
    return form
