"""What every `campaign … import` about officials shares: the plan first, then all of it or nothing.

    wards.add_command(import_command("boundaries", "Bring in a map of wards.", option("--name")))

The kind is one of `campaign/officials/bringing/importers.py`; its options are answers to the
Options there, by the same names.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from . import refuse, with_app

MANY = 200  # rows from which on a bar shows how far the writing is
SHOWN = 200  # problems that are printed

Option = Callable[[Any], Any]


def option(name: str, words: str = "") -> Option:
    """An answer to an Option of the importer."""
    return click.option(name, default="", metavar="TEXT", help=words)


def import_command(
    kind: str, words: str, *options: Option, with_columns: bool = False
) -> click.Command:
    """`import FILE` for one kind of file."""

    @with_app
    def import_(
        file: str,
        body_slug: str,
        dry_run: bool,
        as_json: bool,
        columns: tuple[str, ...] = (),
        **said: str,
    ) -> None:
        bring(kind, Report(file, dry_run, as_json), get_body(body_slug), said, columns)

    shared = [
        click.argument("file"),
        click.option("--body", "body_slug", default="", help="Council that it is about."),
        click.option("--dry-run", is_flag=True, help="Only say what would change."),
        click.option("--json", "as_json", is_flag=True, help="Say it as JSON."),
    ]
    if with_columns:
        how = "Heading=field, where it is not guessed; may be given several times."
        shared.append(click.option("--column", "columns", multiple=True, help=how))
    for add in reversed([*shared, *options]):
        import_ = add(import_)
    return click.command("import", help=words)(import_)


class Report:
    """How the command says what happens: to people or to programs."""

    def __init__(self, file: str, dry_run: bool, as_json: bool) -> None:
        self.file, self.name = file, file.rpartition("/")[2] or file
        self.dry_run, self.as_json = dry_run, as_json

    def say(self, plan: Any) -> None:
        """The differences first, then their count; with problems these, and exit code 1."""
        if self.as_json:
            click.echo(json.dumps({"dry_run": self.dry_run} | plan.as_json, default=str))
        else:
            for line in plan_lines(plan):
                click.echo(line)
        if plan.problems:
            self.refuse(plan.problems)

    def refuse(self, problems: list[Any]) -> NoReturn:
        if not self.as_json:
            for line, sentence in problems[:SHOWN]:
                click.echo(f"{self.name}, line {line}: {sentence}", err=True)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        refuse(f"Nothing was imported: {count} in {self.name}.")

    def end(self, plan: Any) -> None:
        if self.as_json:
            return
        would = "Would be imported" if self.dry_run else "Imported"
        found = plan.numbers
        click.echo(
            f"{would}: {found['new']} new, {found['changed']} changed, {found['kept']} kept as"
            f" corrected by hand, {found['same']} unchanged, {found['vanished']} not in the file."
        )


def bring(
    kind: str, report: "Report", body: Any, said: dict[str, str], columns: tuple[str, ...]
) -> None:
    """Read, show and, unless it is a dry run, carry out."""
    from ..db import db
    from ..officials.bringing import importers
    from ..officials.bringing.columns import understand

    importer = importers.IMPORTERS[kind]
    data = fetched(importer, report.file)
    choices = importers.Choices(options=said, file_name=report.name)
    for name, fault in importer.faults(choices).items():
        refuse(f"--{name.replace('_', '-')}: {fault}")
    reading, choices = understand(importer, data, choices)
    if columns:
        chosen = columns_of(importer, reading, columns)
        choices = importers.Choices(chosen, said, report.name)
        reading = importers.read(importer, data, choices)
    importers.lock(body)
    plan = importers.plan_for(importer, reading, body, choices)
    report.say(plan)
    if not report.dry_run:
        carry_out_with_bar(plan)
        db.session.commit()
    db.session.rollback()
    report.end(plan)


def fetched(importer: Any, file: str) -> bytes:
    """The bytes of a file, or of an address where this kind can be fetched."""
    from ..officials.bringing.importers import too_large
    from ..tables import TableError

    if "://" in file:
        if importer.fetch is None:
            refuse("Give the name of a file, not an address.")
        try:
            return bytes(importer.fetch(file))
        except TableError as error:
            refuse(str(error))
    try:
        if fault := too_large(Path(file).stat().st_size):
            refuse(f"{Path(file).name}: {fault}")
        return Path(file).read_bytes()
    except (OSError, ValueError) as error:
        refuse(f"{file}: {getattr(error, 'strerror', None) or error}.")


def get_body(slug: str) -> Any:
    """The council of this name; without one, the only one there is."""
    from ..officials.bodies import councils

    known = {one.slug: one for one in councils()}
    slug = slug or (next(iter(known)) if len(known) == 1 else "")
    if slug not in known:
        asked = f"There is no council {slug!r}" if slug else "Say which council with --body"
        refuse(f"{asked}; there is {', '.join(known) or 'none yet'}.")
    return known[slug]


def columns_of(importer: Any, reading: Any, said: tuple[str, ...]) -> dict[str, str]:
    """The guessed columns, and what --column says."""
    chosen = dict(reading.columns)
    for pair in said:
        heading, _equals, field = pair.rpartition("=")
        if heading not in reading.header:
            refuse(f"--column {pair}: the file has the columns {', '.join(reading.header)}.")
        if field and field not in importer.fields:
            refuse(f"--column {pair}: fields are {', '.join(importer.fields)}.")
        at = str(reading.header.index(heading))
        chosen = {other: meant for other, meant in chosen.items() if other != at}
        if field:
            chosen[at] = field
    return chosen


def carry_out_with_bar(plan: Any) -> None:
    with bar(len(plan.todo)) as progress:
        plan.carry_out(progress)


@contextmanager
def bar(length: int) -> Iterator[Callable[[int], object]]:
    """Shows how far long work is."""
    if length < MANY:
        yield lambda _done: None
        return
    with click.progressbar(length=length, label="Rows", file=sys.stderr) as shown:
        yield lambda done: shown.update(done - shown.pos)


def plan_lines(plan: Any) -> Iterator[str]:
    """The differences, row by row."""
    yield from (f"note       {note}" for note in plan.notes)
    for one in plan.changes:
        yield f"{one.kind:<11}{one.label}{change_text(one)}"
    yield from (f"not in the file, kept  {label}" for label in plan.vanished)


def change_text(one: Any) -> str:
    if one.kind == "new":
        return ""
    if one.kind == "kept":
        return f": {one.field} stays {shown(one.before)}; the file says {shown(one.after)}"
    return f": {one.field} {shown(one.before)} → {shown(one.after)}"


def shown(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {shown(one)}" for name, one in value.items())
    if isinstance(value, list):
        return " · ".join(shown(one) for one in value)
    return f"“{value}”" if isinstance(value, str) else str(value)
