"""The wards of whole lists: points, and addresses by way of the US Census batch files."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from . import refuse, with_app
from .importing import get_body

SHOWN = 200  # problems that are printed
CHUNK = 5_000  # points looked up at once
SHARED = (
    click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day; without one, today."),
    click.option("--body", "body_slug", default="", help="Council whose wards are meant."),
    click.option("--skip", is_flag=True, help="Leave bad lines out instead of refusing."),
)
Column = tuple[str, ...]


def shared(command: Any) -> Any:
    for add in reversed(SHARED):
        command = add(command)
    return command


@click.command("census-out")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--skip", is_flag=True, help="Leave bad lines out instead of refusing.")
@with_app
def census_out(file: Path, out: Path, skip: bool) -> None:
    """Write a list of addresses as files for the US Census batch geocoder.

    The list has columns id, street, city, state, zip. Above 10,000 lines there are several files.
    """
    from ..officials.wards.census import batches, read_addresses

    found = read(file, read_addresses, skip)
    files = list(batches(found.addresses))
    paths = [out] if len(files) < 2 else [numbered(out, n) for n in range(1, len(files) + 1)]
    for path in paths:
        refuse_existing(path)
    for path, data in zip(paths, files, strict=False):
        write(path, data)
    names = ", ".join(path.name for path in paths) if files else "nothing"
    click.echo(f"{len(found.addresses)} addresses: {names}.")


@click.command("census-in")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@shared
@with_app
def census_in(file: Path, out: Path, on: datetime | None, body_slug: str, skip: bool) -> None:
    """Read what the US Census batch geocoder answered; write the ward of each line."""
    from ..officials.wards.census import read_result

    found = read(file, read_result, skip)
    refuse_existing(out)
    header = ("id", "ward", "metres", "confirm", "reason")
    wards = iter(located([one for one in found.points if not one.reason], on, body_slug))
    rows = [
        (one.id, *(("", "", "", one.reason) if one.reason else next(wards))) for one in found.points
    ]
    write_table(out, header, rows)
    say(rows, out)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@shared
@with_app
def locate(file: Path, out: Path, on: datetime | None, body_slug: str, skip: bool) -> None:
    """Write the ward of each line of a list that has longitude and latitude."""
    from ..officials.wards.census import read_points

    found = read(file, read_points, skip)
    refuse_existing(out)
    header = (*found.table.header, "ward", "metres", "confirm", "reason")
    cells = {row.line: row.cells for row in found.table.rows}
    wards = located(found.points, on, body_slug)
    rows = [(*cells[point.line], *ward) for point, ward in zip(found.points, wards, strict=True)]
    write_table(out, header, rows)
    say(rows, out)


def read(file: Path, reader: Any, skip: bool) -> Any:
    """A list without bad lines: each is named, and refuses the file unless it may be left out."""
    from ..tables import LARGEST, TableError

    try:
        if file.stat().st_size > LARGEST:
            refuse(f"{file.name} is larger than {LARGEST // 1_000_000} MB. Split it.")
        found = reader(file.read_bytes())
    except OSError as error:
        refuse(f"{file}: {error.strerror}.")
    except TableError as error:
        refuse(f"{file.name}: {error}")
    for line, sentence in sorted(found.problems)[:SHOWN]:
        click.echo(f"{file.name}, line {line}: {sentence}", err=True)
    if found.problems and not skip:
        count = len(found.problems)
        refuse(f"Nothing was written: {count} bad {'line' if count == 1 else 'lines'}.")
    return found


def located(points: Sequence[Any], on: datetime | None, body_slug: str) -> Iterator[Column]:
    """Ward, metres, confirm and reason of each point."""
    from ..officials.wards.lookup import located as look_up

    body, day = get_body(body_slug), on.date() if on else None
    with click.progressbar(length=len(points), label="Points", file=sys.stderr) as bar:
        for first in range(0, len(points), CHUNK):
            part = points[first : first + CHUNK]
            pairs = [(one.longitude, one.latitude) for one in part]
            try:
                found = look_up(pairs, day, body)
            except LookupError:
                refuse("There is no map of that day: campaign wards maps lists those that are.")
            for point, ward, is_near, meters in zip(part, *found, strict=True):
                yield columns(point, int(ward), bool(is_near), float(meters))
            bar.update(len(part))


def columns(point: Any, ward: int, is_near: bool, meters: float) -> Column:
    if not ward:
        return "", "", "", "outside"
    confirm = "yes" if is_near or not point.is_exact else "no"
    return str(ward), f"{meters:.0f}", confirm, "" if point.is_exact else "not exact"


def numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


def refuse_existing(path: Path) -> None:
    if path.exists():
        refuse(f"{path} is there already: choose another name.")


def write(path: Path, data: bytes) -> None:
    """A new file that only its owner reads: lists of addresses are personal."""
    try:
        with path.open("xb") as new:
            path.chmod(0o600)
            new.write(data)
    except OSError as error:
        refuse(f"{path} cannot be written: {error.strerror}.")


def write_table(path: Path, header: Column, rows: Sequence[Column]) -> None:
    from ..tables import csv_lines

    write(path, b"".join(csv_lines(header, rows)))


def say(rows: Sequence[Column], out: Path) -> None:
    with_ward = sum(1 for row in rows if row[-4])
    unsure = sum(1 for row in rows if row[-2] == "yes")
    click.echo(
        f"{len(rows)} lines: {with_ward} with a ward, {unsure} of them to be confirmed,"
        f" {len(rows) - with_ward} without. Written to {out.name}."
    )
