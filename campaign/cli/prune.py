"""`campaign prune`: end personal data that is past its date."""

import json
from typing import Any

import click

from . import with_app


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what is past its date (the default).")
@click.option("--yes", is_flag=True, help="Do it.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@with_app
def prune(dry_run: bool, yes: bool, as_json: bool) -> None:
    """Say what personal data is past its date; with --yes end it, as the nightly job does."""
    from ..people.my_data import pruning

    does_it = yes and not dry_run
    report(pruning.prune() if does_it else pruning.look(), does_it, as_json)


def report(found: list[Any], is_done: bool, as_json: bool) -> None:
    if as_json:
        past = {str(one.words): one.number for one in found}
        click.echo(json.dumps({"done": is_done, "past": past}))
        return
    for one in found:
        click.echo(f"{one.number:8,}  {one.words}")
    if not is_done:
        click.echo("Nothing was changed. To end it: campaign prune --yes")
