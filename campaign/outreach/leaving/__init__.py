"""Leaving a list, seeing and stopping all that will go out, and an organization's own settings."""

from flask import Blueprint, Flask

bp = Blueprint("outgoing_desk", __name__, url_prefix="/organize/<organization>/outgoing")


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
