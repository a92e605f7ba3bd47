"""Letters at the desk: the action is written, watched, paused; what waits for a person."""

from flask import Blueprint, Flask

bp = Blueprint(
    "letters_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/letters"
)


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from ..replies import desk as of_replies  # noqa: F401  (its views are of this desk)
    from . import (  # noqa: F401  (their views)
        desk,
        desk_export,
        desk_held,
        desk_letters,
        desk_publish,
        overview,
        words,
    )

    audit.register(words.ACTS)
    app.jinja_env.globals.update(letter_words=words.STATES, action_words=words.ACTION_STATES)
    app.register_blueprint(bp)
