"""Forms of rules and their windows; moments are typed as the clerk states them."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ...coalition.campaign_forms import edition_field, web_address
from ...coalition.texts import Text, TextsForm
from ...forms import StaffForm
from ...officials.dates import rough_day
from ..desk_words import CHANNEL_NAMES, MODE_NAMES, PURPOSE_NAMES, TURN_NAMES
from .models import SpeakingRule, Window
from .when import WhenError, read, write

MOMENTS = ("opens", "closes", "calls_from", "calls_to")
NUMBERS = ("cap", "cap_in_person", "cap_remote", "reduces_over", "reduced_seconds")
PLAIN = (
    *("turns", "seconds", *NUMBERS, "consecutive", "simultaneous", "extended", "offer_hours"),
    *("asks_phone", "asks_address", "agenda_only", "source", "source_url"),
)
WINDOW = ("purpose", "mode", "channel", *MOMENTS, "address", "pages", "formats", "subject")


def at_most(letters: int) -> Length:
    return Length(max=letters, message=_("Use at most %(max)d letters here."))


def whole(least: int, most: int) -> NumberRange:
    return NumberRange(least, most, _("Write a whole number from %(min)s to %(max)s."))


def number_field(label: Any, least: int, most: int) -> IntegerField:
    return IntegerField(label, [Optional(), whole(least, most)])


def times_field(label: Any) -> SelectField:
    names = {1: _("no longer"), 2: _("twice as long"), 3: _("three times as long")}
    return SelectField(label, choices=[SelectChoice(*one) for one in names.items()], coerce=int)


def pick(label: Any, names: dict[str, Any]) -> SelectField:
    return SelectField(label, choices=[SelectChoice(*one) for one in names.items()])


class KnownForm(StaffForm):
    """Which body begins with which known rule set; empty for none."""

    body = SelectField(_("Body"), choices=[])
    known = SelectField(_("Begin from"), choices=[])


class ActForm(StaffForm):
    """A button alone."""


class RuleForm(TextsForm):
    """How a body hears people."""

    texts: ClassVar[dict[str, Text]] = {
        "published": Text(_("What the body publishes about a speaker"), 1000, True),
        "note": Text(_("What else one should know"), 2000, True),
    }
    edition = edition_field()
    name = StringField(_("Name"), [DataRequired(_("Give it a name.")), at_most(120)])
    turns = pick(_("Whose turn it is"), TURN_NAMES)
    seconds = IntegerField(
        _("Seconds for each speaker"),
        [InputRequired(_("Write how many seconds each has.")), whole(10, 3600)],
    )
    total_minutes = number_field(_("Minutes for all together"), 1, 1440)
    cap = number_field(_("Most speakers, or seats"), 1, 10_000)
    cap_in_person = number_field(_("Most in the room"), 0, 10_000)
    cap_remote = number_field(_("Most from elsewhere"), 0, 10_000)
    reduces_over = number_field(_("Less time with more speakers than"), 1, 10_000)
    reduced_seconds = number_field(_("Seconds for each then"), 10, 3600)
    consecutive = times_field(_("With an interpreter who speaks after the speaker"))
    simultaneous = times_field(_("With an interpreter who speaks at the same time"))
    extended = times_field(_("With more time because of a disability"))
    offer_hours = IntegerField(
        _("Hours that a freed seat waits for an answer"),
        [InputRequired(_("Write how many hours.")), whole(1, 336)],
    )
    asks_phone = BooleanField(_("The body needs a phone number, such as to call back"))
    asks_address = BooleanField(_("The body needs a street address"))
    agenda_only = BooleanField(_("One may speak about what is on the agenda only"))
    source = StringField(_("Where it was read"), [at_most(300)])
    source_url = StringField(_("Its web address"), [Optional(), at_most(300), web_address])
    read_on = StringField(_("Read on"), [Optional()])

    seated = 0  # how many seats are held: fewer seats would turn people away

    @property
    def is_named(self) -> bool:
        """Whether it is a template; a hearing's own copy has no name."""
        return "name" in self

    def show(self, rule: SpeakingRule) -> None:
        """Fill the form with a rule as it is stored."""
        super().fill(rule)
        for name in PLAIN:
            self[name].data = getattr(rule, name)
        self.edition.data, self.read_on.data = rule.edition, rule.read_on
        self.total_minutes.data = rule.total_seconds // 60 if rule.total_seconds else None
        if self.is_named:
            self.name.data = rule.name

    @property
    def said(self) -> dict[str, Any]:
        """The values of the row."""
        minutes = self.total_minutes.data
        found = {name: self[name].data for name in PLAIN}
        found |= {name: found[name] or "" for name in ("source", "source_url")}
        found |= {"read_on": self.read_on.data or None, "total_seconds": minutes and minutes * 60}
        return found | ({"name": self.name.data} if self.is_named else {})

    def validate_read_on(self, field: Field) -> None:
        try:
            rough_day(field.data)
        except ValueError:
            raise ValidationError(
                _("Write a day like 2027-03-01, or a month, or a year.")
            ) from None

    def validate_cap(self, field: Field) -> None:
        if field.data and field.data < self.seated:
            raise ValidationError(_("More people hold seats. Lower it as a sudden change."))

    def validate_reduced_seconds(self, field: Field) -> None:
        if field.data and self.seconds.data and field.data >= self.seconds.data:
            raise ValidationError(_("Write fewer seconds than each has at first."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check field by field, then what two of them say together."""
        good = super().validate(extra_validators)
        if self.turns.data == "own" and self.cap.data is None and not self.cap.errors:
            self.cap.errors = (str(_("Say how many seats there are.")),)
            good = False
        pair = (self.reduces_over, self.reduced_seconds)
        for one, other in (pair, pair[::-1]):
            if one.data and not other.data and not other.errors:
                other.errors = (str(_("Fill in both, or leave both empty.")),)
                good = False
        parts = (self.cap_in_person.data or 0) + (self.cap_remote.data or 0)
        if good and self.cap.data and self.cap.data < max(parts, 0):
            self.cap.errors = (str(_("It is less than both parts together.")),)
            good = False
        return good

    def overwritten_by(self, rule: SpeakingRule) -> list[tuple[Any, str, str]]:
        typed = self.said
        differing = [one for one in typed if getattr(rule, one) != typed[one]]
        label = {"total_seconds": self.total_minutes.label.text}
        found = [
            (label.get(one) or self[one].label.text, str(getattr(rule, one)), str(typed[one]))
            for one in differing
        ]
        return found + self.overwritten(rule)


class WindowForm(TextsForm):
    """When and how one may sign up, write or ask for access; `edition` is the rule's."""

    texts: ClassVar[dict[str, Text]] = {
        "script": Text(_("What to say or write there"), 2000, True),
        "note": Text(_("What else one should know"), 2000, True),
    }
    edition = edition_field()
    purpose = pick(_("What for"), PURPOSE_NAMES)
    mode = pick(_("To be heard where"), MODE_NAMES)
    channel = pick(_("How"), CHANNEL_NAMES)
    opens = StringField(_("Opens"), [Optional(), at_most(60)])
    closes = StringField(_("Closes"), [Optional(), at_most(60)])
    calls_from = StringField(_("The body calls back from"), [Optional(), at_most(60)])
    calls_to = StringField(_("The body calls back until"), [Optional(), at_most(60)])
    address = StringField(_("Number, mailbox, page or room"), [at_most(300)])
    pages = number_field(_("Most pages of a comment"), 1, 1000)
    formats = StringField(_("Formats that it may have"), [at_most(80)])
    subject = StringField(_("Subject line of the email"), [at_most(120)])

    def show(self, window: Window) -> None:
        super().fill(window)
        for name in WINDOW:
            self[name].data = getattr(window, name)

    @property
    def said(self) -> dict[str, Any]:
        """The values of the row; moments in the one form in which they are kept."""
        found = {name: self[name].data for name in WINDOW}
        found |= {name: write(read(found[name] or "")) for name in MOMENTS}
        return {name: "" if one is None and name != "pages" else one for name, one in found.items()}

    def validate_opens(self, field: Field) -> None:
        check_moment(field)

    def validate_closes(self, field: Field) -> None:
        check_moment(field)

    def validate_calls_from(self, field: Field) -> None:
        check_moment(field)

    def validate_calls_to(self, field: Field) -> None:
        check_moment(field)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check field by field, then that a call has both its hours."""
        good = super().validate(extra_validators)
        if good and bool(self.calls_from.data) != bool(self.calls_to.data):
            self.calls_to.errors = (str(_("Fill in both hours of the call, or none.")),)
            return False
        return good

    def overwritten_by(self, window: Window) -> list[tuple[Any, str, str]]:
        typed = self.said
        differing = [one for one in WINDOW if getattr(window, one) != typed[one]]
        found = [
            (self[one].label.text, str(getattr(window, one)), str(typed[one])) for one in differing
        ]
        return found + self.overwritten(window)


def check_moment(field: Field) -> None:
    try:
        read(field.data or "")
    except WhenError as problem:
        raise ValidationError(str(problem)) from None
