"""Bringing in what other people's files say: read, compared, looked at, carried out.

- A **reader** turns a file's bytes into items, or into a list of problems by line; it asks the
  database nothing.
- A **wanter** turns items into `Wanted` rows: what the tables should hold.
- `plan.make` compares these with what they hold; `Plan.carry_out` writes it. A command and a page
  call the same functions.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part's pages."""
    from . import importers, roster

    importers.register(roster.IMPORTER)
