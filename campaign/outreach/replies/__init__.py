"""Replies: “did they answer?”, and what the answers say about officials."""

from flask import Flask

from ..views import bp
from . import views as views  # its page belongs to the letters' blueprint, before that is in use


def init_app(app: Flask) -> None:
    from . import asking, models, words  # noqa: F401  (their job and tables)

    app.jinja_env.globals.update(answer_words=words.ANSWERS)
    if bp.name not in app.blueprints:
        app.register_blueprint(bp)
