"""Form fields for texts in every language of the installation: one field a language."""

from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length, Optional

from ..config import settings
from ..forms import StaffForm
from ..i18n import own_name


class Text(NamedTuple):
    """Something that is said in several languages.

    `missing` is the sentence for who leaves it empty in the installation's first language;
    without one it may be left out.
    """

    label: Any
    most: int
    is_long: bool = False
    missing: Any = ""


class TextsForm(StaffForm):
    """Base: `texts` by name. The field of `ask` in Spanish is `ask_es`."""

    texts: ClassVar[dict[str, Text]] = {}

    @classmethod
    def in_languages(cls, *args: Any, **kwargs: Any) -> Any:
        """This form with its fields in the languages of the installation."""
        made = with_fields(cls, tuple(settings().language_codes))  # type: ignore[arg-type]
        return made(*args, **kwargs)

    def words(self, name: str, old: dict[str, str] | None = None) -> dict[str, str]:
        """What was typed, by language; texts in languages no longer shown stay as they were."""
        codes = settings().language_codes
        typed = {code: self[f"{name}_{code}"].data or "" for code in codes}
        kept = {code: text for code, text in (old or {}).items() if code not in codes}
        return {code: text for code, text in typed.items() if text} | kept

    def every_text(self, row: Any = None) -> dict[str, dict[str, str]]:
        return {name: self.words(name, getattr(row, name, None)) for name in self.texts}

    def fill(self, row: Any) -> None:
        """Show what is stored."""
        for name in self.texts:
            for code in settings().language_codes:
                self[f"{name}_{code}"].data = (getattr(row, name) or {}).get(code, "")

    def fields_of(self, name: str) -> list[Field]:
        return [self[f"{name}_{code}"] for code in settings().language_codes]

    def overwritten(self, row: Any) -> list[tuple[Any, str, str]]:
        """Label, stored and typed text of each field in which this form and the row differ."""
        found = []
        for name in self.texts:
            for code, field in zip(settings().language_codes, self.fields_of(name), strict=True):
                stored = (getattr(row, name) or {}).get(code, "")
                if stored != (field.data or ""):
                    found.append((field.label.text, stored, field.data or ""))
        return found


@lru_cache(32)
def with_fields(base: type[TextsForm], codes: tuple[str, ...]) -> type[TextsForm]:
    fields = {
        f"{name}_{code}": make_field(text, code, codes)
        for name, text in base.texts.items()
        for code in codes
    }
    return type(base.__name__, (base,), fields)


def make_field(text: Text, code: str, codes: tuple[str, ...]) -> Field:
    is_needed = text.missing and code == codes[0]
    label = text.label
    if len(codes) > 1:
        label = _("%(name)s (%(language)s)", name=text.label, language=own_name(code))
    checks: list[Any] = [DataRequired(text.missing) if is_needed else Optional()]
    checks.append(Length(max=text.most, message=_("Use at most %(max)d letters.")))
    kind = TextAreaField if text.is_long else StringField
    return kind(label, checks, render_kw={"lang": code})
