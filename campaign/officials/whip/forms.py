"""Forms of the whip count."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ...forms import Form, StaffForm, mail_field
from ...i18n import spoken
from ..models import Body
from ..record.models import Measure
from ..record.numbers import find_measure, is_number
from . import measures, words
from .board import Asked, Board
from .voters import Voter, today_at, voters

LARGEST = 1000  # seats of a body


def as_number(text: Any) -> int:
    """The number of an official; 0, which nobody has, for what is none."""
    return int(text) if str(text).isdecimal() else 0


def choices(pairs: dict[str, Any]) -> list[Any]:
    return [SelectChoice(value, label) for value, label in pairs.items()]


class AskForm(StaffForm):
    """Which way we want the vote to go, and how many it takes."""

    wanted = RadioField(
        _("What we want"),
        [DataRequired(_("Say what you want."))],
        choices=choices(words.WANTED),
        default="yes",
    )
    needed = IntegerField(
        _("Votes in favour that it takes"),
        [Optional(), NumberRange(1, LARGEST, _("Enter a number of votes, from 1 up."))],
    )

    def fits(self, body: Body, measure: Measure | None) -> bool:
        """Whether the number can be had in this body; an empty one becomes the body's own."""
        self.needed.data = self.needed.data or measures.votes_needed(body, measure)
        sentence = self.fault_of(self.needed.data, len(body.seats) or len(seated(body)))
        if sentence:
            self.needed.errors = [sentence]
        return sentence is None

    def fault_of(self, needed: int | None, seats: int) -> str | None:
        if needed is None:
            return gettext("Enter a number: this body has none of its own.")
        if needed > seats:
            return gettext("This body has %(number)s seats, not more.", number=seats)
        return None


class BeginForm(AskForm):
    """A count on a measure, known by its number; a new one needs a title."""

    body = SelectField(_("Who decides"), coerce=int)
    record = StringField(
        _("Record number"),
        [
            DataRequired(_("Enter the record number.")),
            Length(max=40, message=_("A record number has at most 40 letters.")),
        ],
    )
    title = StringField(
        _("Title"), [Optional(), Length(max=300, message=_("Use at most 300 letters."))]
    )

    def __init__(self, bodies: Sequence[Body]) -> None:
        super().__init__()
        self.bodies = {one.id: one for one in bodies}
        self.body.choices = [SelectChoice(one.id, spoken(one.name)) for one in bodies]

    def validate_record(self, field: Field) -> None:
        if not is_number(field.data):
            raise ValidationError(_("This is no record number, like O2024-0011032."))

    @property
    def chosen(self) -> Body:
        return self.bodies[self.body.data]

    def measure(self) -> Measure | None:
        """The measure of this number, added if there is a title; None leaves a sentence."""
        found = find_measure(self.chosen, self.record.data or "")
        if found is None and self.title.data:
            return measures.add_measure(self.chosen, self.record.data or "", self.title.data)
        if found is None:
            self.title.errors = [gettext("This number is not known here yet. Enter its title.")]
        return found


class ChangeForm(AskForm):
    """The same of a count that there is; `seen` is what it said when the page was opened."""

    seen = HiddenField()


class StateForm(StaffForm):
    """Close a count or reopen it."""

    act = HiddenField()

    def validate_act(self, field: Field) -> None:
        if field.data not in ("close", "reopen"):
            raise ValidationError(_("The form was damaged on its way. Open the page again."))


class StanceForm(StaffForm):
    """What somebody learned about one official, or about several at once."""

    officials = SelectMultipleField(
        _("Who"),
        coerce=as_number,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    value = RadioField(
        _("Where they stand"),
        [DataRequired(_("Say where they stand."))],
        choices=choices(words.VALUES),
    )
    evidence = RadioField(
        _("How you know"),
        [DataRequired(_("Say how you know."))],
        choices=choices(words.EVIDENCE),
    )
    source = StringField(
        _("Source"), [Optional(), Length(max=300, message=_("Use at most 300 letters."))]
    )
    on = DateField(_("Day"), [DataRequired(_("Enter the day, like 2026-11-30."))])
    note = TextAreaField(
        _("Note"), [Optional(), Length(max=2000, message=_("Use at most 2,000 letters."))]
    )

    def __init__(self, body: Body, chosen: int | None = None) -> None:
        super().__init__()
        self.today = today_at(body)
        self.seated: dict[int, Voter] = {one.official.id: one for one in voters(body, self.today)}
        self.officials.choices = [
            SelectChoice(number, f"{one.short_place} {one.official.name}")
            for number, one in self.seated.items()
        ]
        if not self.is_submitted():
            self.on.data = self.today
            self.officials.data = [chosen] if chosen else []

    def validate_officials(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose at least one."))
        if any(number not in self.seated for number in field.data):
            raise ValidationError(
                _("Who holds no seat today has no vote. Leave them out; the list is as of now.")
            )

    def validate_on(self, field: Field) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("This day is yet to come."))

    @property
    def said(self) -> dict[str, Any]:
        """What `entries.record` takes, beside the officials."""
        given = {name: value or "" for name, value in self.values.items()}
        return {name: value for name, value in given.items() if name != "officials"}


class ReaderForm(StaffForm):
    """An account to name, by its address."""

    email = mail_field(_("Email address"), _("Enter an email address."))


class FilterForm(Form):
    """What the board shows; a value that there is none of counts as not chosen."""

    sort = SelectField(_("Sort by"), choices=choices(words.SORTS), default="ward")
    stance = SelectField(_("Stance"), default="")
    committee = SelectField(_("Committee"), default="")
    faded = BooleanField(_("Only what has faded"))

    def __init__(self, board: Board) -> None:
        super().__init__(request.args)
        anything = {"": _("All")}
        self.stance.choices = choices(anything | words.VALUES)
        named = {one.slug: spoken(one.name) for one in board.committees}
        self.committee.choices = choices(anything | named)
        self.validate()

    @property
    def asked(self) -> Asked:
        chosen = {
            one.name: one.data or ""
            for one in (self.sort, self.stance, self.committee)
            if not one.errors
        }
        return Asked(faded=bool(self.faded.data), **{"sort": "ward"} | chosen)


def seated(body: Body) -> list[Voter]:
    return voters(body, today_at(body))
