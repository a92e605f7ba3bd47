"""`campaign officials`: bring in who holds which seat."""

import click

from .importing import import_command, option


@click.group()
def officials() -> None:
    """Import who holds which seat of a council."""


officials.add_command(
    import_command(
        "roster",
        "Bring in who holds which seat, and how to reach them: all of a file or nothing.",
        option("--source", "Where the file is from."),
        option("--as-of", "The day as of which it is right, like 2026-11-29."),
        with_columns=True,
    )
)
