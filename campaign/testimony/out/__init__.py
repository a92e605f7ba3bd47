"""Out: documents to print, send and file, and the record of what was filed."""

from flask import Flask


def init_app(app: Flask) -> None:
    pass
