"""Forms of the import pages."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, SelectField, StringField, ValidationError
from wtforms.fields import Field
from wtforms.validators import Length

from ...forms import StaffForm
from ...i18n import spoken
from ...tables import TableError
from ..bodies import councils
from .importers import Choices, Importer, Option


class BringForm(StaffForm):
    """A file (or an address, where a kind can be fetched) and what it does not say itself."""

    body = SelectField(_("Which council is it about?"), coerce=int)
    file = FileField(_("File"))
    importer: Importer

    def validate_file(self, field: Field) -> None:
        """Read what was sent; `data` holds it. An address counts where there is no file."""
        self.data_read, self.file_name = b"", ""
        if field.data and getattr(field.data, "filename", ""):
            with field.data.stream as file:
                self.data_read = file.read()
            self.file_name = field.data.filename
        elif not self.said("address"):
            raise ValidationError(_("Choose a file."))

    def said(self, name: str) -> str:
        return getattr(self, name).data or "" if name in self else ""

    @property
    def choices(self) -> Choices:
        answers = {one.name: self.said(option_name(one)) for one in self.importer.options}
        return Choices(options=answers, file_name=self.file_name[-120:])


def option_name(option: Option) -> str:
    """The name of an option's field, apart from the form's own."""
    return f"option_{option.name}"


def bring_form(kind: Importer) -> BringForm:
    """The form for one kind of file."""
    fields: dict[str, Any] = {option_name(one): option_field(one) for one in kind.options}
    if kind.fetch is not None:
        fields["address"] = StringField(_("or the address where it lies"), [Length(max=500)])
        fields["validate_address"] = fetched
    form: BringForm = type("Form", (BringForm,), {**fields, "importer": kind})()
    form.body.choices = [(one.id, spoken(one.name)) for one in councils()]
    return form


def option_field(option: Option) -> Any:
    def check(_form: Any, field: Field) -> None:
        if fault := option.fault((field.data or "").strip()):
            raise ValidationError(fault)

    return StringField(option.label, [check], description=option.hint)


def fetched(form: Any, field: Field) -> None:
    """Fetch what lies there, unless a file came."""
    if not field.data or form.data_read:
        return
    try:
        form.data_read = form.importer.fetch(field.data)
    except TableError as fault:
        raise ValidationError(str(fault)) from None
    form.file_name = field.data.split("?")[0].rstrip("/").rpartition("/")[2] or "file"


class DecideForm(StaffForm):
    """What to do with a file that was looked at; `seen` is the mark of the plan that was shown."""

    seen = HiddenField()
