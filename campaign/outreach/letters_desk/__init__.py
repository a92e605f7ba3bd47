"""Letters at the desk: the action is written, watched, paused; what waits for a person."""

from flask import Blueprint, Flask

bp = Blueprint(
    "letters_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/letters"
)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
