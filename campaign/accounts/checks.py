"""The check that accounts alone can make; roles are checked in `coalition.permissions`."""

from flask import Response, abort, after_this_request, current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from .. import limits
from ..db import db
from ..security import keyed_hash
from ..security import network as network_of
from .models import User

WINDOW = 15 * 60  # seconds
BY_NETWORK, BY_ACCOUNT = 60, 10  # tries in one window


def me() -> User:
    """The user who is logged in; call it only where a check has let one through."""
    user = current_user._get_current_object()
    assert isinstance(user, User)
    return user


def logged_in() -> None:
    """Whoever is logged in may call this; everybody else is led to the login."""
    if not current_user.is_authenticated:
        abort(current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
    after_this_request(keep_private)


def keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def count_try(act: str, account: str) -> None:
    """Count one try at a secret; 429 when this network or this account had too many.

    The count is committed at once, so that it stays whatever becomes of the request.
    """
    account_hash = keyed_hash(account.strip().lower(), f"try:{act}")
    is_in_limits = [
        limits.take(f"{act}:network:{network_of(request)}", BY_NETWORK, WINDOW),
        limits.take(f"{act}:account:{account_hash}", BY_ACCOUNT, WINDOW),
    ]
    db.session.commit()
    if not all(is_in_limits):
        sentence = _("There were too many tries. Wait 15 minutes, then try again.")
        raise TooManyRequests(sentence, retry_after=WINDOW)
