"""The form that finds a ward: a press on the map, coordinates, or an address."""

import re
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, StringField, ValidationError
from wtforms.validators import Length, Optional

from ...forms import Form
from .boxes import NARROW, WIDE, Box, is_place

ZIP = re.compile(r"\d{5}(-\d{4})?")
PAIR = re.compile(r"(-?\d{1,3}\.\d+)[,;\s]+(-?\d{1,3}\.\d+)")
DEGREES = re.compile(r"([+-]?)(\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEW]?)", re.IGNORECASE)
PICTURES = {"small": NARROW, "large": WIDE}  # names of the pictures that can be pressed
MOST_OFF = 100_000.0  # metres


class FindForm(Form):
    """Where somebody lives, in one of several ways; nothing of it is kept."""

    address = StringField(
        _("Address, or corner of two streets"),
        [Optional(), Length(max=200, message=_("Use at most 200 letters for the address."))],
    )
    latitude = StringField(
        _("Latitude"), [Optional(), Length(max=60, message=_("This is too long for a latitude."))]
    )
    longitude = StringField(
        _("Longitude"), [Optional(), Length(max=60, message=_("This is too long for a longitude."))]
    )
    accuracy = HiddenField()
    box = HiddenField()
    on = DateField(_("On which day?"), [Optional()])

    def validate_address(self, field: StringField) -> None:
        if ZIP.fullmatch(field.data or ""):
            raise ValidationError(
                _("A ZIP code never decides a ward: most lie in several. Add street and number.")
            )

    def validate_latitude(self, field: StringField) -> None:
        if pair := PAIR.fullmatch(field.data or ""):  # as map programs copy it
            field.data, self.longitude.data = pair.groups()
        if degrees(field.data, 90) is None:
            raise ValidationError(_("Write the latitude in degrees, like 41.8837."))

    def validate_longitude(self, field: StringField) -> None:
        if degrees(field.data, 180) is None:
            raise ValidationError(_("Write the longitude in degrees, like -87.6325."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it says where, in some way."""
        is_right = super().validate(extra_validators)
        if not is_right or self.press or self.address.data:
            return is_right
        for field, words in (
            (self.latitude, _("Enter the latitude too.")),
            (self.longitude, _("Enter the longitude too.")),
        ):
            if not field.data and (self.latitude.data or self.longitude.data):
                field.errors = [words]
                return False
        if not self.latitude.data:
            self.form_errors = [_("Press on the map where you live, or fill in one of the fields.")]
            return False
        return True

    @property
    def press(self) -> tuple[str, int, int] | None:
        """The picture that was pressed, and the pixel counted from its upper left corner.

        The keyboard presses a picture at 0, 0: that is no place.
        """
        for name in PICTURES:
            x, y = (request.form.get(f"{name}.{axis}", type=int) for axis in "xy")
            if x is not None and y is not None and (x, y) != (0, 0):
                return name, x, y
        return None

    def pressed_place(self, whole: Box) -> tuple[float, float, float] | None:
        """Longitude, latitude and how many metres the press may be off; None beside the picture."""
        if self.press is None:
            return None
        name, x, y = self.press
        width, box = PICTURES[name], self.shown_box(whole)
        if not (0 <= x < width and 0 <= y <= box.height(width)):
            return None
        return *box.place(x, y, width), box.off(width)

    def shown_box(self, whole: Box) -> Box:
        """The part of the map that was looked at."""
        return Box.from_text(self.box.data or "") or whole

    def typed_place(self) -> tuple[float, float, float] | None:
        """Longitude, latitude, and how many metres a device says that it may be off."""
        latitude, longitude = degrees(self.latitude.data, 90), degrees(self.longitude.data, 180)
        if latitude is None or longitude is None or not is_place(longitude, latitude):
            return None
        try:
            off = float(self.accuracy.data or 0)
        except ValueError:
            off = 0.0
        return longitude, latitude, off if 0 <= off <= MOST_OFF else 0.0

    def show(self, box: Box | None) -> None:
        """Let the page send back which part of the map it shows, and no more than was typed."""
        self.box.data, self.accuracy.data = box.text if box else "", ""
        if self.press:
            self.latitude.data = self.longitude.data = ""

    @property
    def day(self) -> date | None:
        return self.on.data


def degrees(text: str | None, most: int) -> float | None:
    """Degrees of “41.8837”, “41,8837° N” or “87.63 W”; None where it is none of them."""
    found = DEGREES.fullmatch((text or "").strip())
    if not found or (found[1] == "-" and found[3]):
        return None
    value = float(found[2].replace(",", "."))
    is_negative = found[1] == "-" or found[3].upper() in ("S", "W")
    return (-value if is_negative else value) if value <= most else None
