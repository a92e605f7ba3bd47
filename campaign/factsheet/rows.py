"""The rows of a fact's form: its sources, its disputes, and their sources."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, StringField, TextAreaField
from wtforms.fields import Field

from ..forms import Form as PlainForm
from .files.items import MOST_SOURCES, ONE_LINE, SOME_LINES


class Limit:
    """Says a field's limit in its hint; `files.items` holds it."""

    def __init__(self, field: str) -> None:
        self.field_flags = {"maxlength": (ONE_LINE | SOME_LINES)[field]}

    def __call__(self, form: Any, field: Field) -> None:
        """Nothing: `files.items` looks."""


class Rows(FieldList):  # type: ignore[type-arg]
    """Rows that one adds and takes away. Indices are those of a page, not of a robot."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        start = f"{prefix}-"
        for name in formdata:
            found = name[len(start) :].partition("-")[0] if name.startswith(start) else ""
            if found.isascii() and found.isdigit() and len(found) <= 2:
                yield int(found)

    def tell_errors(self) -> None:
        """Bring the errors of the rows up to this field."""
        errors = [row.errors for row in self.entries]
        self.errors = errors if any(errors) else []


class RowsMeta:
    """A list of rows has no text of its own to strip."""

    def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Field:
        if issubclass(unbound.field_class, FieldList | FormField):
            found: Field = unbound.bind(form=form, **options)
            return found
        bound: Field = super().bind_field(form, unbound, options)  # type: ignore[misc]
        return bound


class RowForm(Form):
    """One row: no token of its own."""

    class Meta(RowsMeta, PlainForm.Meta):
        pass

    @property
    def is_blank(self) -> bool:
        return not any(text for name, text in self.data.items() if isinstance(text, str))


class SourceForm(RowForm):
    title = StringField(_("Title"))
    publisher = StringField(_("Publisher"))
    date = StringField(_("Date"), description=_("2024-02-13, 2024-02 or 2024"))
    url = StringField(_("Address"), description=_("Begins with https://"))
    archived_url = StringField(_("Archived copy"), description=_("Where it stays readable"))
    locator = StringField(_("Place in it"), description=_("Page, section or record number"))
    quote = TextAreaField(_("Quote"), description=_("Its own words, letter by letter"))


class DisputeForm(RowForm):
    by = StringField(_("Who says otherwise"))
    says = TextAreaField(_("What they say"), description=_("Their strongest point, fairly"))
    sources = Rows(FormField(SourceForm), max_entries=MOST_SOURCES)

    @property
    def is_blank(self) -> bool:
        return super().is_blank and all(row.form.is_blank for row in self.sources)
