"""Leaving a list, seeing and stopping all that will go out, and an organization's own settings."""

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _

bp = Blueprint("outgoing_desk", __name__, url_prefix="/organize/<organization>/outgoing")
ACTS = {
    "outgoing.stopped": _("stopped mails that were to go out"),
    "outgoing.started": _("let stopped mails go out again"),
    "outgoing.dropped": _("dropped mails that were to go out"),
    "outreach.settings-edited": _("changed how mailings are signed and approved"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import desk, pages, settings  # noqa: F401  (they add their pages)

    audit.register(ACTS)
    app.register_blueprint(bp)
