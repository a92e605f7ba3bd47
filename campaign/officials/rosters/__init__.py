"""Rosters: who holds which seat, as tables and other systems say it."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Let rosters be brought in."""
    from ..bringing import importers
    from .importing import IMPORTER

    importers.register(IMPORTER)
