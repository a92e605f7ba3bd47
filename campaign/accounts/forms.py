"""The package's forms, each with a limit on tries."""

from typing import Any

from flask import abort
from flask_login import current_user
from flask_security import ChangePasswordForm as ChangePassword
from flask_security import ForgotPasswordForm as ForgotPassword
from flask_security import LoginForm as Login
from flask_security import MfRecoveryForm as Recovery
from flask_security import TwoFactorRescueForm as Rescue
from flask_security import TwoFactorSetupForm as Setup
from flask_security import TwoFactorVerifyCodeForm as VerifyCode
from flask_security import VerifyForm as Verify
from flask_security import hash_password
from flask_security.utils import get_message
from wtforms import RadioField, StringField, ValidationError
from wtforms.fields import Field

from .checks import count_try
from .passwords import LONGEST
from .second_factor import show_key_again


class _Short:
    """Refuse a password that is too long to be anyone's before it is hashed."""

    def validate_password(self, field: Field) -> None:
        if len(field.data or "") > LONGEST:
            raise ValidationError(get_message("INVALID_PASSWORD")[0])


class LoginForm(_Short, Login):
    """Address and password. Nothing is remembered beyond the session."""

    remember = None  # type: ignore[assignment]

    def validate(self, **kwargs: Any) -> bool:
        count_try("login", self.email.data or "")
        return super().validate(**kwargs)


class ForgotPasswordForm(ForgotPassword):
    """Address of an account whose password is lost."""

    def validate(self, **kwargs: Any) -> bool:
        count_try("reset", self.email.data or "")
        is_known = super().validate(**kwargs)
        if is_known:
            hash_password("the view does the same for an unknown address: equal time")
        return is_known


class VerifyForm(_Short, Verify):
    """The password once more, before something that matters."""

    def validate(self, **kwargs: Any) -> bool:
        count_try("verify", current_user.mailbox)
        return super().validate(**kwargs)


class ChangePasswordForm(_Short, ChangePassword):
    """The old password, and the new one twice."""

    def validate(self, **kwargs: Any) -> bool:
        count_try("verify", current_user.mailbox)
        return super().validate(**kwargs)


class SetupForm(Setup):
    """What to do with the second factor: a button's words, as there is one method only.

    The package's own field has its choices as tuples, which WTForms is about to refuse.
    """

    setup = StringField()  # type: ignore[assignment]


class RescueForm(Rescue):
    """Built for every page that asks for a code; we offer recovery codes instead."""

    help_setup = RadioField(choices=[])


class CodeForm(VerifyCode):
    """The six digits that the phone shows now."""

    def validate(self, **kwargs: Any) -> bool:
        count_try("code", self.user.email if self.user else "")
        is_right = super().validate(**kwargs)
        if self.is_setup and not is_right:
            abort(show_key_again(self))  # the package would begin again, with another key
        return is_right


class RecoveryForm(Recovery):
    """One of the codes that were written down."""

    def validate(self, **kwargs: Any) -> bool:
        count_try("code", self.user.email if self.user else "")
        return super().validate(**kwargs)
