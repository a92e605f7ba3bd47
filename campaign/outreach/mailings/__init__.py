"""Mailings: written, checked, scheduled, sent to a segment of an organization's own people."""

from flask import Blueprint, Flask

bp = Blueprint(
    "mailings_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/mailings"
)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
