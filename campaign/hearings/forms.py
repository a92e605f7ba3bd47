"""Forms of the organizers' pages about a hearing."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, ListWidget

from ..accounts.models import User
from ..coalition.campaign_forms import edition_field
from ..coalition.texts import Text, TextsForm
from ..filters import zone_info
from ..forms import StaffForm
from ..i18n import spoken
from ..officials.models import Body
from ..officials.record.models import Measure
from .editing import family_of, find_measures, local
from .models import Hearing
from .rules.deadlines import NoSuchHourError, TwiceError, at
from .series import MOST, REPEATS, days_of

FOLDS = {"first": _("The first time"), "second": _("The second time")}
YEARS = range(2000, 2101)


def at_most(letters: int) -> Length:
    return Length(max=letters, message=_("Use at most %(max)d letters here."))


def ticks(label: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


def start_field() -> StringField:
    given = InputRequired(_("Enter the day and the time."))
    return StringField(_("Day and time"), [given], widget=DateTimeLocalInput())


def fold_field() -> RadioField:
    return RadioField(_("That time comes twice. Which one?"), choices=[], validate_choice=False)


class StartForm(TextsForm):
    """When a hearing begins, on the clocks of its body; an hour that comes twice is asked about."""

    start = start_field()
    fold = fold_field()
    zone: ZoneInfo

    @property
    def typed(self) -> datetime:
        """The time on the wall. Raises ValueError."""
        found = datetime.fromisoformat(self.start.data or "")
        if found.tzinfo is not None or found.year not in YEARS:
            raise ValueError("no day and time")
        return found

    @property
    def chosen_fold(self) -> int | None:
        chosen = self.fold.data if "fold" in self else ""
        return {"first": 0, "second": 1}.get(chosen or "")

    @property
    def starts_at(self) -> datetime:
        return at(self.typed, self.zone, self.chosen_fold)

    def validate_start(self, field: Field) -> None:
        if not field.data:
            return
        try:
            typed = self.typed
        except ValueError:
            raise ValidationError(_("Enter a day and a time that exist.")) from None
        self.check_hour(typed)

    def check_hour(self, typed: datetime) -> None:
        try:
            at(typed, self.zone)
        except TwiceError:
            self.ask_fold()
            if self.chosen_fold is None:
                sentence = gettext(
                    "%(time)s comes twice on %(day)s: say below which one you mean.",
                    time=f"{typed:%H:%M}",
                    day=typed.date(),
                )
                raise ValidationError(sentence) from None
        except NoSuchHourError as gap:
            raise ValidationError(str(gap)) from None

    def ask_fold(self) -> None:
        self.fold.choices = [SelectChoice(*one) for one in FOLDS.items()]

    def show_start(self, starts_at: datetime) -> None:
        there = starts_at.astimezone(self.zone)
        self.start.data = f"{there:%Y-%m-%dT%H:%M}"
        try:
            at(there.replace(tzinfo=None), self.zone)
        except TwiceError:
            self.ask_fold()
            self.fold.data = "second" if there.fold else "first"


class HearingForm(StartForm):
    """What a hearing is. Its body is that of its rule."""

    texts: ClassVar[dict[str, Text]] = {
        "title": Text(_("Title"), 160, missing=_("Give it a title.")),
        "about": Text(_("What it is about, and what we ask"), 5000, True),
        "access": Text(_("Ways in, interpreters, whom to ask"), 1000, True),
    }
    edition = edition_field(0)
    ends = TimeField(_("Ends about"), [Optional()])
    place = StringField(_("Place"), [at_most(300)])
    remote = StringField(_("Where one watches or calls in"), [at_most(300)])
    measures = StringField(_("Measures"), [at_most(1500)])
    joint = ticks(_("Together with"))
    is_vote_expected = BooleanField(_("A vote is expected"))
    takes_sign_ups = BooleanField(_("People sign up on our page"))
    coordinator = SelectField(_("Who of us runs it"), choices=[])

    body: Body

    @property
    def moves(self) -> bool:
        """Whether it says when and where; of a public hearing another page does."""
        return "start" in self

    def offer(self, body: Body, members: list[User]) -> None:
        """Set what can be picked, and whose clocks count."""
        self.body, self.zone = body, zone_info(body.timezone)
        self.found: list[Measure] = []
        others = [one for one in family_of(body) if one.id != body.id]
        self.joint.choices = [SelectChoice(str(one.id), spoken(one.name)) for one in others]
        self.bodies = {str(one.id): one for one in others}
        names = [SelectChoice(str(one.id), one.name or one.email) for one in members]
        self.coordinator.choices = [SelectChoice("", _("Nobody yet")), *names]

    def show(self, hearing: Hearing) -> None:
        """Fill in what is stored."""
        super().fill(hearing)
        if self.moves:
            self.show_start(hearing.starts_at)
            self.place.data = hearing.place
        for name in ("remote", "is_vote_expected", "takes_sign_ups"):
            self[name].data = getattr(hearing, name)
        self.edition.data = hearing.edition
        self.ends.data = local(hearing, hearing.ends_at)
        self.measures.data = ", ".join(one.record for one in hearing.measures)
        self.joint.data = [str(one.id) for one in hearing.other_bodies]
        self.coordinator.data = str(hearing.coordinator_id or "")

    def said(self, start: datetime) -> dict[str, Any]:
        """The values of the row's columns for one that begins at `start`."""
        found = {
            "ends_at": self.ends_at(start),
            "remote": self.remote.data or "",
            "is_vote_expected": bool(self.is_vote_expected.data),
            "takes_sign_ups": bool(self.takes_sign_ups.data),
            "coordinator_id": int(self.coordinator.data) if self.coordinator.data else None,
        }
        if self.moves:
            found |= {"starts_at": start, "place": self.place.data or ""}
        return found

    def ends_at(self, start: datetime) -> datetime | None:
        if self.ends.data is None:
            return None
        day = start.astimezone(self.zone).date()
        return at(datetime.combine(day, self.ends.data), self.zone, self.chosen_fold or 0)

    @property
    def joined(self) -> list[Body]:
        return [self.bodies[one] for one in self.joint.data or []]

    def validate_ends(self, field: Field) -> None:
        start = self.local_start()
        if field.data is None or start is None:
            return
        if field.data <= start.time():
            raise ValidationError(_("Let it end after it begins."))
        try:
            at(datetime.combine(start.date(), field.data), self.zone, self.chosen_fold or 0)
        except NoSuchHourError as gap:
            raise ValidationError(str(gap)) from None

    begins_at: datetime | None = None  # of a hearing whose start this form does not change

    def local_start(self) -> datetime | None:
        if not self.moves:
            return self.begins_at and self.begins_at.astimezone(self.zone)
        try:
            return self.typed
        except ValueError:
            return None

    def validate_measures(self, field: Field) -> None:
        self.found, unknown = find_measures(self.body, field.data or "")
        if unknown:
            sentence = gettext("We know no such record: %(numbers)s.", numbers=", ".join(unknown))
            raise ValidationError(sentence)

    def overwritten_by(self, hearing: Hearing) -> list[tuple[Any, str, str]]:
        """What is stored otherwise than it was typed: the field's name, both texts."""
        typed = self.said(hearing.starts_at if not self.moves else self.starts_at)
        fields = {"starts_at": "start", "ends_at": "ends", "coordinator_id": "coordinator"}
        found = [
            (self[fields.get(one, one)].label.text, str(getattr(hearing, one)), str(typed[one]))
            for one in typed
            if getattr(hearing, one) != typed[one]
        ]
        stored = ", ".join(one.record for one in hearing.measures)
        if stored != ", ".join(one.record for one in self.found):
            found.append((self.measures.label.text, stored, self.measures.data or ""))
        return self.overwritten(hearing) + found


