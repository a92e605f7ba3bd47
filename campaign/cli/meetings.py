"""`campaign meetings`: bring in when the council and its committees meet."""

import click

from .importing import import_command


@click.group()
def meetings() -> None:
    """Import the calendar of a council."""


meetings.add_command(
    import_command(
        "meetings",
        "Bring in meetings and agendas (JSON): all of a file or nothing.",
    )
)
