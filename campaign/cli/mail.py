"""`campaign mail`: deliver now, hold, release, read what came back, how the outbox stands."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from . import refuse, with_app

SHOWN = {
    "bounced": "hard",
    "bounced_for_now": "soft",
    "refused": "policy",
    "complaints": "complaint",
}
TRY_AGAIN = os.EX_TEMPFAIL  # tells a mail server to keep the report and come again
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
    """How many mails wait, failed or are uncertain; how many came back in the last 30 days.

    Below stand the batches that have mails to send.
    """
    from ..mail.bounces import heeding
    from ..mail.status import batches, figures

    came_back = heeding.figures()
    found: dict[str, Any] = figures() | {name: came_back[kind] for name, kind in SHOWN.items()}
    if is_json:
        click.echo(json.dumps(found | {"batches": batches()}))
        return
    for name, value in found.items():
        click.echo(f"{name:16} {value if value is not None else 'no'}")
    for batch in batches():
        state = f"{batch['state']}: {batch['why']}" if batch["why"] else batch["state"]
        click.echo(f"{batch['topic']:32} {batch['waiting']} wait, {state}")


@mail.command()
@click.argument("pipe", required=False, type=click.Choice(["-"]), metavar="[-]")
@click.option(
    "--maildir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read this Maildir.",
)
@click.option("--imap", "is_imap", is_flag=True, help="Read the IMAP folder of the settings.")
@as_json
def bounces(pipe: str | None, maildir: Path | None, is_imap: bool, is_json: bool) -> None:
    """Read what came back: the mailboxes of the settings, others, or with - one report.

    With - the report comes from standard input, and the exit code is 0 whatever it says; 75 asks
    the mail server to come again, because the database cannot be used.
    """
    if not pipe:
        read_mailboxes(maildir, is_imap, is_json)
        return
    try:
        read_pipe(is_json)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - nothing may be lost
        click.echo(type(error).__name__, err=True)
        sys.exit(TRY_AGAIN)


@with_app
def read_pipe(is_json: bool) -> None:
    from ..db import db
    from ..mail.bounces import heeding, reports

    stream = sys.stdin.buffer
    data = stream.read(reports.HEAD)
    while stream.read(1_000_000):
        pass  # whoever writes must come to their end
    result = heeding.heed(data)
    db.session.commit()
    show(Counter([result]), is_json)


@with_app
def read_mailboxes(maildir: Path | None, is_imap: bool, is_json: bool) -> None:
    from ..config import settings
    from ..mail.bounces import mailboxes as room

    loaded = settings()
    if is_imap and not loaded.bounce_imap_server:
        refuse("CAMPAIGN_BOUNCE_IMAP_SERVER is not set.")
    chosen: list[Callable[[], room.Mailbox]] = []
    if maildir:
        chosen.append(lambda: room.Maildir(maildir))
    if is_imap:
        chosen.append(lambda: room.open_imap(loaded))
    chosen = chosen or room.configured(loaded)
    if not chosen:
        refuse("Say which mailbox: --maildir DIR, --imap, or - for one report; or set one.")
    try:
        show(room.read_all(chosen)[0], is_json)
    except room.MailboxError as error:
        refuse(f"{error}.")


def show(counts: Counter[str], is_json: bool) -> None:
    from ..mail.bounces.heeding import RESULTS

    if is_json:
        click.echo(json.dumps({name: counts[name] for name in RESULTS}))
    else:
        said = ", ".join(f"{counts[name]} {name}" for name in RESULTS if counts[name])
        click.echo(said or "Nothing came back.")
