"""Letters: written by residents, confirmed by mail, sent once to their own official."""

from flask import Flask


def init_app(app: Flask) -> None:
    pass
