"""Where the wards' lines run, in which map, and whose ward a point is in."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part's pages, and maps to what can be brought in."""
    from ..bringing import boundaries  # noqa: F401  (it registers itself)
    from . import views

    app.register_blueprint(views.bp)
