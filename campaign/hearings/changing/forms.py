"""The form of a sudden change: what happens, and what it needs."""

from datetime import datetime
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import DateTimeLocalInput

from ...coalition.campaign_forms import edition_field
from ...coalition.texts import Text
from ...filters import zone_info
from ...i18n import spoken
from ..forms import StartForm, at_most, fold_field, ticks
from ..models import Hearing
from ..speaking.models import Speaker

KINDS = {
    "time": _("It begins at another time"),
    "place": _("It is held elsewhere"),
    "deferred": _("It is put off to another day"),
    "recessed": _("It is interrupted and goes on later"),
    "cancelled": _("It is cancelled"),
    "cut": _("Everybody has less time"),
    "capacity": _("There are fewer seats, or more"),
}
NEEDS_TIME = ("time", "recessed")
HERE = "new"


class ChangeForm(StartForm):
    """One change of a hearing; `people` are those whom fewer seats turn away."""

    texts: ClassVar[dict[str, Text]] = {
        "status_note": Text(_("What people should know about it"), 500, True)
    }
    edition = edition_field()
    kind = RadioField(_("What happens?"), [InputRequired(_("Choose what happens."))])
    start = StringField(_("New day and time"), widget=DateTimeLocalInput())
    fold = fold_field()
    place = StringField(_("New place"), [at_most(300)])
    remote = StringField(_("Where one watches or calls in"), [at_most(300)])
    successor = SelectField(_("On which day instead"), choices=[], default="")
    carries = BooleanField(_("Take everybody who signed up over to the new day"))
    seconds = IntegerField(
        _("Seconds for each"),
        [Optional(), NumberRange(10, 3600, _("Write a whole number from %(min)s to %(max)s."))],
    )
    cap = IntegerField(
        _("Seats"),
        [Optional(), NumberRange(1, 10_000, _("Write a whole number from %(min)s to %(max)s."))],
    )
    people = ticks(_("Who goes to the waiting list?"))

    hearing: Hearing
    seated: list[Speaker]

    def offer(self, hearing: Hearing, others: list[Hearing], seated: list[Speaker]) -> None:
        """Set what can be picked for this hearing."""
        self.hearing, self.zone, self.seated = hearing, zone_info(hearing.body.timezone), seated
        self.kind.choices = [
            SelectChoice(*one)
            for one in KINDS.items()
            if one[0] != "capacity" or hearing.rule.is_own
        ]
        named = [SelectChoice(str(one.id), label_of(one)) for one in others]
        self.successor.choices = [
            SelectChoice("", _("Nobody knows yet")),
            SelectChoice(HERE, _("On the new day and time below")),
            *named,
        ]
        self.others = {str(one.id): one for one in others}
        self.people.choices = [SelectChoice(str(one.id), one.name) for one in seated]

    def show(self) -> None:
        """Begin with what is stored."""
        hearing = self.hearing
        self.edition.data = hearing.edition
        self.show_start(hearing.starts_at)
        self.place.data, self.remote.data = hearing.place, hearing.remote
        self.cap.data = hearing.rule.cap

    @property
    def to_waiting(self) -> list[Speaker]:
        chosen = set(self.people.data or [])
        return [one for one in self.seated if str(one.id) in chosen]

    @property
    def needs_start(self) -> bool:
        kind = self.kind.data
        return kind in NEEDS_TIME or (kind == "deferred" and self.successor.data == HERE)

    def validate_start(self, field: Field) -> None:
        if self.kind.data not in (*NEEDS_TIME, "deferred"):
            return
        if not self.needs_start:
            return
        if not field.data:
            raise ValidationError(_("Enter the day and the time."))
        super().validate_start(field)
        if self.starts_at == self.hearing.starts_at and self.kind.data != "recessed":
            raise ValidationError(_("It begins then already. Enter the new day and time."))

    def validate_place(self, field: Field) -> None:
        if self.kind.data != "place":
            return
        same = (field.data or "") == self.hearing.place
        if same and (self.remote.data or "") == self.hearing.remote:
            raise ValidationError(_("It is held there already. Enter the new place."))

    def validate_seconds(self, field: Field) -> None:
        if self.kind.data == "cut" and field.data and field.data >= self.hearing.rule.seconds:
            raise ValidationError(_("Write fewer seconds than each has now."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check field by field, then that what this kind of change needs is there."""
        good = super().validate(extra_validators)
        missing = {"cut": self.seconds, "capacity": self.cap}.get(self.kind.data)
        if missing is not None and missing.data is None and not missing.errors:
            missing.errors = (gettext("Write how many."),)
            return False
        if good and self.kind.data == "capacity":
            return self.fits()
        return good

    @property
    def too_many(self) -> int:
        """How many of those with a seat would have none."""
        return max(0, len(self.seated) - (self.cap.data or 0))

    def fits(self) -> bool:
        """Whether exactly so many are sent to the waiting list as have to go."""
        if len(self.to_waiting) == self.too_many:
            return True
        sentence = gettext(
            "%(seated)s people hold seats. Choose %(number)s who go to the waiting list.",
            seated=len(self.seated),
            number=self.too_many,
        )
        self.people.errors = (sentence,)
        return False

    @property
    def starts(self) -> datetime | None:
        return self.starts_at if self.needs_start else None


def label_of(hearing: Hearing) -> str:
    return f"{spoken(hearing.title)}, {hearing.local_start:%Y-%m-%d %H:%M}"
