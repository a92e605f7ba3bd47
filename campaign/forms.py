"""What every form shares: stripped text, no control characters, 422, a honeypot.

`Form` is for residents without an account: it keeps no session, so pages stay free of
cookies; the Origin check in `security` guards it. `StaffForm` carries a session token.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, ClassVar, Self

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, TextAreaField, ValidationError
from wtforms import Form as WTForm
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_BREAKS = re.compile("[\r\n\t\u2028\u2029]")
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"^[=+\-@]")
PLAIN_ADDRESS = re.compile(  # what nearly everyone types; the library decides about the rest
    r"[A-Za-z0-9](?:[._+-]?[A-Za-z0-9]){0,62}@"
    r"(?:[A-Za-z0-9](?:-?[A-Za-z0-9]){0,61}\.){1,4}[A-Za-z](?:-?[A-Za-z0-9]){1,61}"
)
SPECIAL = tuple(SPECIAL_USE_DOMAIN_NAMES)
LARGEST = 2**31 - 1  # that a row's number has in the database
MOST_LOCAL = 64  # letters before the @
LINK = re.compile(r"://|www\.|[\w-]\.(com|org|net|info|ru|cn|io|co|xyz|top|shop)\b", re.IGNORECASE)


class Question:
    """Mixin of a frozen dataclass of texts: what an address asks for; an empty one for nothing."""

    longest: ClassVar[int] = 100  # letters

    @property
    def values(self) -> dict[str, str]:
        """What is asked for, as the address says it."""
        return {name: value for name, value in asdict(self).items() if value}  # type: ignore[call-overload]

    @classmethod
    def from_words(cls, words: Mapping[str, str]) -> Self:
        """What an address asks for."""
        given: Any = fields(cls)  # type: ignore[arg-type]
        return cls(**{one.name: words.get(one.name, "").strip()[: cls.longest] for one in given})


def asked_number(name: str, default: int = 0) -> int:
    """The number that this page's address asks for, from 0 to the largest that a row has."""
    return max(0, min(request.args.get(name, default, type=int), LARGEST))


def strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def clean_text(form: Any, field: Field) -> None:
    """Refuse what no keyboard types: control characters, and line breaks in one line."""
    if not isinstance(field.data, str):
        return
    if CONTROLS.search(field.data):
        field.data = CONTROLS.sub("", field.data)  # a page cannot show them again
        raise ValidationError(_("Remove the invisible control characters."))
    if not isinstance(field, TextAreaField) and LINE_BREAKS.search(field.data):
        raise ValidationError(_("Write this on one line."))


def plain_name(form: Any, field: Field) -> None:
    """Refuse names that would run as a spreadsheet formula, link somewhere or hide letters."""
    if FORMULA.match(field.data):
        raise ValidationError(_("Begin the name with a letter."))
    if LINK.search(field.data):
        raise ValidationError(_("Leave links out of the name."))
    if DIRECTIONS.search(field.data) or not any(char.isalpha() for char in field.data):
        raise ValidationError(_("Write the name with letters."))
    if "<" in field.data or ">" in field.data:
        raise ValidationError(_("Leave angle brackets out of the name."))


def email_address(form: Any, field: Field) -> None:
    """Keep the address as it can be mailed: its domain in ASCII, nothing looked up.

    Raises ValidationError for addresses that few servers take: RFC 6531 local parts, and those
    of more than 64 letters (RFC 5321, 4.5.3.1.1).
    """
    if not 0 < field.data.find("@") <= MOST_LOCAL:
        raise ValidationError(_("Enter an email address, like ana@example.org."))
    if PLAIN_ADDRESS.fullmatch(field.data) and not field.data.lower().endswith(SPECIAL):
        return
    try:
        found = validate_email(field.data, check_deliverability=False)
    except EmailNotValidError:
        raise ValidationError(_("Enter an email address, like ana@example.org.")) from None
    if not found.ascii_email:
        raise ValidationError(_("Enter an address with plain letters before the @."))
    field.data = found.ascii_email


def mail_field(label: Any, missing: Any = None) -> EmailField:
    """An address that has to be there; `missing` is said where it is not."""
    length = Length(max=254, message=_("An email address has at most 254 letters."))
    given = DataRequired(missing or _("Enter your email address."))
    return EmailField(label, [given, length, email_address])


class _Rules:
    """Strip each text field and check it for control characters before its own rules."""

    def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Field:
        own = unbound.kwargs.get("filters", ())
        options["filters"] = [strip, *own, *options.get("filters", ())]
        field = unbound.bind(form=form, **options)
        field.validators = [clean_text, *field.validators]
        return field


class _Answers:
    """What a view asks of a form."""

    def submitted(self) -> bool:
        """Whether this request posts the form and everything in it is right."""
        return request.method == "POST" and self.validate()  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """The fields' values, without what only guards the form."""
        return {
            name: value
            for name, value in self.data.items()  # type: ignore[attr-defined]
            if name not in ("website", "csrf_token")
        }

    @property
    def status(self) -> int:
        return 422 if self.errors else 200  # type: ignore[attr-defined]


class Form(_Answers, WTForm):
    """A form for anyone, without a session. `website` is a honeypot: people never see it."""

    class Meta(_Rules, WTForm.Meta):
        pass

    website = StringField(_("Leave this empty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        posted = request.form if request.method == "POST" and not args else None
        super().__init__(*args or (posted,), **kwargs)

    def validate_website(self, field: Field) -> None:
        if field.data:
            raise ValidationError(_("Leave the hidden field empty: it is there to catch robots."))


class StaffForm(_Answers, FlaskForm):
    """A form for people who are logged in."""

    class Meta(_Rules, FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What a form sends, never JSON: that may be a list, or nothing that has fields."""
            return request.form if request.is_json else super().wrap_formdata(form, formdata)
