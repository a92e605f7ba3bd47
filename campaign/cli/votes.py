"""`campaign votes`: bring in roll calls, and show who voted how."""

import json
from typing import Any

import click

from . import refuse, with_app
from .importing import get_body, import_command, option


@click.group()
def votes() -> None:
    """Import roll calls, and show them."""


votes.add_command(
    import_command(
        "votes",
        "Bring in who voted how (CSV or JSON): all of a file or nothing.",
        option("--measure", "Record number, where the file does not name it."),
    )
)


@votes.command()
@click.argument("number")
@click.option("--body", "body_slug", default="", help="Council that it is about.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@with_app
def show(number: str, body_slug: str, as_json: bool) -> None:
    """The roll calls on the measure with this number, however it is spelled."""
    from ..officials.record.numbers import find_measure

    measure = find_measure(get_body(body_slug), number)
    if measure is None:
        refuse(f"No measure here has the number {number}.")
    found = [values_of(one) for one in measure.roll_calls]
    if as_json:
        click.echo(json.dumps({"record": measure.record, "roll_calls": found}))
        return
    for one in found or [{}]:
        for line in call_lines(measure.record, one):
            click.echo(line)


def values_of(call: Any) -> dict[str, Any]:
    from ..i18n import spoken
    from ..officials.record.votes import totals

    told = totals(call)
    return {
        "on": call.on.isoformat(),
        "body": spoken(call.body.name, "en"),
        "action": call.action,
        "result": call.result,
        "totals": told.counts,
        "needed": told.needed,
        "votes": [
            {"voter": one.official.sort_name, "vote": one.value, "said": one.said}
            for one in sorted(call.votes, key=lambda one: one.official.sort_name)
        ],
    }


def call_lines(record: str, call: dict[str, Any]) -> list[str]:
    if not call:
        return [f"{record}: no roll call yet."]
    counts = ", ".join(f"{count} {word}" for word, count in call["totals"].items() if count)
    needed = f" ({call['needed']} needed)" if call["needed"] else ""
    title = f"{record}, {call['on']}, {call['body']}: {call['action']} {call['result']}".strip()
    return [title, f"  {counts}{needed}"] + [
        f"  {one['vote']:<11}{one['voter']}" for one in call["votes"]
    ]
