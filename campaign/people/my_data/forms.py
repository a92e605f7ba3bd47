"""Forms of the pages on which residents see and change what is held about them."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from ...forms import Form, mail_field, plain_name


class AddressForm(Form):
    """An address, to which a link goes."""

    email = mail_field(_("Email address"))


class CorrectionForm(Form):
    """What is right; what is left as it was stays."""

    name = StringField(
        _("Full name"),
        [
            Optional(),
            Length(max=120, message=_("Use at most 120 letters for the name.")),
            plain_name,
        ],
    )
    division = SelectField(_("Ward"), [Optional()])
    language = SelectField(_("Language"), [Optional()])


class TakeBackForm(Form):
    """Which one thing is taken back."""

    holder = HiddenField(validators=[DataRequired(_("Use the button on the page."))])
    key = HiddenField(validators=[DataRequired(_("Use the button on the page."))])


class PlainForm(Form):
    """A button and its honeypot."""
