"""Facts stay right: what a draft cites and has changed, and figures that somebody typed by hand."""

from flask import Flask


def init_app(app: Flask) -> None:
    from . import points, updating, views  # noqa: F401  (their pages; it listens)
