"""Forms of the line-up and of the points."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ...coalition.campaign_forms import DAMAGED, edition_field
from ...coalition.models import Campaign
from ...factsheet import render
from ...forms import LARGEST, StaffForm
from .models import Point

ORDER = re.compile(r"(\d{1,10}(,\d{1,10})*)?")
NUMBER = r"(\d{1,10})"
DEED = re.compile(
    rf"deal|drawn|alternate|mine|undo|(?:up|down|move)-{NUMBER}|(?:give|take)-{NUMBER}-{NUMBER}"
)
MOST_LETTERS = 2_000
KEPT = ("title", "text", "wanted", "is_must")


def numbers_in(text: str) -> list[int]:
    return [int(one) for one in text.split(",") if one and int(one) <= LARGEST]


class LineUpForm(StaffForm):
    """One act on the line-up; `seen` marks the order that was seen, `wanted` is one in full."""

    seen = HiddenField()
    wanted = HiddenField(validators=[Length(max=50_000, message=DAMAGED)])
    undo = HiddenField()
    to = StringField()
    act = HiddenField(validators=[DataRequired(DAMAGED)])

    def validate_wanted(self, field: Field) -> None:
        if not ORDER.fullmatch(field.data or ""):
            raise ValidationError(DAMAGED)

    def validate_to(self, field: Field) -> None:
        is_number = (field.data or "1").isdecimal() and len(field.data or "") <= 6
        if not is_number or int(field.data or 1) < 1:
            raise ValidationError(_("Enter the new number of this speaker, from 1."))

    def validate_act(self, field: Field) -> None:
        if not DEED.fullmatch(field.data or ""):
            raise ValidationError(DAMAGED)

    @property
    def deed(self) -> tuple[str, list[int]]:
        """What to do, and with which numbers: “up-12” is up, 12."""
        name, *rest = (self.act.data or "").split("-")
        return name, [min(int(one), LARGEST) for one in rest]


class PointForm(StaffForm):
    """A point; `edition` is that of the point that was opened, 0 for a new one."""

    edition = edition_field(0)
    title = StringField(
        _("Point"),
        [
            DataRequired(_("Say it in a few words.")),
            Length(max=120, message=_("Use at most 120 letters here.")),
        ],
    )
    text = TextAreaField(
        _("What stands behind it"),
        [Length(max=MOST_LETTERS, message=_("Use at most %(max)d letters here."))],
        filters=[lambda text: text.replace("\r\n", "\n") if isinstance(text, str) else text],
    )
    wanted = IntegerField(
        _("How many should say it"),
        [
            InputRequired(_("Enter a number from 0 to 500.")),
            NumberRange(0, 500, _("Enter a number from 0 to 500.")),
        ],
    )
    is_must = BooleanField(_("It must be said"))

    def about(self, campaign: Campaign) -> "PointForm":
        self.campaign = campaign
        return self

    def validate_text(self, field: Field) -> None:
        if unknown := render(field.data or "", self.campaign).unknown:
            words = _("There is no public fact “%(key)s”.", key=unknown[0])
            raise ValidationError(words)

    @property
    def said(self) -> dict[str, Any]:
        return {
            name: self[name].data or ("" if name == "text" else self[name].data) for name in KEPT
        }

    def fill(self, point: Point) -> None:
        for name in (*KEPT, "edition"):
            self[name].data = getattr(point, name)

    def overwritten(self, point: Point) -> list[tuple[Any, Any, Any]]:
        """What is stored otherwise than it was typed: the field’s name, both texts."""
        typed = self.said
        return [
            (self[name].label.text, shown(getattr(point, name)), shown(typed[name]))
            for name in KEPT
            if getattr(point, name) != typed[name]
        ]


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)
