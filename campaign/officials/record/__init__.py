"""The council's own record: measures and their numbers, meetings, roll calls and votes."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part's pages."""
