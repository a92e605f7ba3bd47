"""`campaign erase`: everything about one person goes."""

import json
import sys
from typing import Any

import click

from . import refuse, with_app


@click.command()
@click.argument("email", required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--again", is_flag=True, help="Repeat all earlier erasures, after a restore.")
@click.option("--json", "as_json", is_flag=True, help="Print what was erased as JSON.")
@with_app
def erase(email: str | None, yes: bool, again: bool, as_json: bool) -> None:
    """Erase all that is held about the owner of EMAIL, however it is spelt.

    Shows what that is and asks first. A keyed mark stays, so that nobody brings them back.
    """
    if again:
        repeat(as_json)
    elif email is None:
        raise click.UsageError("Missing argument 'EMAIL'.")
    else:
        mark = mark_or_refuse(email)
        held = show(mark, quiet=as_json)
        agree(yes)
        carry_out(mark, email.strip(), held, as_json)


def mark_or_refuse(email: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    from ..people.my_data import erasing

    try:
        validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError:
        refuse(f"{email!r} is not an email address.")
    return erasing.mark_of(email)


def show(mark: str, quiet: bool) -> list[str]:
    """Say what is held, kind by kind; nobody's words are printed."""
    from ..db import db
    from ..people.my_data import holdings

    found = [f"{one.kind} {one.key}" for _name, one in holdings.find(mark)]
    warnings = holdings.obstacles(mark)
    db.session.rollback()
    if not quiet:
        click.echo(f"Held about this mailbox: {', '.join(found) or 'nothing'}.")
        for text in warnings:
            click.echo(text)
    return found


def agree(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        refuse("Nothing was erased. To erase without being asked: --yes")
    if not click.confirm("Erase all of it? It cannot be undone", err=True):
        refuse("Nothing was erased.")


def carry_out(mark: str, typed: str, held: list[str], as_json: bool) -> None:
    from ..config import settings
    from ..db import db
    from ..people.my_data import erasing, wiping

    counts = erasing.erase(mark, by="command", typed=typed)
    db.session.commit()
    is_wiped = wiping.wipe(at_once=True)
    kept = sorted(str(path) for path in settings().instance.glob("*.replaced-*"))
    if as_json:
        found: dict[str, Any] = {"erased": counts, "held": held, "wiped": is_wiped}
        click.echo(json.dumps(found | {"still_in": kept}))
        return
    click.echo("Erased. " + ", ".join(f"{name} {number}" for name, number in counts.items()))
    if not is_wiped:
        click.echo("Somebody is reading: the log of SQLite is emptied within five minutes.")
    for path in kept:
        click.echo(f"Still in {path}, which a restore left behind: delete it.")
    click.echo("Backups still hold them; a restore erases them again.")


def repeat(as_json: bool) -> None:
    from datetime import UTC, datetime

    from ..coalition import audit
    from ..db import db
    from ..people.my_data import erasing, wiping

    number = erasing.erase_again(datetime.min.replace(tzinfo=UTC) + erasing.SLACK)
    audit.note("person.erased", about="people", by="again", erased={"mailboxes": number})
    db.session.commit()
    wiping.wipe(at_once=True)
    click.echo(
        json.dumps({"mailboxes": number}) if as_json else f"Erased again: {number} mailboxes."
    )
