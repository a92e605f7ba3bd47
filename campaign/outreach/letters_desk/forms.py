"""Forms of those who write and run letter actions."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ...db import db
from ...factsheet import keys_in
from ...filters import zone_info
from ...petitions.writing.forms import one_line_break, too_long
from ...petitions.writing.moment_forms import MomentForm, hidden_number, show
from ...petitions.writing.moments import fold_of, typed
from ...petitions.writing.texts import SLUG, Problem, problems, slug_of
from ..letters.models import LetterAction
from .choices import Choices
from .content import WORDS, Content, content_of
from .words import ON_BOUNCE

MOST = {"title": 120, "subject": 120, "text": 20_000, "prompt": 200}  # characters
PROMPTS = 3
LARGEST = 1_000  # letters an hour or a day
LABELS = {
    "title": _("Title"),
    "subject": _("Proposed subject"),
    "text": _("Why"),
    "prompt1": _("First question"),
    "prompt2": _("Second question"),
    "prompt3": _("Third question"),
}
RESERVED = frozenset(
    "new edit all held uncertain replies publish pause resume close reopen decide export rates"
    " write check thanks letters".split()
)


def many(label: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


def pace_field(label: Any) -> IntegerField:
    sentence = _("Write a whole number from 1 to 1,000.")
    return IntegerField(label, [InputRequired(sentence), NumberRange(1, LARGEST, sentence)])


class ActionForm(MomentForm):
    """A letter action without its texts: `form_class` adds those for each language."""

    opens_at = None  # type: ignore[assignment]
    opens_fold = None  # type: ignore[assignment]
    seen = hidden_number()
    slug = StringField(_("Address"), [Optional()])
    body = SelectField(_("Who decides"), validate_choice=False)
    measure = SelectField(_("Measure"), validate_choice=False)
    facts = many(_("Facts that residents may quote"))
    points = many(_("Points that are dealt to writers"))
    per_hour = pace_field(_("Letters an hour, to one office"))
    per_day = pace_field(_("Letters a day, to one office"))
    on_bounce = RadioField(
        _("When an office’s address bounces"),
        choices=[SelectChoice(key, words) for key, words in ON_BOUNCE.items()],
    )

    codes: tuple[str, ...] = ()

    def offer(self, action: LetterAction | None, choices: Choices) -> None:
        """Set what can be picked, and what the texts are held against."""
        self.action, self.offered = action, choices
        self.body.choices = [SelectChoice(key, words) for key, words in choices.bodies.items()]
        self.measure.choices = [SelectChoice("", gettext("None"))]
        self.measure.choices += [SelectChoice(key, w) for key, w in choices.measures.items()]
        self.facts.choices = [SelectChoice(key, words) for key, words in choices.facts.items()]
        self.points.choices = [SelectChoice(key, words) for key, words in choices.points.items()]
        self.content: Content = {}

    @property
    def is_public(self) -> bool:
        return self.action is not None and self.action.published_at is not None

    def words(self, name: str, code: str) -> Field:
        found: Field = self[f"{name}_{code}"]
        return found

    def fill(self, content: Content) -> None:
        """Show a content, whatever was posted."""
        for code in self.codes:
            for name in WORDS:
                self.words(name, code).data = content[name].get(code, "")
            for at in range(PROMPTS):
                one = content["prompts"][at] if at < len(content["prompts"]) else {}
                show(self.words(f"prompt{at + 1}", code), one.get(code, ""))
        for name in ("slug", "per_hour", "per_day", "on_bounce", "facts"):
            show(self[name], content[name])
        show(self.body, str(content["body_id"] or ""))
        show(self.measure, str(content["measure_id"] or ""))
        points = [str(one) for one in content["points"]]
        show(self.points, points or list(self.offered.points))
        self.fill_closing(content["closes_at"])

    def fill_closing(self, closes: str | None) -> None:
        at = datetime.fromisoformat(closes) if closes else None
        show(self.closes_at, typed(at, self.zone))
        show(self.closes_fold, fold_of(at, self.zone))
        self.ask_fold("closes_at")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the body that is written to: its clocks count."""
        return zone_info(self.offered.zones.get(str(self.chosen_body), "UTC"))

    @property
    def chosen_body(self) -> int | None:
        """Once it is public, letters go to that council's offices: it stays."""
        if self.is_public:
            assert self.action is not None
            return self.action.body_id
        return int(self.body.data) if self.body.data in self.offered.bodies else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check field by field, then what only all of them together tell; fills `content`."""
        good = super().validate(extra_validators)
        self.content = self.as_content()
        return self.hold_together() and good

    def as_content(self) -> Content:
        content: Content = {name: self.in_languages(name) for name in WORDS}
        prompts = [self.in_languages(f"prompt{at}") for at in range(1, PROMPTS + 1)]
        return content | {
            "prompts": [one for one in prompts if one],
            "slug": self.chosen_slug(content["title"]),
            "body_id": self.chosen_body,
            "measure_id": int(self.measure.data)
            if self.measure.data in self.offered.measures
            else None,
            "facts": [key for key in self.offered.facts if key in (self.facts.data or [])],
            "points": self.chosen_points(),
            "per_hour": self.per_hour.data,
            "per_day": self.per_day.data,
            "on_bounce": self.on_bounce.data,
            "closes_at": self.moment_of("closes_at"),
        }

    def in_languages(self, name: str) -> dict[str, str]:
        texts = {code: self.words(name, code).data or "" for code in self.codes}
        return {code: text for code, text in texts.items() if text}

    def chosen_points(self) -> list[int]:
        """All of them is stored as none named, so that a later point is dealt, too."""
        chosen = [key for key in self.offered.points if key in (self.points.data or [])]
        return [] if len(chosen) == len(self.offered.points) else [int(key) for key in chosen]

    def chosen_slug(self, titles: dict[str, str]) -> str:
        if self.is_public:
            assert self.action is not None
            return self.action.slug
        return self.slug.data or free_slug(next(iter(titles.values()), ""))

    def hold_together(self) -> bool:
        if not self.content["title"]:
            self.fault(self.words("title", self.codes[0]), gettext("Write a title."))
        if self.is_public:
            self.check_public(self.content)
        return not any(field.errors for field in self)

    def check_public(self, content: Content) -> None:
        """What people read already stays whole; what letters quote stays offered."""
        assert self.action is not None
        old = content_of(self.action)
        for name in WORDS:
            for code in self.codes:
                if old[name].get(code) and not content[name].get(code):
                    sentence = gettext("People read this: do not empty it.")
                    self.fault(self.words(name, code), sentence)
        if not content["prompts"]:
            sentence = gettext("Writers need at least one question.")
            self.fault(self.words("prompt1", self.codes[0]), sentence)
        gone = [key for key in old["facts"] if key not in content["facts"]]
        if quoted := [key for key in gone if self.offered.is_quoted(key)]:
            sentence = gettext("Letters quote this, so it stays: %(keys)s", keys=", ".join(quoted))
            self.fault(self.facts, sentence)

    def fault(self, field: Field, sentence: str) -> None:
        field.errors = [*field.errors, sentence]

    def problems(self, code: str, name: str = "text") -> list[Problem]:
        """What is wrong with the facts of one text."""
        cited = self.action.text.get(code, "") if self.action and self.is_public else ""
        text = self.words(name, code).data or ""
        return problems(text, self.offered.statuses, keys_in(cited))

    def validate_body(self, field: SelectField) -> None:
        if not self.is_public and field.data not in self.offered.bodies:
            raise ValidationError(gettext("Choose who decides."))

    def validate_measure(self, field: SelectField) -> None:
        if field.data and field.data not in self.offered.measures:
            raise ValidationError(gettext("Choose a measure of the list."))

    def validate_facts(self, field: SelectMultipleField) -> None:
        if set(field.data or []) - set(self.offered.facts):
            raise ValidationError(gettext("Choose facts of the list."))

    def validate_points(self, field: SelectMultipleField) -> None:
        if set(field.data or []) - set(self.offered.points):
            raise ValidationError(gettext("Choose points of the list."))

    def validate_slug(self, field: StringField) -> None:
        if self.is_public or not field.data:
            return
        if fault := slug_fault(field.data, self.action.id if self.action else None):
            raise ValidationError(fault)


def slug_fault(slug: str, number: int | None) -> str:
    """What is wrong with an address that somebody typed, or nothing."""
    if not SLUG.fullmatch(slug):
        return gettext("Use small letters, digits and hyphens, like write-to-city-hall.")
    if slug in RESERVED:
        return gettext("This word has another use here. Choose another.")
    query = db.select(LetterAction.id).where(LetterAction.slug == slug)
    if db.session.scalar(query) not in (None, number):
        return gettext("Another letter action has this address. Choose another.")
    return ""


def free_slug(title: str) -> str:
    """An address made from a title that no letter action has now."""
    base = slug_of(title)
    base = "letters" if base == "petition" else base
    query = db.select(LetterAction.slug).where(LetterAction.slug.startswith(base))
    taken = set(db.session.scalars(query))
    every = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in every if one not in taken | RESERVED)


def check_words(form: ActionForm, field: Field) -> None:
    """Facts stand in the text alone; there, what cannot be meant is refused, in public all."""
    name, _sep, code = field.short_name.partition("_")
    found = form.problems(code, name)
    if name != "text":
        if "{fact:" in (field.data or "") or found:
            raise ValidationError(gettext("Facts stand in the text. Leave the mark out here."))
    elif wrong := [one for one in found if one.is_slip or form.is_public]:
        raise ValidationError(" ".join(str(one) for one in wrong))


@lru_cache(8)
def form_class(codes: tuple[str, ...]) -> type[ActionForm]:
    """The form for these languages."""
    fields: dict[str, Any] = {"codes": codes}
    for code in codes:
        for name, label in LABELS.items():
            kind = TextAreaField if name == "text" else StringField
            rules = [too_long(MOST[name.rstrip("123")]), check_words]
            fields[f"{name}_{code}"] = kind(label, rules, filters=[one_line_break])
    return type("ActionForm", (ActionForm,), fields)
