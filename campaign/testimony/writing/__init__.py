"""Writing: the page on which a testimony is written, by its writer or an organizer."""

from flask import Flask


def init_app(app: Flask) -> None:
    pass
