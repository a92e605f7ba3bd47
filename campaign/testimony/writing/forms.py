"""Forms of the writing pages."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    FileField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import Length

from ...forms import Form, StaffForm
from ..models import Version
from ..saving import MOST
from ..speech import QUICKEST, SLOWEST, usual_pace
from .faults import is_too_much

PROMPTS = ("ask", "who", "story")  # in the order in which they are said
FILTER = 100  # letters of a search
PACES = {"usual": 1.0, "slow": 0.8, "quick": 1.2}  # of what is usual


def newlines(text: str | None) -> str | None:
    """Line breaks as they are stored, whatever the browser sends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class WritingFields:
    """A text, or three answers that become one, with a pace; `seen` is the revision it is of."""

    ask: Any = TextAreaField(_("The ask"), filters=[newlines])
    who: Any = TextAreaField(_("Who you are"), filters=[newlines])
    story: Any = TextAreaField(_("Your story"), filters=[newlines])
    text: Any = TextAreaField(_("What you will say"), filters=[newlines])
    pace: Any = SelectField(
        _("How fast you speak"),
        choices=[
            SelectChoice("usual", _("As most people do")),
            SelectChoice("slow", _("Slowly")),
            SelectChoice("quick", _("Quickly")),
            SelectChoice("own", _("As I have measured")),
        ],
    )
    per_minute: Any = StringField(_("Words in a minute"))
    file: Any = FileField(_("File"))
    q: Any = StringField(_("Find a fact"), [Length(max=FILTER, message=_("Search for less."))])
    seen: Any = HiddenField()
    why: Any = HiddenField()

    is_prompted = False
    stored = ""  # the text as it is

    def prepare(self: Any, version: Version) -> None:
        """Fill in what is stored, and leave out what this page does not ask."""
        posted = request.form if request.method == "POST" else {}
        answered = any(name in posted for name in PROMPTS)
        self.is_prompted = "text" not in posted and (answered or not version.text)
        self.stored = version.text
        if request.method != "POST":
            self.text.data, self.seen.data = version.text, str(version.number)
            self.pace.data, self.per_minute.data = stored_pace(version)
        is_original = version.language == version.draft.main.language
        if not is_original or (request.method == "POST" and "pace" not in posted):
            del self.pace, self.per_minute

    @property
    def composed(self: Any) -> str:
        """What is to be said: the text, or the three answers with the ask first."""
        if not self.is_prompted:
            return self.text.data if "text" in request.form else self.stored
        answers = [self[name].data or "" for name in PROMPTS]
        return "\n\n".join(one for one in answers if one)

    @property
    def revision(self: Any) -> int:
        """The revision that somebody has changed; −1, which is none, where a form does not say."""
        said = self.seen.data or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1

    def pace_for(self: Any, version: Version) -> int | None:
        """Words a minute as chosen here; None for what is usual, and where nothing is asked."""
        if self.pace is None:
            return version.draft.pace
        if self.pace.data == "own":
            return int(self.per_minute.data)
        share = PACES[self.pace.data]
        return None if share == 1 else round(share * usual_pace(version.language))

    def validate_text(self: Any, field: Field) -> None:
        if not self.is_prompted:
            self.check("text" in request.form)

    def validate_ask(self: Any, field: Field) -> None:
        if self.is_prompted:
            self.check(bool(self.composed))

    def check(self: Any, is_given: bool) -> None:
        """Raise ValidationError for too much, and for nothing where something is to be saved."""
        if not is_given and request.form.get("act") not in ("file", "check", "find"):
            raise ValidationError(_("Write something first."))
        check_text(self.composed)

    def validate_per_minute(self: Any, field: Field) -> None:
        """A number, where somebody has measured how fast they speak."""
        said = field.data or ""
        if self.pace.data != "own":
            return
        is_number = said.isascii() and said.isdigit() and len(said) < 4
        if not is_number or not SLOWEST <= int(said) <= QUICKEST:
            raise ValidationError(_("Write a number of words from 60 to 300."))


def check_text(text: str) -> None:
    """Raise ValidationError for more than a page can bear."""
    if len(text) > MOST:
        raise ValidationError(
            _("This is too long to be said: 50,000 letters at most. Nothing was saved.")
        )
    if is_too_much(text):
        raise ValidationError(
            _("Tables and brackets as large as these cannot be read aloud. Make them smaller.")
        )


def stored_pace(version: Version) -> tuple[str, str]:
    """The choice that a stored pace was, and its number where it was measured."""
    pace = version.draft.pace
    if pace is None:
        return "usual", ""
    usual = usual_pace(version.language)
    named = [name for name, share in PACES.items() if round(share * usual) == pace]
    return (named[0], "") if named else ("own", str(pace))


class WriterForm(WritingFields, Form):
    """For the writer, who has a link and no session."""


class StaffWritingForm(WritingFields, StaffForm):
    """For organizers."""


class VersionFields:
    """Another length or language, and what it begins with."""

    seconds: Any = SelectField(_("For how long"), choices=[])
    language: Any = SelectField(_("In which language"), choices=[])
    start: Any = RadioField(
        _("Begin with"),
        choices=[
            SelectChoice("copy", _("a copy of the text")),
            SelectChoice("empty", _("an empty page")),
        ],
        default="copy",
    )


class WriterVersionForm(VersionFields, Form):
    """For the writer."""


class StaffVersionForm(VersionFields, StaffForm):
    """For organizers."""
