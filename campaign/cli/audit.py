"""`campaign audit`: whether the record of who did what is whole."""

import json

import click

from . import refuse, with_app


@click.group()
def audit() -> None:
    """The record of who did what."""


class End(click.ParamType[tuple[int, str]]):
    """An end of the chain as `verify` prints it: 120:3f9c…"""

    name = "number:mark"

    def convert(self, value: str, param: object, context: object) -> tuple[int, str]:
        number, _, mark = value.partition(":")
        if not number.isdecimal() or len(mark) != 32:
            self.fail(f"{value!r} is no end that `campaign audit verify` printed.")
        return int(number), mark


@audit.command()
@click.option("--noted", type=End(), multiple=True, help="An end that verify printed earlier.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def verify(noted: tuple[tuple[int, str], ...], as_json: bool) -> None:
    """Find every row that was changed, taken out or moved; exit 1 if there is one.

    Prints the end of the chain. Keep it somewhere else, and give it back with --noted: that
    shows rows cut from the end as well.
    """
    from ..coalition import audit as chain

    number, mark = chain.head()
    faults = list(chain.verify(noted))
    if as_json:
        found = [{"number": one.number, "what": one.what} for one in faults]
        click.echo(json.dumps({"end": f"{number}:{mark}", "rows": number, "faults": found}))
    else:
        for one in faults:
            click.echo(f"#{one.number}: {one.what}")
        click.echo(f"{number} rows, end {number}:{mark}")
    if faults:
        refuse(f"The record does not fit in {len(faults)} places.")
