"""The day itself: run sheet, timer, and the record of what was heard."""

from flask import Flask


def init_app(app: Flask) -> None:
    from . import models  # noqa: F401  (its tables)
