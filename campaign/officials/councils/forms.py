"""Forms about councils and their committees."""

import re
from typing import Any, ClassVar
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ...coalition.campaign_forms import web_address
from ...coalition.texts import Text, TextsForm
from ...forms import StaffForm
from ..models import Body
from ..seen import DAMAGED, seen_field
from .starting import MOST_WARDS

DIVISION = re.compile(r"ocd-division(/[a-z_]+:[a-z0-9_.~-]+)*/[a-z_]+")
AREAS = tuple("Africa/ America/ Antarctica/ Asia/ Atlantic/ Australia/ Europe/ Pacific/".split())
MOST_LINES, LONGEST_LINE = 40, 80


def zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if zone.startswith(AREAS))


def at_most(most: int) -> Length:
    return Length(max=most, message=_("Use at most %(max)d characters here."))


def votes_field(label: Any) -> IntegerField:
    number = NumberRange(1, 1000, _("Write a whole number from 1."))
    return IntegerField(label, [Optional(), number])


def lines_of(field: Field) -> list[str]:
    """The lines of a text area that hold something, each once."""
    lines = (" ".join(line.split()) for line in (field.data or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def short_lines(form: Any, field: Field) -> None:
    lines = lines_of(field)
    if len(lines) > MOST_LINES:
        raise ValidationError(_("Write at most %(most)s lines.", most=MOST_LINES))
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ValidationError(_("A line has at most %(most)s letters.", most=LONGEST_LINE))


class BodyForm(TextsForm):
    """What councils and committees have in common."""

    texts: ClassVar[dict[str, Text]] = {"name": Text(_("Name"), 120, missing=_("Enter its name."))}
    other_names = TextAreaField(_("Other names that files use"), [Optional(), short_lines])
    threshold = votes_field(_("Votes that pass a measure"))
    homepage = StringField(
        _("Web address"),
        [
            Optional(),
            Length(max=300, message=_("Use at most %(max)d characters here.")),
            web_address,
        ],
    )

    def columns(self, body: Body | None = None) -> dict[str, Any]:
        """What a Body keeps of it."""
        return self.every_text(body) | {
            "other_names": lines_of(self.other_names),
            "threshold": self.threshold.data,
            "website": self.homepage.data or "",
        }

    def show(self, body: Body) -> None:
        """Fill it with what is stored."""
        self.fill(body)
        self.other_names.data = "\n".join(body.other_names or [])
        self.threshold.data, self.homepage.data = body.threshold, body.website


class CommitteeForm(BodyForm):
    pass


class ChangeCommitteeForm(CommitteeForm):
    seen = seen_field()


class CouncilForm(BodyForm):
    """A council, in a city that may have none here yet."""

    texts: ClassVar[dict[str, Text]] = {
        **BodyForm.texts,
        "place": Text(_("City or place"), 80, missing=_("Enter the city or place.")),
        "seat_title": Text(
            _("What a member is called"), 60, missing=_("Enter what a member is called.")
        ),
        "ward_title": Text(
            _("What a ward is called"), 40, missing=_("Enter what a ward is called.")
        ),
    }
    timezone = SelectField(_("Time zone"), choices=[])
    override = votes_field(_("Votes that override a veto"))
    wards = IntegerField(
        _("Number of wards"),
        [
            InputRequired(_("Enter how many wards it has, 0 for none.")),
            NumberRange(0, MOST_WARDS, _("Write a whole number from 0 to 200.")),
        ],
    )
    seats = TextAreaField(_("Seats without a ward"), [Optional(), short_lines])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timezone.choices = [SelectChoice(zone, zone) for zone in zones()]

    def columns(self, body: Body | None = None) -> dict[str, Any]:
        own = {"timezone": self.timezone.data, "override": self.override.data}
        return super().columns(body) | own

    def show(self, body: Body) -> None:
        super().show(body)
        self.timezone.data, self.override.data = body.timezone, body.override
        self.wards.data = len(body.wards)
        at_large = [seat.label for seat in body.seats if seat.ward_id is None]
        self.seats.data = "\n".join(at_large)


class NewCouncilForm(CouncilForm):
    division = StringField(_("Open Civic Data name of its wards"), [Optional()])

    def validate_division(self, field: Field) -> None:
        if len(field.data) > 100 or not DIVISION.fullmatch(field.data):
            words = _("Write it like ocd-division/country:us/state:il/place:chicago/ward.")
            raise ValidationError(words)


class ChangeCouncilForm(CouncilForm):
    seen = seen_field()
    known = 0  # wards that it has

    def validate_wards(self, field: Field) -> None:
        if field.data is not None and field.data < self.known:
            words = _("It has %(known)s wards. Wards are added, never taken away.")
            raise ValidationError(str(words) % {"known": self.known})


class HolidaysForm(StaffForm):
    """Days as lines: “2026-12-25 Christmas Day”."""

    days = TextAreaField(
        _("Days, one a line"),
        [
            DataRequired(_("Write at least one day.")),
            at_most(40_000),
        ],
    )


class RemoveHolidayForm(StaffForm):
    day = DateField(validators=[DataRequired(DAMAGED)])
