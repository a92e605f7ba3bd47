"""Forms of filing: what was handed in, how and when; and taking that back."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import DateTimeLocalInput

from ...db import now
from ...forms import Form, StaffForm
from ...hearings.forms import ticks
from ...hearings.rules.deadlines import NoSuchHourError, TwiceError, at
from ...i18n import own_name
from ..models import STATES, Draft, Version
from ..words import LABELS, length_words

PAPER = "paper"  # handed in at the hearing
HOWS: dict[str, Any] = {
    "email": _("By email"),
    "online": _("On the body’s own page"),
    "form": _("With the body’s form"),
    "post": _("By post"),
    "card": _("On a card in the room"),
    "phone": _("By telephone"),
    "here": _("On this site"),
    PAPER: _("On paper, handed in there"),
}
USUAL = ("email", "online", PAPER)  # where the body names no way


class FilingFields:
    """Which text the body has now, and since when."""

    version = SelectField(_("Which text"), choices=[], validate_choice=False)
    how = RadioField(_("How did you hand it in?"), choices=[])
    moment = StringField(
        _("When"), [InputRequired(_("Enter the day and the time."))], widget=DateTimeLocalInput()
    )
    receipt = StringField(
        _("Receipt, or what they answered"),
        [Length(max=300, message=_("Use at most %(max)d letters."))],
    )
    is_sure = BooleanField(_("Yes, it is as I say: note it anyway"))
    zone: ZoneInfo

    def validate_how(self, field: Field) -> None:
        if not field.data or field.data not in dict(HOWS):
            raise ValidationError(_("Choose how you handed it in."))

    def validate_moment(self, field: Field) -> None:
        try:
            moment = self.at
        except NoSuchHourError as gap:
            raise ValidationError(str(gap)) from None
        except ValueError:
            raise ValidationError(_("Enter a day and a time that exist.")) from None
        if moment > now():
            raise ValidationError(_("This moment is yet to come."))

    @property
    def at(self) -> datetime:
        """The moment, by the clocks of the body. Raises ValueError."""
        typed = datetime.fromisoformat(self.moment.data or "")
        if typed.tzinfo is not None or not 2000 <= typed.year <= 2100:
            raise ValueError("no day and time")
        try:
            return at(typed, self.zone)
        except TwiceError:
            return at(typed, self.zone, 0)

    def offer(self, draft: Draft, channels: list[str]) -> None:
        """What can be chosen for this draft: its versions as they are now, the body's ways."""
        self.zone = draft.hearing.zone
        self.version.choices = [
            SelectChoice(seen(one), length_words(one)) for one in draft.versions if one.text.strip()
        ]
        names = list(dict.fromkeys([*(channels or USUAL), PAPER]))
        self.how.choices = [SelectChoice(name, HOWS[name]) for name in names]

    def show_now(self) -> None:
        self.moment.data = f"{now().astimezone(self.zone):%Y-%m-%dT%H:%M}"


def seen(version: Version) -> str:
    """A version in the revision that somebody sees."""
    return f"{version.id}-{version.number}"


class FilingForm(FilingFields, Form):
    """As the writer fills it in."""


class DeskFilingForm(FilingFields, StaffForm):
    """As an organizer does."""


class RevokeFields:
    why = TextAreaField(
        _("What was the mistake?"),
        [
            DataRequired(_("Say what was the mistake.")),
            Length(max=500, message=_("Use at most %(max)d letters.")),
        ],
    )


class RevokeForm(RevokeFields, Form):
    website = StringField(_("Leave this empty"), id="website-revoke")  # two forms, one page


class DeskRevokeForm(RevokeFields, StaffForm):
    pass


class ButtonForm(Form):
    """A button of the writer's pages."""

    website = StringField(_("Leave this empty"), id="website-button")


class ChooseForm(Form):
    """What goes into a packet."""

    states = ticks(_("States"))
    languages = ticks(_("Languages"))
    codes: list[str]

    def offer(self, counts: dict[str, int], languages: list[str]) -> None:
        """States with how many drafts are in each; languages that there are."""
        self.states.choices = [
            SelectChoice(state, f"{LABELS[state]} ({counts[state]})")
            for state in STATES
            if counts.get(state)
        ]
        self.codes = languages
        self.languages.choices = [SelectChoice(code, own_name(code)) for code in languages]
