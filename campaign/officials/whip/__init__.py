"""The whip count: what a campaign believes about each vote. Never public.

Who may see it: organizers of the organization that leads, and accounts that they name.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part's pages."""
