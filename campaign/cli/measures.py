"""`campaign measures`: bring in what the council decides, and list it."""

import json
from typing import Any

import click

from . import with_app
from .importing import get_body, import_command


@click.group()
def measures() -> None:
    """Import and list ordinances, orders and resolutions."""


measures.add_command(
    import_command(
        "measures",
        "Bring in measures, their numbers and sponsors (JSON or CSV): all of a file or nothing.",
    )
)


@measures.command("list")
@click.option("--body", "body_slug", default="", help="Council that it is about.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@with_app
def list_(body_slug: str, as_json: bool) -> None:
    """The measures of a council, the newest first."""
    from ..db import db
    from ..officials.record.listing import measures_of

    found = [values_of(one) for one in db.session.scalars(measures_of(get_body(body_slug)))]
    if as_json:
        click.echo(json.dumps(found))
        return
    for one in found:
        status = one["status"] or "–"
        click.echo(f"{one['record']:<18}{status[:22]:<24}{one['title'][:80]}")
    if not found:
        click.echo("No measures yet: `campaign measures import FILE`.")


def values_of(measure: Any) -> dict[str, Any]:
    introduced = measure.introduced_on
    return {
        "record": measure.record,
        "numbers": [one.written for one in measure.numbers],
        "title": measure.title,
        "kind": measure.kind,
        "status": measure.status,
        "introduced_on": introduced.isoformat() if introduced else None,
        "needs": measure.needs,
        "url": measure.url,
        "sponsors": [one.official.name for one in measure.sponsors],
    }
