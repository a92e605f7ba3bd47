"""Our sentences for what Flask-Security says; the rest comes from its own catalogue."""

from typing import Any

from flask_babel import lazy_gettext as _

MESSAGES: dict[str, tuple[Any, str]] = {
    "GENERIC_AUTHN_FAILED": (_("This address and password do not go together."), "error"),
    "PASSWORD_RESET_REQUEST": (
        _("If there is an account with this address, a link is on its way to it."),
        "info",
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        _("This link has been used, or it is damaged. Ask for a new one."),
        "error",
    ),
    "PASSWORD_RESET_EXPIRED": (_("This link is too old. Ask for a new one."), "error"),
    "PASSWORD_RESET_NO_LOGIN": (_("Your new password is set. Log in with it."), "success"),
    "PASSWORD_CHANGE": (_("Your password is changed."), "success"),
    "PASSWORD_IS_THE_SAME": (_("This is the password you have. Choose another one."), "error"),
    "PASSWORD_NOT_PROVIDED": (_("Enter the password."), "error"),
    "INVALID_PASSWORD": (_("This is not the password."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (_("The two passwords differ."), "error"),
    "UNAUTHENTICATED": (_("Log in to open this page."), "info"),
    "REAUTHENTICATION_REQUIRED": (_("Enter your password again to go on."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_("Thank you, it is you."), "success"),
    "TWO_FACTOR_INVALID_TOKEN": (
        _("This code is not right. Wait for the next one and type it in."),
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_("You are logged in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        _("The second factor is on. Now make recovery codes and write them down."),
        "success",
    ),
    "TWO_FACTOR_DISABLED": (_("The second factor is off."), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (_("Enter your address and password first."), "info"),
    "TWO_FACTOR_SETUP_EXPIRED": (_("This took too long. Begin again."), "error"),
    "INVALID_RECOVERY_CODE": (_("This is not one of your unused codes."), "error"),
}
