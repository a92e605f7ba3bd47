"""Error pages: what happened, in one sentence, and a way on."""

import logging

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.exceptions import HTTPException, SecurityError

TITLES = {
    400: lazy_gettext("That request cannot be read"),
    403: lazy_gettext("You cannot open this page"),
    404: lazy_gettext("There is no such page"),
    405: lazy_gettext("That does not work here"),
    409: lazy_gettext("Somebody else was faster"),
    410: lazy_gettext("This is over"),
    413: lazy_gettext("That is too much text"),
    422: lazy_gettext("Something in the form needs another look"),
    429: lazy_gettext("Too many tries"),
    503: lazy_gettext("Back in a moment"),
}
MESSAGES = {
    400: lazy_gettext("The address or the form was damaged on its way. Go back and try again."),
    403: lazy_gettext("Log in with an account that may see it."),
    404: lazy_gettext("The address may be misspelt, or the page may have moved."),
    405: lazy_gettext("Open the page first and use its button."),
    410: lazy_gettext("It was here once and is closed now."),
    413: lazy_gettext("Shorten it and send it again; files may have up to 1 MB."),
    429: lazy_gettext("Wait a little and try again."),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(Exception, fail)


def show(error: HTTPException):  # type: ignore[no-untyped-def]
    """Answer with the page of this error; a response that was made already stays."""
    if error.response is not None or error.code is None:
        return error
    if isinstance(request.routing_exception, SecurityError):
        # An untrusted Host: whatever else is wrong, no address can be made for it.
        return "This site is not served under that name.\n", 400, {"Content-Type": "text/plain"}
    if error.code == 500:
        return fail(getattr(error, "original_exception", None) or error)
    written = error.description if error.description != type(error).description else None
    page = render_template(
        "errors/error.html",
        code=error.code,
        title=TITLES.get(error.code, _("Something went wrong")),
        message=written or MESSAGES.get(error.code, ""),
    )
    return page, error.code, error_headers(error)


def error_headers(error: HTTPException) -> dict[str, str]:
    kept = ("Allow", "Retry-After")
    return {name: value for name, value in error.get_headers() if name in kept}


def fail(error: Exception):  # type: ignore[no-untyped-def]
    """The page for our own mistakes: it leans on nothing that could be broken too."""
    logging.getLogger("campaign").error("failed: %s", request.endpoint, exc_info=error)
    try:
        return render_template("errors/plain.html"), 500
    except Exception:  # noqa: BLE001  (whatever is broken, people get an answer)
        return "Something went wrong here. It has been noted.", 500, {"Content-Type": "text/plain"}
