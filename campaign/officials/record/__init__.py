"""The council's own record: measures and their numbers, meetings, roll calls and votes."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part's pages and the kinds of files that it can read."""
    from ..bringing import importers, measures, meetings, votes

    for kind in (measures, meetings, votes):
        importers.register(kind.IMPORTER)
