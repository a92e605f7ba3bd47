"""Who spoke to whom: visits, calls, letters and answers, and what comes next."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part's pages."""
