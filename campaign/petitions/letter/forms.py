"""Forms of the sign-on letter."""

from datetime import datetime
from typing import ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from ...coalition.models import Campaign
from ...coalition.texts import Text, TextsForm
from ...factsheet import render
from ...forms import Form, StaffForm, mail_field, plain_name
from ..writing.moment_forms import MomentForm, hidden_number, show
from ..writing.moments import fold_of, typed

LONG = _("Use at most 120 letters.")


class EndorsementForm(Form):
    """What an organization says that signs, by way of one of its people."""

    name = StringField(
        _("Name of the organization"),
        [
            DataRequired(_("Enter the name of the organization.")),
            Length(max=120, message=LONG),
            plain_name,
        ],
    )
    place = StringField(
        _("Where it works"), [Optional(), Length(max=120, message=LONG), plain_name]
    )
    contact = StringField(
        _("Your name"), [DataRequired(_("Enter your name.")), Length(max=120, message=LONG)]
    )
    email = mail_field(_("Your email address"))
    may_sign = BooleanField(
        _("I may sign for this organization"),
        [DataRequired(_("Tick this if the organization has decided to sign."))],
    )


class LetterForm(MomentForm, TextsForm):
    """Title, text and deadline."""

    texts: ClassVar[dict[str, Text]] = {
        "title": Text(_("Title"), 120, missing=_("Enter a title.")),
        "text": Text(_("Text"), 20_000, True, _("Write the letter.")),
    }
    edition = hidden_number()
    opens_at = None  # type: ignore[assignment]
    opens_fold = None  # type: ignore[assignment]

    def show_deadline(self, closes_at: datetime | None) -> None:
        show(self.closes_at, typed(closes_at, self.zone))
        show(self.closes_fold, fold_of(closes_at, self.zone))
        self.ask_fold("closes_at")

    @property
    def deadline(self) -> datetime | None:
        found = self.moment_of("closes_at")
        return datetime.fromisoformat(found) if found else None

    def knows_all_facts(self, campaign: Campaign) -> bool:
        """Whether each `{fact:key}` is a fact of this campaign; says which is not."""
        for field in self.fields_of("text"):
            unknown = render(field.data or "", campaign).unknown
            if unknown:
                names = ", ".join(unknown)
                field.errors = [_("No public fact is called: %(names)s.", names=names)]
        return not self.errors


class StateForm(StaffForm):
    act = HiddenField(validators=[AnyOf(["publish", "unpublish"])])


class HideForm(StaffForm):
    reason = TextAreaField(
        _("Why?"),
        [
            DataRequired(_("Say why: the other organizers read it.")),
            Length(max=500, message=_("Use at most 500 letters for the reason.")),
        ],
    )
