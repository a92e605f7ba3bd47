"""Forms of those who write and run petitions."""

from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional

from ...factsheet import keys_in
from ...filters import zone_info
from ...i18n import spoken
from ...officials.models import Body
from ..models import Petition
from .moment_forms import MomentForm, hidden_number, show
from .revisions import MOMENTS, PLAIN, SIGNED, Content, content_of
from .texts import MOST, NEEDED, WORDS, Problem, free_slug, problems, slug_fault

LABELS = {
    "title": _("Title"),
    "ask": _("What you ask"),
    "text": _("Text"),
    "share": _("Sentence for sharing"),
}
TARGETS, TARGET = 20, 120  # lines, and characters of each


def one_line_break(value: Any) -> Any:
    """Browsers send CR LF; texts are kept and compared with LF."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def too_long(most: int) -> Length:
    return Length(max=most, message=_("Use at most %(max)d characters here."))


class PetitionForm(MomentForm):
    """A petition, without its texts: `form_class` adds those, four for each language."""

    seen = hidden_number()
    slug = StringField(_("Address"), [Optional()])
    body = SelectField(_("Who decides"), validate_choice=False)
    targets = TextAreaField(_("Who is asked"), filters=[one_line_break])
    goal = IntegerField(
        _("Goal"),
        [Optional(), NumberRange(1, 100_000_000, _("Write a whole number from 1."))],
    )
    reviews_comments = BooleanField(_("Show comments only after somebody has read them"))
    why = TextAreaField(_("Why do you change it?"), [too_long(500)], filters=[one_line_break])

    codes: tuple[str, ...] = ()

    def offer(self, petition: Petition | None, bodies: list[Body], facts: dict[str, str]) -> None:
        """Set what can be picked, and what the texts are held against."""
        self.petition, self.facts = petition, facts
        self.bodies = {str(body.id): body for body in bodies}
        self.body.choices = [SelectChoice(key, spoken(b.name)) for key, b in self.bodies.items()]
        self.content: Content = {}

    @property
    def is_public(self) -> bool:
        return self.petition is not None and self.petition.published_at is not None

    def words(self, name: str, code: str) -> Field:
        found: Field = self[f"{name}_{code}"]
        return found

    def fill(self, content: Content) -> None:
        """Show a content, whatever was posted."""
        for name in WORDS:
            for code in self.codes:
                self.words(name, code).data = content[name].get(code, "")
        for name in PLAIN:
            if name != "body_id":
                show(self[name], content[name])
        show(self.body, str(content["body_id"]))
        self.fill_moments(content)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the body that is asked: its clocks count."""
        body = self.bodies.get(str(self.body.data)) or next(iter(self.bodies.values()), None)
        return zone_info(body.timezone if body else "UTC")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check field by field, then what only all of them together tell; fills `content`."""
        good = super().validate(extra_validators)
        self.content = self.as_content()
        return self.hold_together() and good

    def as_content(self) -> Content:
        texts = {name: {c: self.words(name, c).data or "" for c in self.codes} for name in WORDS}
        content: Content = {
            name: {code: text for code, text in words.items() if text}
            for name, words in texts.items()
        }
        body_id = int(self.body.data) if self.body.data in self.bodies else None
        return content | {
            "slug": self.chosen_slug(content["title"]),
            "body_id": body_id,
            "targets": "\n".join(line.strip() for line in lines(self.targets.data)),
            "goal": self.goal.data,
            "reviews_comments": bool(self.reviews_comments.data),
            **{name: self.moment_of(name) for name in MOMENTS},
        }

    def chosen_slug(self, titles: dict[str, str]) -> str:
        if self.is_public:
            assert self.petition is not None
            return self.petition.slug
        return self.slug.data or free_slug(next(iter(titles.values()), ""))

    def hold_together(self) -> bool:
        content = self.content
        if not content["title"]:
            self.fault(self.words("title", self.codes[0]), gettext("Write a title."))
        opens, closes = content["opens_at"], content["closes_at"]
        if opens and closes and closes <= opens:
            self.fault(self.closes_at, gettext("Let it close after it opens."))
        if self.is_public:
            self.check_public(content)
        return not any(field.errors for field in self)

    def check_public(self, content: Content) -> None:
        """What people may sign already stays whole, and says why it changes."""
        assert self.petition is not None
        old = content_of(self.petition)
        for name in NEEDED:
            for code in self.codes:
                if old[name].get(code) and not content[name].get(code):
                    self.fault(
                        self.words(name, code), gettext("People read this: do not empty it.")
                    )
        if any(old[name] != content[name] for name in SIGNED) and not self.why.data:
            self.fault(self.why, gettext("People signed other words: say why you change them."))

    def fault(self, field: Field, sentence: str) -> None:
        field.errors = [*field.errors, sentence]

    def problems(self, name: str, code: str) -> list[Problem]:
        """What is wrong with the facts of one text."""
        field = self.words(name, code)
        cited = self.petition.text.get(code, "") if self.petition and self.is_public else ""
        return problems(field.data or "", self.facts, keys_in(cited))

    def validate_body(self, field: SelectField) -> None:
        if field.data not in self.bodies:
            raise ValidationError(gettext("Choose who decides."))

    def validate_slug(self, field: StringField) -> None:
        number = self.petition.id if self.petition else None
        if not self.is_public and field.data and (fault := slug_fault(field.data, number)):
            raise ValidationError(fault)

    def validate_targets(self, field: TextAreaField) -> None:
        if len(lines(field.data)) > TARGETS:
            raise ValidationError(gettext("Name at most %(most)s, one a line.", most=TARGETS))
        if any(len(line) > TARGET for line in lines(field.data)):
            sentence = gettext("Use at most %(most)s characters a line.", most=TARGET)
            raise ValidationError(sentence)


def lines(text: str | None) -> list[str]:
    return [line for line in (text or "").splitlines() if line.strip()]


def check_words(form: PetitionForm, field: Field) -> None:
    """Facts stand in the text alone; there, what cannot be meant is refused, in public all."""
    name, _sep, code = field.short_name.partition("_")
    found = form.problems(name, code)
    if name != "text":
        if "{fact:" in (field.data or "") or found:
            raise ValidationError(gettext("Facts stand in the text. Leave the mark out here."))
    elif wrong := [one for one in found if one.is_slip or form.is_public]:
        raise ValidationError(" ".join(str(one) for one in wrong))


@lru_cache(8)
def form_class(codes: tuple[str, ...]) -> type[PetitionForm]:
    """The form for these languages."""
    fields: dict[str, Any] = {"codes": codes}
    for code in codes:
        for name in WORDS:
            kind = StringField if name == "title" else TextAreaField
            rules = [too_long(MOST[name]), check_words]
            filters = [one_line_break]
            fields[f"{name}_{code}"] = kind(LABELS[name], rules, filters=filters)
    return type("PetitionForm", (PetitionForm,), fields)
