"""Which parts of Flask-Security-Too are in use, at which addresses, with which rules."""

import re
from datetime import timedelta
from typing import Any

from flask import Flask, abort, after_this_request, render_template, request
from flask_babel import gettext as _
from flask_login import current_user, user_logged_out
from flask_login.utils import _user_context_processor
from flask_security import Security, SQLAlchemyUserDatastore, tf_disabled, tf_profile_changed
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf

from ..config import Settings
from ..db import db
from ..security import Check, declare, keyed_hash
from . import forms
from .checks import keep_private, logged_in
from .models import User
from .notices import NoticeUtil, commit_and_wake, tell_second_factor_changed
from .passwords import PasswordRules
from .second_factor import Codes, RecoveryCodes
from .words import MESSAGES

SETTINGS: dict[str, Any] = {
    # what is on: log in, log out, recover, change, second factor, recovery codes
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "TWO_FACTOR": True,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "RETURN_GENERIC_RESPONSES": True,
    "API_ENABLED_METHODS": ["session"],
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "STATIC_FOLDER": None,
    "CACHE_CONTROL": None,  # ours is in `checks.keep_private`
    # where
    "LOGIN_URL": "/login",
    "LOGOUT_URL": "/logout",
    "RESET_URL": "/reset",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/login/code",
    "MULTI_FACTOR_RECOVERY_URL": "/login/recovery-code",
    "TWO_FACTOR_RESCUE_URL": "/login/rescue",
    "TWO_FACTOR_SELECT_URL": "/login/select",
    "CHANGE_URL": "/account/password",
    "VERIFY_URL": "/account/verify",
    "TWO_FACTOR_SETUP_URL": "/account/second-factor",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
    "POST_LOGIN_VIEW": "/organize",
    "POST_LOGOUT_VIEW": "/login",
    "POST_CHANGE_VIEW": "/account",
    "TWO_FACTOR_POST_SETUP_VIEW": "/account/second-factor",
    # how long, how strong; OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__memory_cost": 19_456,
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    },
    "HASHING_SCHEMES": ["hex_sha256"],
    "DEPRECATED_HASHING_SCHEMES": [],
    "PASSWORD_LENGTH_MIN": 12,
    "RESET_PASSWORD_WITHIN": timedelta(hours=2),
    "FRESHNESS": timedelta(minutes=30),
    "FRESHNESS_GRACE_PERIOD": timedelta(minutes=15),
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds of clock difference either way
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "MULTI_FACTOR_RECOVERY_CODES_N": 8,
    # mail goes through our outbox, with our templates, and nothing is looked up in DNS
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "EMAIL_TEMPLATE_PASSWORD_RESET": "accounts/mail/reset",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "accounts/mail/changed",
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "accounts/mail/changed",
}
LASTS = timedelta(days=14)
LOCAL = re.compile(r"/(?!/)[!-\[\]-~]*")  # a path of ours; browsers read a backslash as a slash


def plain_form() -> None:
    """Anyone may call this, with a form and not with JSON, and be led on within this site."""
    after_this_request(keep_private)
    if request.is_json:
        abort(415)
    for address in (*request.args.getlist("next"), *request.form.getlist("next")):
        if address and not LOCAL.fullmatch(address):
            abort(400, _("This link leads to another site."))


def logged_in_with_form() -> None:
    plain_form()
    logged_in()


def switched_off() -> None:
    """Nobody may call this: the package brings it and we do not use it."""
    abort(404)


ROUTES: dict[str, Check] = {
    "login": plain_form,
    "logout": plain_form,
    "forgot_password": plain_form,
    "reset_password": plain_form,
    "two_factor_token_validation": plain_form,
    "mf_recovery": plain_form,
    "change_password": logged_in_with_form,
    "verify": logged_in_with_form,
    "two_factor_setup": logged_in_with_form,
    "two_factor_setup_validate": logged_in_with_form,
    "mf_recovery_codes": logged_in_with_form,
    "two_factor_rescue": switched_off,
    "tf_select": switched_off,
}


def init_app(app: Flask) -> None:
    loaded: Settings = app.config["SETTINGS"]
    for name, value in SETTINGS.items():
        app.config.setdefault(f"SECURITY_{name}", value)
    for name, message in MESSAGES.items():
        app.config[f"SECURITY_MSG_{name}"] = message
    with app.app_context():
        app.config["SECURITY_TOTP_SECRETS"] = {"1": keyed_hash("secrets", "totp")}
    app.config["SECURITY_TOTP_ISSUER"] = loaded.site_name
    app.config["PERMANENT_SESSION_LIFETIME"] = LASTS
    security = start(app)
    for endpoint, check in ROUTES.items():
        declare(app, f"security.{endpoint}", check)
    leave_public_pages_alone(app, security)
    app.jinja_env.globals.update(current_user=current_user, csrf_token=generate_csrf)
    user_logged_out.connect(end_sessions, app)
    tf_profile_changed.connect(tell_second_factor_changed, app)
    tf_disabled.connect(tell_second_factor_changed, app)


def start(app: Flask) -> Security:
    security = Security(
        app,
        SQLAlchemyUserDatastore(db, User, None),  # type: ignore[arg-type]
        login_form=forms.LoginForm,
        verify_form=forms.VerifyForm,
        forgot_password_form=forms.ForgotPasswordForm,
        change_password_form=forms.ChangePasswordForm,
        two_factor_setup_form=forms.SetupForm,
        two_factor_rescue_form=forms.RescueForm,
        two_factor_verify_code_form=forms.CodeForm,
        mf_recovery_form=forms.RecoveryForm,
        mail_util_cls=NoticeUtil,
        password_util_cls=PasswordRules,
        totp_cls=Codes,
        mf_recovery_codes_util_cls=RecoveryCodes,
        render_template=show,
    )
    security.want_json(lambda _: False)
    security.login_manager.request_loader(lambda _: None)  # no tokens in addresses or headers
    return security


def leave_public_pages_alone(app: Flask, security: Security) -> None:
    """Take out what reads the session at every request.

    Flask-Login would load the user for every template and look for its “remember” cookie
    (there is none here), Flask-Principal for every request. A public page would then vary by
    cookie, and no proxy could keep it.
    """
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    processors = app.template_context_processors[None]
    processors.remove(_user_context_processor)


def show(template: str, **context: Any) -> Any:
    """Render a page of the package in our shell: 422 where its form has errors."""
    given = [value for value in context.values() if isinstance(value, FlaskForm)]
    wrong = [form for form in given if form.errors]
    for form in wrong:
        form.form_errors = list(dict.fromkeys(form.form_errors))
    page = render_template(template, form=(wrong or given or [None])[0], **context)
    return (page, 422) if wrong else page


def end_sessions(sender: Flask, user: User, **details: Any) -> None:
    """Logging out ends the user's sessions on every device: a copied cookie is worth nothing."""
    user.end_sessions()
    after_this_request(commit_and_wake)
