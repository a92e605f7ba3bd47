"""`campaign officials`: bring in who holds which seat, and take the list out."""

import sys

import click

from . import refuse, with_app
from .importing import import_command, option


@click.group()
def officials() -> None:
    """Import and export who holds which seat of a council."""


officials.add_command(
    import_command(
        "roster",
        "Bring in who holds which seat, and how to reach them: all of a file or nothing.",
        option("--source", "Where the file is from."),
        option("--as-of", "The day as of which it is right, like 2026-11-29."),
        with_columns=True,
    )
)


@officials.command()
@click.option("--body", "slug", default="", help="The council, if there are several.")
@click.option(
    "--format", "form", type=click.Choice(["csv", "vcf"]), default="csv", show_default=True
)
@with_app
def export(slug: str, form: str) -> None:
    """Write who holds which seat today, and how to reach them, to the standard output."""
    from ..officials import exports, listing
    from ..officials.bodies import find_council

    body = find_council(slug)
    if body is None:
        refuse(f"There is no council {slug}." if slug else "There is no council yet.")
    rows = listing.rows(body, listing.today(body))
    terms = [term for row in rows for term in row.held.terms]
    data = exports.as_csv(rows) if form == "csv" else exports.as_vcards(terms)
    sys.stdout.buffer.write(data)
