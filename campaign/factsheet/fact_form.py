"""The form of a fact. What a fact may hold is said once, in `files.items`, for files and forms."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from ..config import settings
from ..forms import StaffForm
from .content import KINDS, LANGUAGE, SOURCE_FIELDS, STATUSES, TEXT_FIELDS, Content
from .editing import Seen
from .files.entries import Entry, Item, Path, Problem
from .files.items import MOST_DISPUTES, MOST_SOURCES, read_item
from .forms import DAMAGED, LARGEST
from .models import Fact
from .rows import DisputeForm, Limit, Rows, RowsMeta, SourceForm
from .words import FIELD, KIND, STATUS, language_name

RENAMED = {"status": "standing"}  # `status` is the answer's, as in every form
PRESSED = re.compile(
    r"(add|remove)-(sources|disputes)(?:-(\d{1,2}))?(?:-(sources)(?:-(\d{1,2}))?)?"
)


def a_day(form: Any, field: Field) -> None:
    try:
        day_of(field)
    except ValueError:
        raise ValidationError(DAMAGED) from None


def day_of(field: Field) -> date | None:
    return date.fromisoformat(field.data) if field.data else None


class FactForm(StaffForm):
    """A fact with its sources and its disputes. `seen` says what the editor was shown."""

    class Meta(RowsMeta, StaffForm.Meta):
        pass

    seen = IntegerField(
        validators=[InputRequired(DAMAGED), NumberRange(0, LARGEST, DAMAGED)],
        widget=HiddenInput(),
    )
    seen_review_by = HiddenField(validators=[a_day])
    about = IntegerField(
        validators=[Optional(), NumberRange(0, LARGEST, DAMAGED)], widget=HiddenInput()
    )
    key = StringField(_("Key"), [DataRequired(_("Give the fact a key."))])
    statement = TextAreaField(
        _("Statement"), [DataRequired(_("Write the statement.")), Limit("statement")]
    )
    figure = StringField(FIELD["figure"])
    unit = StringField(FIELD["unit"])
    denominator = StringField(FIELD["denominator"])
    period = StringField(FIELD["period"])
    as_of = StringField(FIELD["as_of"])
    kind = SelectField(FIELD["kind"])
    topic = StringField(FIELD["topic"])
    note = TextAreaField(FIELD["note"], [Limit("note")])
    standing = SelectField(FIELD["status"])
    reason = TextAreaField(_("Why it has this status"), [Limit("reason")])
    superseded_by = StringField(FIELD["superseded_by"])
    review_by = StringField(_("Read the source again by"))
    sources = Rows(FormField(SourceForm), max_entries=MOST_SOURCES)
    disputes = Rows(FormField(DisputeForm), max_entries=MOST_DISPUTES)

    codes: tuple[str, ...] = ()  # languages that it has a field `in_<code>` for
    may_publish = True
    item: Item

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = not self.may_publish
        self.standing.choices = [(one, STATUS[one]) for one in STATUSES[: 1 if drafts else None]]
        self.kind.choices = [("", _("Not said")), *((one, KIND[one]) for one in KINDS)]

    @property
    def translations(self) -> list[Field]:
        return [self[f"in_{code}"] for code in self.codes]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether this is a fact: the rules of the fields, then those of a fact in a file."""
        super().validate(extra_validators)
        problems: list[Problem] = []
        self.paths: list[Path] = []
        self.item = read_item(Entry(self.entry(), self.note_path), problems)
        self.complain(problems)
        return not self.errors

    def note_path(self, path: Path) -> int:
        """The “line” of a value: where its path stands in a list of ours."""
        self.paths.append(path)
        return len(self.paths) - 1

    def entry(self) -> dict[str, Any]:
        """What was typed, in the shape that a fact has in a file; blank rows are left out."""
        names = ("key", *TEXT_FIELDS, "review_by")
        given = {name: self[RENAMED.get(name, name)].data for name in names}
        values: dict[str, Any] = {name: text for name, text in given.items() if text}
        said = {code: self[f"in_{code}"].data for code in self.codes}
        values["translations"] = {code: text for code, text in said.items() if text}
        values["source"] = [known(row.form) for row in filled(self.sources)]
        values["dispute"] = [
            known(row.form) | {"source": [known(one.form) for one in filled(row.form.sources)]}
            for row in filled(self.disputes)
        ]
        return values

    def complain(self, problems: list[Problem]) -> None:
        """Say what is wrong at the field it is about, unless that field has an error already."""
        for problem in problems:
            field = self.find_field(self.paths[problem.line])
            if not field.errors:
                field.errors = [problem.sentence]
        self.tell_errors()

    def find_field(self, path: Path) -> Field:
        name, *rest = path
        if name == "translations" and rest:
            return self[f"in_{rest[0]}"]
        if name not in ("source", "dispute") or not rest:
            return self[RENAMED.get(str(name), str(name))]
        row = filled(self[f"{name}s"])[int(rest[0])].form
        if rest[1:2] == ["source"] and len(rest) > 2:
            row, rest = filled(row.sources)[int(rest[2])].form, rest[2:]
        found: Field = row[str(rest[1])] if len(rest) > 1 else next(iter(row))
        return found

    def tell_errors(self) -> None:
        for row in self.disputes:
            row.form.sources.tell_errors()
        self.sources.tell_errors()
        self.disputes.tell_errors()

    @property
    def shown(self) -> Seen:
        """What the editor had before their eyes."""
        return Seen(self.seen.data or 0, day_of(self.seen_review_by))

    def show(self, fact: Fact) -> None:
        """Say that the editor now sees the fact as it is."""
        day = fact.review_by.isoformat() if fact.review_by else ""
        for field, value in ((self.seen, fact.version_number), (self.seen_review_by, day)):
            field.data, field.raw_data = value, None  # not what was posted

    @property
    def faults(self) -> list[Field]:
        """Every field that is wrong, from the top of the page."""
        return [one for one in every_field(self) if one.errors]

    def rearrange(self, pressed: str) -> str:
        """Add a row or take one away; the id of the place to go on."""
        found = PRESSED.fullmatch(pressed)
        if found is None:
            return ""
        verb, name, first, inner, second = found.groups()
        rows, index = self[name], first
        if inner:
            if int(first) >= len(rows):
                return ""
            rows, index = rows[int(first)].form.sources, second
        if verb == "add" and index is None and len(rows) < rows.max_entries:
            rows.append_entry()
        elif verb == "remove" and index is not None and int(index) < len(rows):
            rows.pop_entry(int(index))
        return str(rows.id)


def filled(rows: Rows) -> list[Any]:
    return [row for row in rows if not row.form.is_blank]


def known(row: Any) -> Content:
    names = [name for name in (*SOURCE_FIELDS, "by", "says") if name in row]
    return {name: row[name].data for name in names if row[name].data}


def every_field(form: Any) -> Iterator[Field]:
    """The fields of a form and of its rows, in the order of the page."""
    for field in form:
        if isinstance(field, FieldList):
            for row in field:
                yield from every_field(row.form)
        else:
            yield field


def fact_form(values: Content | None = None, may_publish: bool = True, **given: Any) -> FactForm:
    """A form with a field for each language; filled from the request, else from these values."""
    translations = (values or {}).get("translations", {})
    codes = tuple(sorted({*settings().language_codes, *translations} - {LANGUAGE}))
    fields = {
        f"in_{code}": TextAreaField(language_name(code), [Limit("statement")]) for code in codes
    }
    kind = type("FactForm", (FactForm,), fields | {"codes": codes, "may_publish": may_publish})
    spoken = {f"in_{code}": text for code, text in translations.items()}
    form: FactForm = kind(data={**(values or {}), **spoken, **given})
    return form
