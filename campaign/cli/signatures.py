"""`campaign signatures`: bring signatures in that were gathered elsewhere, take them out."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from . import refuse, with_app

DEFAULT = "name,ward,comment,signed_on"


@click.group()
def signatures() -> None:
    """Import and export the signatures of a petition."""


@signatures.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--petition", "slug", required=True, help="Petition that they signed.")
@click.option("--source", required=True, help="Where and how they were gathered.")
@click.option("--by", "organization", help="Organization that gathered them; else the lead.")
@click.option(
    "--may-ask",
    is_flag=True,
    help="They were told that a mail would ask them to confirm.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@with_app
def import_(
    file: Path,
    slug: str,
    *,
    source: str,
    organization: str | None,
    may_ask: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring in signatures of a CSV file as unverified: columns name, ward and email.

    Rows that cannot be read are listed with their lines, and left out. The same file again
    changes nothing.
    """
    from ..db import db
    from ..petitions.paper import importing
    from ..tables import TableError

    petition = get_petition(slug)
    by = get_organization(petition, organization)
    try:
        plan = importing.make_plan(petition, by, read(file), source)
    except TableError as error:
        refuse(f"{file}: {error}")
    if not dry_run:
        importing.carry_out(plan, source=source, may_ask=may_ask)
        db.session.commit()
    click.echo(json.dumps(plan.values | {"dry_run": dry_run}) if as_json else report(plan, dry_run))
    if plan.problems and not plan.rows:
        sys.exit(1)


def report(plan: Any, dry_run: bool) -> str:
    lines = [f"line {one.line}: {one.sentence}" for one in plan.problems]
    verb = "would be added" if dry_run else "added"
    values = plan.values
    lines += plan.notes
    lines.append(
        f"{values['new']} {verb}, {values['known']} known already,"
        f" {values['rejected']} left out; {values['online']} of the new have signed online"
        " and count there."
    )
    return "\n".join(lines)


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}.")


@signatures.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--petition", "slug", required=True, help="Petition to write out.")
@click.option(
    "--fields",
    default=DEFAULT,
    show_default=True,
    help="Of name, email, ward, comment, language, signed_on, organization; with commas.",
)
@click.option("--purpose", type=click.Choice(["deliver", "email", "invite"]), default="deliver")
@with_app
def export(file: Path, slug: str, fields: str, purpose: str) -> None:
    """Write the confirmed signatures as CSV; `-` is standard output.

    Only what the campaign's charter shares; the export is noted, and its code stands in each row.
    """
    from ..coalition.exports import RefusedError, note
    from ..db import db
    from ..petitions.delivery import exporting

    petition = get_petition(slug)
    try:
        chosen = exporting.known_fields([name.strip() for name in fields.split(",")])
        noted = note(
            "signatures",
            organization=None,
            campaign=petition.campaign,
            fields=chosen,
            count=exporting.count(petition),
            purpose=purpose,
        )
    except (ValueError, RefusedError) as error:
        refuse(str(error))
    pieces = exporting.pieces(petition, chosen, noted.code)
    said = f"{noted.count} signatures, export {noted.code}."
    db.session.commit()
    write(file, pieces)
    click.echo(said, err=True)


def write(file: Path, pieces: Iterable[bytes]) -> None:
    if str(file) == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    try:
        with file.open("wb") as out:
            file.chmod(0o600)
            out.writelines(pieces)
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}.")


def get_petition(slug: str) -> Any:
    from ..db import db
    from ..petitions.models import Petition

    found = db.session.scalar(db.select(Petition).filter_by(slug=slug))
    return found or refuse(f"There is no petition {slug!r}.")


def get_organization(petition: Any, slug: str | None) -> Any:
    """The organization of this slug, if it gathers for the campaign; without one the lead."""
    campaign = petition.campaign
    gathering = [*campaign.partners("lead"), *campaign.partners("partner")]
    found = [one for one in gathering if slug in (None, one.slug)]
    return found[0] if found else refuse(f"{slug!r} takes no part in this campaign.")
