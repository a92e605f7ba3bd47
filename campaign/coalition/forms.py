"""Forms about who belongs to an organization."""

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length, Optional

from ..accounts.passwords import find_faults
from ..config import settings
from ..forms import StaffForm, email_address, plain_name
from ..i18n import own_name
from . import ROLE_WORDS
from .slugs import LONGEST, SLUG, reserved

MOST = 20  # invitations at once


class InvitationForm(StaffForm):
    """Up to twenty addresses and the role that all of them are offered."""

    emails = TextAreaField(_("Email addresses"), [DataRequired(_("Enter an email address."))])
    role = RadioField(
        _("Role"),
        [DataRequired(_("Choose a role."))],
        choices=[SelectChoice(role, words) for role, words in ROLE_WORDS.items()],
        default="organizer",
    )
    language = SelectField(_("Language of the mail"), validate_choice=False)

    def __init__(self, language: str = "") -> None:
        super().__init__()
        codes = settings().language_codes
        self.language.choices = [SelectChoice(code, own_name(code)) for code in codes]
        if self.language.data not in codes:
            self.language.data = language if language in codes else codes[0]

    def validate_emails(self, field: Field) -> None:
        """One sentence for each address that cannot be mailed."""
        lines = [line for line in field.data.replace(",", "\n").split("\n") if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("Invite at most 20 people at once."))
        faults = [fault for line in lines if (fault := fault_in(line))]
        if faults:
            raise ValidationError(" ".join(faults))

    @property
    def addresses(self) -> list[str]:
        """The addresses, each once."""
        words = (self.emails.data or "").replace(",", "\n").split("\n")
        return list(dict.fromkeys(word.strip().lower() for word in words if word.strip()))


class _One:
    """Stands for a field with one address."""

    def __init__(self, data: str) -> None:
        self.data = data.strip()


def fault_in(line: str) -> str:
    """What is wrong with one line of addresses, or nothing."""
    try:
        email_address(None, _One(line))  # type: ignore[arg-type]
    except ValidationError:
        shown = line.strip()[:60]
        return str(_("“%(line)s” is not an email address.", line=shown))
    return ""


def name_field() -> StringField:
    return StringField(
        _("Name of the organization"),
        [
            DataRequired(_("Enter the name of the organization.")),
            Length(max=120, message=_("Use at most 120 letters for the name.")),
            plain_name,
        ],
    )


def slug_field() -> StringField:
    return StringField(
        _("Short name for web addresses"),
        [Optional(), Length(max=LONGEST, message=_("Use at most 60 letters.")), short_name],
    )


def short_name(form: object, field: Field) -> None:
    """Refuse what cannot stand in an address, or stands in ours already."""
    field.data = field.data.lower()
    if not SLUG.fullmatch(field.data):
        raise ValidationError(_("Use letters from a to z, digits, and single dashes between them."))
    if field.data in reserved():
        raise ValidationError(_("This site uses that word itself. Choose another one."))


class OrganizationForm(StaffForm):
    """What a new organization is called."""

    name = name_field()
    slug = slug_field()


class RoleForm(StaffForm):
    """Another role for a member."""

    role = RadioField(
        _("Role"),
        [DataRequired(_("Choose a role."))],
        choices=[SelectChoice(role, words) for role, words in ROLE_WORDS.items()],
    )


class SureForm(StaffForm):
    """A tick before something that cannot be undone."""

    is_sure = BooleanField(
        _("I know that this cannot be undone"), [DataRequired(_("Tick this if you are sure."))]
    )


class JoinForm(StaffForm):
    """What somebody without an account tells us when they accept an invitation."""

    name = StringField(
        _("Your name"), [DataRequired(_("Enter your name.")), Length(max=120), plain_name]
    )
    password = PasswordField(_("Choose a password"), [DataRequired(_("Choose a password."))])

    def __init__(self, email: str) -> None:
        super().__init__()
        self.email = email

    def validate_password(self, field: Field) -> None:
        if len(field.data) < 12:
            missing = 12 - len(field.data)
            raise ValidationError(
                ngettext(
                    "Make the password at least 12 characters long: %(num)s is missing.",
                    "Make the password at least 12 characters long: %(num)s are missing.",
                    missing,
                )
            )
        for fault in find_faults(field.data, self.email, self.name.data or ""):
            raise ValidationError(fault)
