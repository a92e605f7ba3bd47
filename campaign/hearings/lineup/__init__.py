"""Who says what, in which order, and whether it fits the clock."""

from flask import Flask


def init_app(app: Flask) -> None:
    from . import models  # noqa: F401  (its tables)
