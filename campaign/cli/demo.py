"""`campaign demo`: the ShotSpotter campaign as an example."""

import click

from . import with_app


@click.group()
def demo() -> None:
    """Try the tool on the campaign about ShotSpotter in Chicago."""


@demo.command()
@with_app
def load() -> None:
    """Load the demo campaign; a second time changes nothing."""
    from ..demo import loading

    with click.progressbar(length=loading.SIGNATURES, label="Demo signatures") as bar:
        is_new = loading.load(lambda: bar.update(1))
    click.echo("The demo campaign is loaded." if is_new else "The demo campaign was there already.")
