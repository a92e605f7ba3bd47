"""`campaign check`: look at an installation before people do."""

import json
import shutil
import smtplib
from collections.abc import Callable

import click

from ..config import Settings
from . import database, load_or_refuse
from .findings import Finding

ENOUGH = 500_000_000  # bytes free, about a million signatures


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--dns", is_flag=True, help="Ask a name server about SPF and DMARC, too.")
@click.option("--dkim", "selector", default="", help="The relay’s selector: ask for its key, too.")
@click.option("--name-server", default="", help="Ask this one: address or address:port.")
def check(as_json: bool, dns: bool, selector: str, name_server: str) -> None:
    """Look at configuration, database, mail and disk; exit 1 if something must be mended."""
    loaded = load_or_refuse()
    looks: list[Callable[[Settings], Finding]] = [
        look_at_address,
        look_at_database,
        look_at_mail,
        look_at_disk,
    ]
    if loaded.bounce_address:
        looks.append(look_at_bounces)
    findings = [look(loaded) for look in looks]
    if dns or selector or name_server:
        from .check_dns import look as look_at_dns

        findings += look_at_dns(loaded.mail_sender, selector, name_server)
    if as_json:
        click.echo(json.dumps([finding._asdict() for finding in findings]))
    else:
        for finding in findings:
            click.echo(
                f"{'ok  ' if finding.is_right else 'MEND'}  {finding.topic}: {finding.words}"
            )
    raise SystemExit(0 if all(finding.is_right for finding in findings) else 1)


def look_at_address(loaded: Settings) -> Finding:
    if loaded.is_secure or "//127.0.0.1" in loaded.base_url or "//localhost" in loaded.base_url:
        return Finding("address", True, loaded.base_url)
    return Finding(
        "address", False, f"{loaded.base_url} is not encrypted: set CAMPAIGN_BASE_URL to https://…"
    )


def look_at_database(loaded: Settings) -> Finding:
    from sqlalchemy.exc import SQLAlchemyError

    from .. import create_app

    try:
        with create_app(loaded).app_context():
            version = database.version_now()
    except (SQLAlchemyError, OSError) as error:
        return Finding("database", False, f"does not answer ({type(error).__name__})")
    if version != database.head():
        return Finding("database", False, "is not at this version: run `campaign db upgrade`")
    return Finding("database", True, f"answers, version {version}")


def look_at_mail(loaded: Settings) -> Finding:
    if not loaded.mail_server:
        return Finding(
            "mail", False, "CAMPAIGN_MAIL_SERVER is not set: mail stays in the mailbox at /dev/mail"
        )
    connect = smtplib.SMTP_SSL if loaded.mail_use_ssl else smtplib.SMTP
    try:
        with connect(loaded.mail_server, loaded.mail_port, timeout=10) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        where = f"{loaded.mail_server}:{loaded.mail_port}"
        return Finding("mail", False, f"{where} does not answer ({type(error).__name__})")
    return Finding("mail", True, f"{loaded.mail_server}:{loaded.mail_port} answers")


def look_at_bounces(loaded: Settings) -> Finding:
    """Whether what comes back can be read. Nobody here can see whether the mail server pipes it."""
    from ..mail.bounces.mailboxes import MailboxError, configured

    mailboxes = configured(loaded)
    for opened in mailboxes:
        try:
            mailbox = opened()
            next(mailbox.unread(), None)
            mailbox.close()
        except MailboxError as error:
            return Finding("bounces", False, str(error))
    if mailboxes:
        return Finding("bounces", True, f"{loaded.bounce_address}, read every 5 minutes")
    words = f"{loaded.bounce_address}: no setting names a mailbox that is read, so your mail server"
    return Finding("bounces", True, f"{words} must pipe it to `campaign mail bounces -`")


def look_at_disk(loaded: Settings) -> Finding:
    free = shutil.disk_usage(loaded.instance).free
    words = f"{free // 1_000_000:,} MB free in {loaded.instance}"
    return Finding("disk", free > ENOUGH, words)
