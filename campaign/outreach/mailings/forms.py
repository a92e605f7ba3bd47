"""Forms of the pages about mailings."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, HiddenInput, ListWidget

from ...coalition.campaign_forms import edition_field
from ...coalition.texts import Text, TextsForm
from ...db import now, zone
from ...filters import regional, zone_info
from ...forms import StaffForm, email_address
from ...i18n import own_name
from ...petitions.writing.moments import FoldError, GapError, moment
from .choices import Offer
from .segments import Segment

LONGEST = 50_000  # letters of a text
SAYS_WHEN = [
    SelectChoice("now", _("As soon as it can")),
    SelectChoice("later", _("At a day and time")),
]


def with_lf(value: Any) -> Any:
    """Browsers send CR LF; texts are kept and compared with LF."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class MailingForm(TextsForm):
    """What a mailing says; a draft may lack whatever it likes but a name."""

    texts: ClassVar[dict[str, Text]] = {
        "subject": Text(_("Subject"), 150),
        "preheader": Text(_("Line beside the subject"), 150),
        "text": Text(_("Text"), LONGEST, is_long=True),
    }
    edition = edition_field(0)
    name = StringField(
        _("Name"),
        [
            DataRequired(_("Give it a name.")),
            Length(max=120, message=_("Use at most %(max)d letters.")),
        ],
    )
    sender_name = StringField(
        _("Sender’s name"), [Optional(), Length(max=120, message=_("Use at most %(max)d letters."))]
    )
    reply_to = StringField(_("Answers go to"), [Optional(), email_address, Length(max=254)])

    def validate_sender_name(self, field: Field) -> None:
        if any(char in (field.data or "") for char in "<>@"):
            raise ValidationError(gettext("Write a name here; the address is the campaign’s."))

    @property
    def said(self) -> dict[str, str]:
        """What it says in all languages together, apart from the texts."""
        names = ("name", "sender_name", "reply_to")
        return {name: self[name].data or "" for name in names}

    def words(self, name: str, old: dict[str, str] | None = None) -> dict[str, str]:
        return {code: with_lf(text) for code, text in super().words(name, old).items()}


def ticks(label: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, choices=[], option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


class SegmentForm(StaffForm):
    """To whom it goes. Nothing ticked is everybody who may be emailed."""

    edition = edition_field()
    signed = SelectField(_("Signed"), [Optional()], choices=[])
    wards = ticks(_("Lives in"))
    hearing = SelectField(_("Takes part in"), [Optional()], choices=[])
    part = SelectField(_("How"), [Optional()], choices=[])
    tags = ticks(_("Has one of these tags"))
    languages = ticks(_("Reads"))
    wrote = SelectField(_("Wrote a letter"), [Optional()], choices=[])
    source = SelectField(_("Came by"), [Optional()], choices=[])
    without = SelectField(_("Did not get"), [Optional()], choices=[])

    def offer(self, known: Offer, segment: Segment | None = None) -> None:
        """Set what can be picked; show a segment where nothing was posted."""
        for name in Offer.__dataclass_fields__:
            given = getattr(known, name)
            is_open = name in ("signed", "hearing", "wrote", "source", "without")
            first = [SelectChoice("", gettext("does not matter"))] if is_open else []
            self[name].choices = [*first, *(SelectChoice(*one) for one in given)]
        if segment is not None and request.method != "POST":
            for name in Offer.__dataclass_fields__:
                value = getattr(segment, name)
                many = isinstance(value, tuple)
                self[name].data = [str(one) for one in value] if many else str(value or "")
                if many:  # what is ticked comes first, where the list is long
                    self[name].choices.sort(key=lambda one: one.value not in self[name].data)

    @property
    def segment(self) -> Segment:
        return Segment.of({name: self[name].data for name in Offer.__dataclass_fields__})


class ScheduleForm(StaffForm):
    """When it goes out, on the installation's clocks; an hour that comes twice is asked about."""

    edition = edition_field()
    when = RadioField(_("When"), [DataRequired(_("Say when it goes out."))], choices=SAYS_WHEN)
    at = StringField(_("Day and time"), [Optional()], widget=DateTimeLocalInput())
    fold = RadioField(
        _("That time comes twice. Which one?"), [Optional()], choices=[], validate_choice=False
    )

    @property
    def zone(self) -> ZoneInfo:
        return zone_info(zone())

    @property
    def moment(self) -> datetime:
        """When it goes out. Raises ValueError where the form has an error."""
        if self.when.data == "now":
            return now()
        return moment(self.at.data or "", self.zone, self.fold.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        sentence = self.fault() if self.when.data == "later" else ""
        if sentence:
            self.at.errors = [*self.at.errors, sentence]
        return good and not sentence

    def fault(self) -> str:
        """What is wrong with the time, or nothing; offers both of a time that comes twice."""
        try:
            at = self.moment
        except GapError as gap:
            after = format_datetime(gap.after, tzinfo=gap.after.tzinfo, locale=regional())
            return gettext(
                "Clocks skip this time that day. The next one is %(after)s.", after=after
            )
        except FoldError as twice:
            first, second = twice.names
            self.fold.choices = [
                SelectChoice("earlier", gettext("The first time (%(zone)s)", zone=first)),
                SelectChoice("later", gettext("The second time (%(zone)s)", zone=second)),
            ]
            return gettext("Clocks show this time twice that day. Say below which one you mean.")
        except (ValueError, OverflowError):
            return gettext("Write a day and a time.")
        return "" if at > now() else gettext("That time is over. Choose a later one.")


class SeenForm(StaffForm):
    """A button about a mailing as somebody has seen it."""

    edition = edition_field()


class TestForm(StaffForm):
    """To whom of the organization's own members a test goes, and whose mail it shows."""

    __test__ = False  # no test of pytest's
    members = ticks(_("Send a test to"))
    language = SelectField(_("Language"), choices=[])
    person = IntegerField(validators=[Optional(), NumberRange(0, 2**31 - 1)], widget=HiddenInput())

    def offer(self, members: list[tuple[str, str]], codes: list[str]) -> None:
        self.members.choices = [SelectChoice(*one) for one in members]
        self.language.choices = [SelectChoice(code, own_name(code)) for code in codes]

    def validate_members(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("Tick at least one."))
