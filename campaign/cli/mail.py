"""`campaign mail`: deliver now, hold, release, and how the outbox stands."""

import json
from typing import Any

import click

from . import refuse, with_app

as_json = click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")


@click.group()
def mail() -> None:
    """Look after the outbox."""


@mail.command()
@as_json
@with_app
def deliver(is_json: bool) -> None:
    """Send everything that is due now."""
    from ..mail.delivery import worker
    from ..mail.status import figures

    before = figures()
    if before["held"]:
        refuse("Mail is held. Let it go with: campaign mail release")
    with click.progressbar(length=before["due"], label="Sending", hidden=is_json) as bar:
        counts = worker().send_all_due(lambda: bar.update(1))
    result = {name: counts[name] for name in ("sent", "failed", "postponed", "uncertain")}
    result["waiting"] = figures()["due"]
    if is_json:
        click.echo(json.dumps(result))
    else:
        click.echo(", ".join(f"{count} {name}" for name, count in result.items()))
    if result["waiting"]:
        refuse("The mail server cannot be reached; the rest stays queued and is tried again.")


@mail.command()
@click.option("--reason", default="held by an operator", help="Shown by `campaign mail status`.")
@with_app
def hold(reason: str) -> None:
    """Deliver nothing until `release`; mail is queued on."""
    from .. import mail as room
    from ..db import db

    room.hold(reason)
    db.session.commit()
    click.echo("Held. Nothing leaves until: campaign mail release")


@mail.command()
@with_app
def release() -> None:
    """Deliver again."""
    from .. import mail as room
    from ..db import db
    from ..mail.status import figures

    room.release()
    db.session.commit()
    click.echo(f"Released; {figures()['queued']} mails wait.")
    room.wake()


@mail.command()
@as_json
@with_app
def status(is_json: bool) -> None:
    """How many mails wait, were sent, failed or are uncertain."""
    from ..mail.status import figures

    found: dict[str, Any] = figures()
    if is_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:10} {value if value is not None else 'no'}")
