"""Forms of a resident's letter."""

import re
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from ...forms import Form, mail_field, plain_name
from ...i18n import spoken
from ...testimony import speech
from ...testimony.writing.faults import find_faults, is_too_much
from .models import LetterAction
from .reading import foreign_keys

MOST = 10_000  # characters: five pages, more than an office reads
LEAST = 8  # words: fewer cannot be compared with others, and move nobody
ANSWERS = ("answer_1", "answer_2", "answer_3", "answer_4", "answer_5")
DEFAULT_PROMPTS = (
    _("What should they do? Say it first."),
    _("Who are you, and what ties you to this?"),
    _("What have you seen or lived through yourself?"),
)
OUTSIDE = re.compile(r"https?://|\bwww\.|\]\(", re.IGNORECASE)


def newlines(text: str | None) -> str | None:
    """Line breaks as they are stored, whatever the browser sends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


def prompts_of(action: LetterAction) -> list[str]:
    """The questions from which a letter is made, in the language of this answer."""
    own = [spoken(one) for one in action.prompts or () if any(one.values())]
    return own[: len(ANSWERS)] or [str(one) for one in DEFAULT_PROMPTS]


def words_field(label: Any = "") -> TextAreaField:
    return TextAreaField(label, filters=[newlines])


class LetterFields(Form):
    """What both forms share: the subject, and who signs."""

    subject = StringField(
        _("Subject"),
        [
            DataRequired(_("Write a subject.")),
            Length(max=150, message=_("Use at most 150 letters for the subject.")),
        ],
    )
    name = StringField(
        _("Full name"),
        [
            DataRequired(_("Enter your full name.")),
            Length(max=120, message=_("Use at most 120 letters for the name.")),
            plain_name,
        ],
    )
    shows_street = BooleanField(_("Sign with my street address too"))
    street = StringField(
        _("Street address"),
        [Length(max=200, message=_("Use at most 200 letters for the address."))],
    )
    is_private = BooleanField(_("No organizer reads my letter"))

    def validate_subject(self, field: Field) -> None:
        if OUTSIDE.search(field.data or ""):
            raise ValidationError(_("Leave links out of the subject."))

    def validate_street(self, field: Field) -> None:
        if self.shows_street.data and not field.data:
            raise ValidationError(_("Enter your street address, or do not tick it."))
        if OUTSIDE.search(field.data or ""):
            raise ValidationError(_("Leave links out of the address."))

    @property
    def signed(self) -> dict[str, Any]:
        """The values of a valid form as columns of a letter, but for its words."""
        street = self.street.data if self.shows_street.data else ""
        return {
            "subject": " ".join((self.subject.data or "").split()),
            "name": self.name.data,
            "street": street or "",
            "is_private": bool(self.is_private.data),
        }


class LetterForm(LetterFields):
    """A new letter: the answers to a few questions become one text."""

    answer_1 = words_field()
    answer_2 = words_field()
    answer_3 = words_field()
    answer_4 = words_field()
    answer_5 = words_field()
    email = mail_field(_("Email address"))
    allow = SelectMultipleField(
        _("Who may email you about this campaign?"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    by = HiddenField()
    dealt = HiddenField()

    def ask(self, action: LetterAction, organizations: dict[str, str]) -> None:
        """Put the questions of this action, and what may be allowed."""
        self.action = action
        prompts = prompts_of(action)
        for name, words in zip(ANSWERS, prompts, strict=False):
            self[name].label.text = words
        for name in ANSWERS[len(prompts) :]:
            delattr(self, name)
        self.organizations = set(organizations)
        self.allow.choices = [SelectChoice(slug, name) for slug, name in organizations.items()]

    @property
    def answers(self) -> list[Any]:
        return [self[name] for name in ANSWERS if name in self]

    @property
    def composed(self) -> str:
        """The answers as one letter, an empty line between them."""
        return "\n\n".join(one.data for one in self.answers if one.data)

    @property
    def points(self) -> list[int]:
        """The numbers of the points that this page showed."""
        return [
            int(one)
            for one in (self.dealt.data or "").split("-")
            if re.fullmatch("[0-9]{1,9}", one)
        ]

    def validate_answer_1(self, field: Field) -> None:
        check_words(self.composed)

    def validate_answer_2(self, field: Field) -> None:
        check_facts(self.action, field.data or "")

    validate_answer_3 = validate_answer_4 = validate_answer_5 = validate_answer_2

    def validate_allow(self, field: SelectMultipleField) -> None:
        if not set(field.data or ()) <= self.organizations:
            raise ValidationError(_("Tick organizations of this list."))

    def validate(self, extra_validators: Any = None) -> bool:
        """The first answer is checked last for its facts, since it answers for the whole too."""
        is_good = super().validate(extra_validators)
        first = self.answers[0]
        if not first.errors:
            try:
                check_facts(self.action, first.data or "")
            except ValidationError as problem:
                first.errors = [str(problem)]
                return False
        return is_good


class ChangeForm(LetterFields):
    """Other words for a letter that has not left; `seen` says which words were shown."""

    text = TextAreaField(_("Your letter"), filters=[newlines])
    seen = HiddenField()

    def ask(self, action: LetterAction) -> None:
        self.action = action

    @property
    def composed(self) -> str:
        return self.text.data or ""

    def validate_text(self, field: Field) -> None:
        check_words(self.composed)
        check_facts(self.action, self.composed)


def check_words(text: str) -> None:
    """Raise ValidationError for what is no letter: too short, too long, or with links."""
    if speech.units(text) < LEAST:
        raise ValidationError(_("Write a sentence or two: your own words are what counts."))
    if len(text) > MOST or is_too_much(text):
        raise ValidationError(_("Use at most 10,000 letters: offices read short letters."))
    if OUTSIDE.search(text):
        raise ValidationError(
            _("Leave links out: offices distrust them. Facts bring their sources.")
        )


def check_facts(action: LetterAction, text: str) -> None:
    """Raise ValidationError for a mark that leads nowhere."""
    faults = find_faults(text, foreign_keys(action, text))
    if faults:
        raise ValidationError(
            gettext("Line %(line)s:", line=faults[0].line) + f" {faults[0].words}"
        )


def numbers_in(words: str) -> list[int]:
    """The numbers in “3-17-4”; what is none is left out."""
    return [int(one) for one in words.split("-") if re.fullmatch("[0-9]{1,9}", one)]


def pressed() -> str:
    """Which button was pressed, where a form has several."""
    return request.form.get("act", "")


def forgive(form: LetterFields) -> None:
    """Who only looks need not have filled in everything."""
    form.form_errors = []
    for field in form:
        field.errors = []
