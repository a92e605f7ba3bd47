"""The tool a coalition runs when it wants a city council to act.

Rooms, from the floor up; a room imports only from its own and from those before it:
core, mail, accounts, coalition, people, officials, factsheet, petitions, hearings, testimony,
outreach; then dashboard, front, api, cli and demo, which import anyone and are imported by nobody.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from .config import Settings

ROOMS = [
    "mail",
    "accounts",
    "coalition",
    "people",
    "officials",
    "factsheet",
    "petitions",
    "hearings",
    "testimony",
    "outreach",
    "dashboard",
    "front",
]


def create_app(loaded: "Settings | None" = None) -> "Flask":
    """Build the app of one installation.

    Imported only here: the command line and the server's first process stay small.
    """
    from .factory import build

    return build(loaded, ROOMS)
