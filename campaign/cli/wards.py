"""`campaign wards`: maps of wards, and the wards of many points."""

import json
from typing import Any

import click

from . import with_app
from .importing import import_command, option
from .ward_lists import census_in, census_out, locate


@click.group()
def wards() -> None:
    """Bring in maps of wards; find the wards of points and addresses."""


wards.add_command(
    import_command(
        "boundaries",
        "Bring in a map of wards from a GeoJSON file or address: all of it or nothing.",
        option("--name", "Name of the map, like 2023; one that is there is brought up to date."),
        option("--from", "First day that it is in force, like 2023-05-15."),
        option("--until", "Last day; without one it is the map in force."),
        option("--property", "What holds the ward's number; guessed where it is called ward."),
        option("--source", "Where the file is from; without it, its name."),
    )
)


for command in (census_out, census_in, locate):
    wards.add_command(command)


@wards.command("maps")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@with_app
def list_maps(as_json: bool) -> None:
    """List the maps of every council, the newest first."""
    from ..officials.bodies import councils
    from ..officials.wards.maps import maps, ward_counts

    found = [map_values(body, one, ward_counts(body)) for body in councils() for one in maps(body)]
    if as_json:
        click.echo(json.dumps(found))
        return
    for one in found:
        until = one["until"] or "today"
        click.echo(
            f"{one['body']}  “{one['name']}”  {one['from']} to {until}, {one['wards']} wards"
            f"  {one['source']}".rstrip()
        )
    if not found:
        click.echo("There is no map yet: campaign wards import FILE --name NAME --from DAY.")


def map_values(body: Any, one: Any, counts: dict[int, int]) -> dict[str, Any]:
    return {
        "body": body.slug,
        "name": one.name,
        "from": one.starts_on.isoformat(),
        "until": one.ends_on.isoformat() if one.ends_on else None,
        "wards": counts.get(one.id, 0),
        "source": one.source,
        "changed_at": one.changed_at.isoformat(timespec="seconds"),
    }
