"""Forms of the day: acts one by one and as a phone has kept them, the period, the cut."""

import json
import re
import secrets
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    DateField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import AnyOf, DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ...coalition.campaign_forms import DAMAGED, edition_field
from ...forms import LARGEST, StaffForm
from . import KINDS
from .acts import DEEDS, LONGEST, Act
from .models import Heard

DEED = re.compile(rf"({'|'.join(DEEDS)})-(\d{{1,10}})|undo-(\d{{1,10}})-([\w-]{{8,48}})", re.ASCII)
KEY = re.compile(r"[\w-]{8,48}", re.ASCII)
MOST = 500  # acts that a phone sends at once


class ActForm(StaffForm):
    """One act, by a button: “spoke-12”, or “undo-12-” and the key of what it takes back."""

    act = HiddenField(validators=[DataRequired(DAMAGED)])
    seconds = IntegerField(
        _("Seconds"),
        [Optional(), NumberRange(0, LONGEST, _("Enter the seconds, from 0 to 7,200."))],
    )

    def validate_act(self, field: Field) -> None:
        if not DEED.fullmatch(field.data or ""):
            raise ValidationError(DAMAGED)

    @property
    def said(self) -> Act:
        found = DEED.fullmatch(self.act.data or "")
        deed, speaker, undone, key = found.groups() if found else ("", "0", "", "")
        made = secrets.token_hex(16)
        if undone:
            return Act(made, capped(undone), "undo", undoes=key)
        return Act(made, capped(speaker), deed, seconds=self.seconds.data)


def capped(text: str) -> int:
    return min(int(text), LARGEST)


class SyncForm(StaffForm):
    """Acts as a phone has kept them: a JSON list."""

    acts = TextAreaField(validators=[Length(max=200_000, message=DAMAGED)])

    def validate_acts(self, field: Field) -> None:
        try:
            said = json.loads(field.data or "")
        except (ValueError, RecursionError):
            raise ValidationError(DAMAGED) from None
        if not isinstance(said, list) or len(said) > MOST:
            raise ValidationError(DAMAGED)
        self.said = [read(one) for one in said]


def read(said: Any) -> Act:
    """An act as a phone wrote it. Raises ValidationError."""
    if not isinstance(said, dict):
        raise ValidationError(DAMAGED)
    key, speaker, deed = said.get("key"), said.get("speaker"), said.get("act")
    seconds, undoes = said.get("seconds"), said.get("undoes") or ""
    is_right = (
        is_key(key)
        and is_number(speaker, LARGEST)
        and deed in (*DEEDS, "undo")
        and (seconds is None or is_number(seconds, LONGEST))
        and (is_key(undoes) if deed == "undo" else undoes == "")
    )
    if not is_right:
        raise ValidationError(DAMAGED)
    return Act(str(key), int(speaker or 0), str(deed), moment(said.get("at")), seconds, undoes)


def is_key(value: Any) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def is_number(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def moment(value: Any) -> datetime | None:
    """Milliseconds since 1970, as a browser counts; None where that is no moment."""
    if not is_number(value, 10**14):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


class PeriodForm(StaffForm):
    """The time for the public begins, ends, or that was wrong."""

    act = HiddenField(validators=[AnyOf(("begin", "end", "reopen", "unbegin"), DAMAGED)])


class CutForm(StaffForm):
    """What the chair leaves to each; nothing gives them back what the rule says."""

    seconds = IntegerField(
        _("Seconds for each"),
        [Optional(), NumberRange(10, 3_600, _("Enter the seconds, from 10 to 3,600."))],
    )


class MadeForm(StaffForm):
    """Which deals were made; those of the speakers in `shown` that are not ticked were not."""

    made = SelectMultipleField(
        coerce=int,
        choices=[],
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    shown = HiddenField(validators=[Length(max=20_000, message=DAMAGED)])

    @property
    def speakers(self) -> list[int]:
        words = (self.shown.data or "").split(",")
        return [int(one) for one in words if one.isdecimal() and int(one) <= LARGEST]


class HeardForm(StaffForm):
    """What an official said; `edition` is that of the entry that was opened, 0 for a new one."""

    edition = edition_field(0)
    kind = SelectField(
        _("What it was"), choices=[SelectChoice(key, words) for key, words in KINDS.items()]
    )
    official = SelectField(_("Who said it"), choices=[], validate_choice=False)
    speaker = SelectField(_("To whom"), choices=[], validate_choice=False)
    text = TextAreaField(
        _("What they said"),
        [
            DataRequired(_("Write what they said.")),
            Length(max=5_000, message=_("Use at most %(max)d letters here.")),
        ],
        filters=[lambda text: text.replace("\r\n", "\n") if isinstance(text, str) else text],
    )
    due_on = DateField(_("Promised until"), [Optional()])

    def offer(self, officials: list[tuple[str, str]], speakers: list[tuple[str, str]]) -> None:
        self.official.choices = [
            SelectChoice("", _("Not noted")),
            *(SelectChoice(*one) for one in officials),
        ]
        self.speaker.choices = [
            SelectChoice("", _("Nobody in particular")),
            *(SelectChoice(*one) for one in speakers),
        ]

    def fill(self, heard: Heard) -> None:
        self.edition.data, self.kind.data, self.text.data = heard.edition, heard.kind, heard.text
        self.official.data = str(heard.official_id or "")
        self.speaker.data = str(heard.speaker_id or "")
        self.due_on.data = heard.due_on

    def check_choice(self, field: SelectField) -> None:
        if (field.data or "") not in {value for value, *_more in field.iter_choices()}:
            raise ValidationError(_("Choose one of the list."))

    def validate_official(self, field: SelectField) -> None:
        self.check_choice(field)
        if self.due_on.data and not field.data:
            raise ValidationError(_("Say who promised it, so that somebody can be asked."))

    def validate_speaker(self, field: SelectField) -> None:
        self.check_choice(field)

    def validate_due_on(self, field: Field) -> None:
        if field.data and self.kind.data != "promise":
            raise ValidationError(_("Only a promise has a day."))
        if field.data and not date(2000, 1, 1) <= field.data <= date(2199, 12, 31):
            raise ValidationError(_("Enter the day, like 2027-03-01."))

    @property
    def said(self) -> dict[str, Any]:
        """The values of the row."""
        return {
            "kind": self.kind.data,
            "text": self.text.data,
            "official_id": int(self.official.data) if self.official.data else None,
            "speaker_id": int(self.speaker.data) if self.speaker.data else None,
            "due_on": self.due_on.data,
        }

    def overwritten(self, heard: Heard) -> list[tuple[Any, Any, Any]]:
        """What is stored otherwise than it was typed: the field’s name, both texts."""
        names = {"official_id": "official", "speaker_id": "speaker"}
        return [
            (
                self[names.get(name, name)].label.text,
                self.shown(name, getattr(heard, name)),
                self.shown(name, typed),
            )
            for name, typed in self.said.items()
            if getattr(heard, name) != typed
        ]

    def shown(self, name: str, value: Any) -> str:
        if name in ("official_id", "speaker_id"):
            field = self["official" if name == "official_id" else "speaker"]
            names = {str(choice): str(label) for choice, label, *_more in field.iter_choices()}
            return names.get(str(value or ""), gettext("somebody else"))
        return str(KINDS.get(value, value)) if value is not None else ""
