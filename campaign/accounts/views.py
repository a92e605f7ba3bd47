"""A user's own page. Login, recovery and the second factor are Flask-Security's (see `setup`)."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..security import allow
from .checks import logged_in, me

bp = Blueprint("accounts", __name__, url_prefix="/account")


@bp.get("")
@allow(logged_in)
def show() -> ResponseReturnValue:
    """Password, second factor, sessions."""
    return render_template("accounts/show.html", user=me())
