"""`campaign backup`: everything an installation is, in one file, while it runs."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from . import dumps, load_or_refuse, refuse


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.option("--check", "only_check", is_flag=True, help="Look through FILE; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what is in it as JSON.")
def backup(file: Path, force: bool, only_check: bool, as_json: bool) -> None:
    """Write database, secret key and configuration to FILE while people go on writing.

    FILE is read again and checked before it gets its name. With PostgreSQL, says which command
    to use; `--check` looks through what that one wrote.
    """
    from ..archive import BackupError

    file = file.absolute()
    try:
        found = look_through(file) if only_check else write(file, force)
    except (BackupError, OSError) as error:
        refuse(str(error))
    if as_json:
        click.echo(json.dumps({"file": str(file), "bytes": file.stat().st_size} | found))
        return
    rows = sum(found["rows"].values())
    click.echo(
        f"{file} is whole: {len(found['rows'])} tables, {rows:,} rows,"
        f" {file.stat().st_size:,} bytes, tables of version {found['version'] or '(none)'}."
    )


def write(file: Path, force: bool) -> dict[str, Any]:
    from ..backup import database_of, take

    loaded = load_or_refuse()
    if database_of(loaded) is None:
        refuse(dumps.how_to_dump(loaded, file))
    with click.progressbar(length=1, label="Copying", width=30, file=sys.stderr) as bar:

        def note(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return values(take(loaded, file, force=force, note=note))


def look_through(file: Path) -> dict[str, Any]:
    """Check a backup of ours, or a dump of PostgreSQL."""
    from ..archive import read

    if dumps.is_dump(file):
        return dumps.look_through(file)
    with TemporaryDirectory() as folder:
        return values(read(file, Path(folder) / "campaign.db"))


def values(found: Any) -> dict[str, Any]:
    return {
        "made_at": found.made_at.isoformat(),
        "version": found.version,
        "rows": found.rows,
    }
