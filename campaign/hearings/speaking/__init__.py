"""A speaker's way: from signing up to the microphone, or to a filed comment."""

from flask import Flask


def init_app(app: Flask) -> None:
    from . import models  # noqa: F401  (its tables)