class NewHearingForm(HearingForm):
    """A hearing from a template, or a series of them; what a notice says is ticked one by one."""

    repeats = SelectField(_("Comes again"), choices=[SelectChoice(*one) for one in REPEATS.items()])
    times = IntegerField(
        _("How many in all"),
        [Optional(), NumberRange(1, MOST, _("Write a whole number from %(min)s to %(max)s."))],
        default=1,
    )
    notices = ticks(_("What the clerk’s note says"))

    @property
    def starts(self) -> list[datetime]:
        """When each of them begins; on the same local time, however the clock changes."""
        days = days_of(self.typed.date(), self.repeats.data, self.times.data or 1)
        hours = [datetime.combine(day, self.typed.time()) for day in days]
        return [at(one, self.zone, self.chosen_fold) for one in hours]

    def validate_times(self, field: Field) -> None:
        """Look at each hour of the series: one of them may not exist, or come twice."""
        start = self.local_start()
        if start is None or not field.data or self.start.errors:
            return
        for day in days_of(start.date(), self.repeats.data, field.data)[1:]:
            self.check_hour(datetime.combine(day, start.time()))

    def validate_repeats(self, field: Field) -> None:
        if field.data and (self.times.data or 0) < 2:
            raise ValidationError(_("Say how many there are, 2 or more."))


class ActForm(StaffForm):
    """A button alone; `edition` is that of the hearing that was shown."""

    edition = edition_field(0)
