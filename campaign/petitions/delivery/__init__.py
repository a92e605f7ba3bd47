"""What leaves a petition: the packet for its target, and exports of its signatures."""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "delivery.made": _("made a delivery packet"),
    "delivery.fetched": _("downloaded a delivery packet"),
    "delivery.noted": _("noted a delivery"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import desk, desk_export, files  # noqa: F401  (its jobs)

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.register_blueprint(desk_export.bp)
