"""`campaign people`: bring people in from a file, as the page does."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from . import refuse, with_app


@click.group()
def people() -> None:
    """Import the people of an organization."""


@people.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--organization", "slug", required=True, help="Organization they agreed to.")
@click.option("--source", required=True, help="Where and when these people agreed.")
@click.option("--wording", required=True, help="The sentence they saw, word for word.")
@click.option("--column", "chosen", multiple=True, help="Heading=field, where it is not guessed.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@with_app
def import_(file: Path, slug: str, chosen: tuple[str, ...], dry_run: bool, **said: str) -> None:
    """Bring in the people of a CSV file: all that can be read, or nobody."""
    from ..coalition import scope
    from ..db import db
    from ..people.bringing import carrying_out as importing

    source, wording = checked(said, "source", 200), checked(said, "wording", 500)
    organization, data = get_organization(slug), read_file(file)
    with scope.of(organization.id):
        one = begin(organization, data, file.name, source=source, wording=wording)
        one.columns = one.columns | columns_of(one.header, chosen)
        reading = read_with_bar(one, data)
        if dry_run:
            importing.look(one, reading)
        else:
            one.state = "running"
            db.session.flush()
            importing.carry_out(one, reading)
            db.session.commit()
            index_with_bar(one)
        report(one, file, dry_run)
        db.session.rollback()


def checked(said: dict[str, str], option: str, most: int) -> str:
    words = said[option].strip()
    if not words or len(words) > most:
        refuse(f"--{option} needs words, at most {most} letters.")
    return words


def get_organization(slug: str) -> Any:
    from ..coalition.models import Organization
    from ..db import db

    found = db.session.scalar(db.select(Organization).filter_by(slug=slug))
    if found is None:
        refuse(f"There is no organization {slug!r}.")
    return found


def read_file(file: Path) -> bytes:
    """The file's bytes; one that is too large is refused before it is read."""
    from ..tables import LARGEST

    try:
        if file.stat().st_size > LARGEST:
            refuse(f"{file.name} is larger than {LARGEST // 1_000_000} MB. Split it.")
        return file.read_bytes()
    except OSError as error:
        refuse(f"{file.name} cannot be opened: {error.strerror}.")


def begin(organization: Any, data: bytes, name: str, **said: str) -> Any:
    from ..people.bringing import carrying_out as importing
    from ..tables import TableError

    try:
        return importing.begin(organization, data, None, file_name=name, **said)
    except TableError as fault:
        refuse(f"Nothing was imported: {fault}")


def columns_of(header: list[str], chosen: tuple[str, ...]) -> dict[str, str]:
    """What `--column "Correo=email"` says."""
    from ..people.bringing.rows import FIELDS

    found = {}
    for words in chosen:
        heading, _equals, field = words.rpartition("=")
        if heading not in header or field not in FIELDS:
            refuse(f"--column {words!r}: write HEADING=FIELD, a field of {', '.join(FIELDS)}.")
        found[str(header.index(heading))] = field
    return found


def read_with_bar(one: Any, data: bytes) -> Any:
    from ..db import db
    from ..people.bringing import carrying_out as importing

    with click.progressbar(length=data.count(b"\n"), label="Rows", file=sys.stderr) as bar:
        reading = importing.read(one.columns, data, lambda done: bar.update(importing.PIECE))
    if reading.fault:
        db.session.rollback()
        refuse_columns(one, reading.fault)
    return reading


def refuse_columns(one: Any, fault: str) -> NoReturn:
    refuse(f"Nothing was imported: {fault} Use --column HEADING=FIELD.")


def index_with_bar(one: Any) -> None:
    """Let everybody who came be found by a search."""
    from ..people.bringing.files import PIECE, make_findable

    with click.progressbar(length=one.found["new"], label="Words", file=sys.stderr) as bar:
        make_findable(one, lambda done: bar.update(PIECE))


def report(one: Any, file: Path, dry_run: bool) -> None:
    """The rejects by line, then the numbers in a line."""
    for line, sentence in one.rejects[:200]:
        click.echo(f"{file.name}, line {line}: {sentence}", err=True)
    for note in one.found["notes"]:
        click.echo(f"{file.name}: {note}", err=True)
    found = one.found
    would = "Would be imported" if dry_run else "Imported"
    click.echo(
        f"{would}: {found['new']} new, {found['changed']} changed, {found['unchanged']} unchanged,"
        f" {found['refused']} refused because unsubscribed, {found['rejected']} rejected."
    )
