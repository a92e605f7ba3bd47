"""Opening and closing times in a form, on the clocks of the body that is asked."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import DateTimeLocalInput, HiddenInput

from ...db import zone
from ...filters import regional, zone_info
from ...forms import StaffForm
from .moments import FoldError, GapError, fold_of, moment, typed
from .revisions import MOMENTS, Content

LARGEST = 2**31 - 1  # that an id or a version has in the database


def hidden_number(least: int = 0) -> IntegerField:
    sentence = _("The form was damaged on its way. Open the page again.")
    checks = [InputRequired(sentence), NumberRange(least, LARGEST, sentence)]
    return IntegerField(validators=checks, widget=HiddenInput())


def time_field(label: str) -> StringField:
    return StringField(label, [Optional()], widget=DateTimeLocalInput())


def fold_field() -> RadioField:
    return RadioField(_("That time comes twice. Which one?"), choices=[], validate_choice=False)


class MomentForm(StaffForm):
    """When something opens and closes; a time that comes twice is asked about."""

    opens_at = time_field(_("Opens"))
    opens_fold = fold_field()
    closes_at = time_field(_("Closes"))
    closes_fold = fold_field()

    @property
    def zone(self) -> ZoneInfo:
        """Whose clocks count: the installation's, unless a form knows better."""
        return zone_info(zone())

    def fill_moments(self, content: Content) -> None:
        for name in MOMENTS:
            at = datetime.fromisoformat(content[name]) if content[name] else None
            show(self[name], typed(at, self.zone))
            show(self.fold(name), fold_of(at, self.zone))
            self.ask_fold(name)

    def fold(self, name: str) -> RadioField:
        found: RadioField = self[name.replace("_at", "_fold")]
        return found

    def moment_of(self, name: str) -> str | None:
        """The moment in a field as ISO 8601 in UTC; None for none, or one with an error."""
        try:
            fold = self.fold(name).data or ""
            return moment(self[name].data, self.zone, fold).isoformat() if self[name].data else None
        except ValueError:
            return None

    def validate_opens_at(self, field: StringField) -> None:
        self.check_moment("opens_at")

    def validate_closes_at(self, field: StringField) -> None:
        self.check_moment("closes_at")

    def check_moment(self, name: str) -> None:
        try:
            moment(self[name].data, self.zone, self.fold(name).data or "")
        except GapError as gap:
            after = format_datetime(gap.after, tzinfo=gap.after.tzinfo, locale=regional())
            sentence = _("Clocks skip this time that day. The next one is %(after)s.", after=after)
            raise ValidationError(sentence) from None
        except FoldError:
            sentence = _("Clocks show this time twice that day. Say below which one you mean.")
            raise ValidationError(sentence) from None
        except ValueError:
            raise ValidationError(gettext("Write a day and a time.")) from None
        finally:
            self.ask_fold(name)

    def ask_fold(self, name: str) -> None:
        """Offer both meanings of a time that comes twice."""
        try:
            moment(self[name].data or "", self.zone)
        except FoldError as fold:
            first, second = fold.names
            self.fold(name).choices = [
                SelectChoice("earlier", gettext("The first time (%(zone)s)", zone=first)),
                SelectChoice("later", gettext("The second time (%(zone)s)", zone=second)),
            ]
        except ValueError:
            pass


def show(field: Field, value: Any) -> None:
    """Put a value into a field, in place of what was posted."""
    field.data, field.raw_data = value, None
