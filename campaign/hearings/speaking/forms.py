"""Forms of the organizers' pages about speakers."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ...coalition.campaign_forms import DAMAGED, edition_field
from ...config import settings
from ...forms import StaffForm, email_address, plain_name
from ...officials.bodies import ward_name
from ...people.bringing.loading import language_choices
from ..models import Hearing
from .acting import ACTS, OWN
from .drawing import PARTS_OF_DRAW
from .models import INTERPRETERS, MODES, Speaker

MODE_NAMES = {"in_person": _("In person"), "remote": _("Remotely"), "written": _("In writing")}
INTERPRETER_NAMES = {
    "none": _("No interpreter"),
    "consecutive": _("Interpreter, one after the other"),
    "simultaneous": _("Interpreter, at the same time"),
}
PART_NAMES = {
    "all": _("Everybody"),
    "in_person": _("Only who speaks in person"),
    "remote": _("Only who speaks remotely"),
}
DETAILS = (
    *("name", "email", "phone", "address", "ward_id", "mode", "language", "speaks"),
    *("interpreter", "is_extended", "access", "says"),
)
LONG_NOTE = Length(max=300, message=_("Use at most 300 letters."))


def choices(names: dict[str, Any], *only: str) -> list[Any]:
    return [SelectChoice(name, names[name]) for name in only or names]


def whole_number(text: Any) -> int:
    """The number of a row; 0, which no row has, for anything else."""
    return int(text) if str(text).isascii() and str(text).isdecimal() and len(str(text)) < 10 else 0


class ActForm(StaffForm):
    """One act, with whoever is ticked."""

    act = SelectField(_("What to do with those ticked"), choices=[])
    why = StringField(_("Note"), [Optional(), LONG_NOTE])
    numbers = SelectMultipleField(_("People"), coerce=whole_number, validate_choice=False)

    def offer(self, hearing: Hearing, *only: str) -> None:
        names = only or (OWN if hearing.rule.is_own else tuple(ACTS))
        self.act.choices = choices(ACTS, *names)

    def validate_numbers(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick at least one person."))


class UndoForm(StaffForm):
    """The act that is taken back."""

    batch = HiddenField(validators=[DataRequired(DAMAGED), Length(max=32, message=DAMAGED)])


class SpeakerForm(StaffForm):
    """What the pool knows of a speaker; organizers type it for who rings up."""

    name = StringField(
        _("Full name"),
        [
            DataRequired(_("Enter a name.")),
            Length(max=120, message=_("Use at most 120 letters.")),
            plain_name,
        ],
    )
    email = StringField(
        _("Email address"),
        [Optional(), Length(max=254, message=_("This address is too long.")), email_address],
    )
    phone = StringField(
        _("Phone"), [Optional(), Length(max=40, message=_("Use at most 40 letters."))]
    )
    address = StringField(
        _("Address"), [Optional(), Length(max=200, message=_("Use at most 200 letters."))]
    )
    ward_id = SelectField(_("Ward"), coerce=whole_number, choices=[])
    mode = RadioField(
        _("How do they take part?"),
        [InputRequired(_("Choose how they take part."))],
        choices=choices(MODE_NAMES, *MODES),
    )
    language = SelectField(_("Language of our mails to them"), choices=[])
    speaks = StringField(
        _("Language in which they speak, if another"),
        [Optional(), Length(max=40, message=_("Use at most 40 letters."))],
    )
    interpreter = SelectField(_("Interpreter"), choices=choices(INTERPRETER_NAMES, *INTERPRETERS))
    is_extended = BooleanField(_("Has more time because of a disability"))
    access = TextAreaField(
        _("What they need to take part"),
        [Optional(), Length(max=1000, message=_("Use at most 1,000 letters."))],
    )
    says = TextAreaField(
        _("What they want to say"),
        [Optional(), Length(max=2000, message=_("Use at most 2,000 letters."))],
    )

    def offer(self, hearing: Hearing, known: str = "") -> None:
        """Wards of the body or of its council, and the languages of this installation."""
        body = hearing.body
        wards = body.wards or (body.parent.wards if body.parent else [])
        self.ward_id.choices = [
            SelectChoice(0, _("Not known")),
            *(SelectChoice(one.id, ward_name(one)) for one in wards),
        ]
        codes = dict.fromkeys([*settings().language_codes, *([known] if known else [])])
        self.language.choices = [SelectChoice(*pair) for pair in language_choices(list(codes))]
        if not hearing.rule.asks_address:
            del self.address
        if not hearing.rule.asks_phone:
            del self.phone

    @property
    def details(self) -> dict[str, Any]:
        found = {name: value for name, value in self.values.items() if name in DETAILS}
        texts = ("email", "phone", "address", "speaks", "access", "says")
        blank = {name: found[name] or "" for name in texts if name in found}
        return found | blank | {"ward_id": found["ward_id"] or None}


class AddForm(SpeakerForm):
    """The same for somebody new; after the windows have closed it asks why."""

    why = StringField(
        _("Why they are added although signing up has closed"), [Optional(), LONG_NOTE]
    )


class EditForm(SpeakerForm):
    """The same for somebody in the pool, as they were shown."""

    edition = edition_field()

    def fill(self, one: Speaker) -> None:
        for name in DETAILS:
            if name in self:
                self[name].data = getattr(one, name)
        self.ward_id.data = one.ward_id or 0
        self.edition.data = one.edition

    def overwritten(self, one: Speaker) -> list[tuple[Any, str, str]]:
        """Label, what is stored and what was typed, where the two differ."""
        stored = {name: getattr(one, name) for name in DETAILS if name in self}
        return [
            (self[name].label.text, shown(self[name], stored[name]), shown(self[name], typed))
            for name, typed in self.details.items()
            if name in stored and stored[name] != typed
        ]


def shown(field: Field, value: Any) -> str:
    """A value as the field's choices call it."""
    pairs = getattr(field, "choices", None) or []
    for one in pairs:
        if one.value == (0 if value is None else value):
            return str(one.label)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value or "")


def receipts_form(people: list[Speaker]) -> StaffForm:
    """A form with one line for each speaker's receipt."""
    fields = {f"receipt_{one.id}": StringField(one.name, [Optional(), LONG_NOTE]) for one in people}
    made: StaffForm = type("ReceiptsForm", (StaffForm,), fields)()
    return made


class DrawForm(StaffForm):
    """The clerk's list, pasted or ticked."""

    text = TextAreaField(
        _("The list, one name a line"),
        [Length(max=100_000, message=_("This is too long for a list."))],
    )
    ticked = SelectMultipleField(
        _("Or tick who was drawn"), coerce=whole_number, validate_choice=False
    )
    part = RadioField(
        _("Whom was this draw about?"), choices=choices(PART_NAMES, *PARTS_OF_DRAW), default="all"
    )
    tells = BooleanField(_("Tell them by mail"), default=True)
    seen = HiddenField()

    def validate_text(self, field: Field) -> None:
        if not field.data and not self.ticked.data:
            raise ValidationError(_("Paste the list, or tick who was drawn."))
