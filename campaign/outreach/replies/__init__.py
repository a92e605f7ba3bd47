"""Replies: “did they answer?”, and what the answers say about officials."""

from flask import Flask


def init_app(app: Flask) -> None:
    from . import asking, models, views, words  # noqa: F401  (their page, job and tables)

    app.jinja_env.globals.update(answer_words=words.ANSWERS)
