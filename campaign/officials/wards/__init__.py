"""Where the wards' lines run, in which map, and whose ward a point is in."""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {"map.days": _("corrected from when to when a map of wards is in force")}


def init_app(app: Flask) -> None:
    """Add this part's pages, and maps to what can be brought in."""
    from ...coalition import audit
    from . import (
        boundaries,  # noqa: F401  (it registers itself)
        desk,
        views,
    )

    audit.register(ACTS)
    app.register_blueprint(views.bp)
    app.register_blueprint(desk.bp)
