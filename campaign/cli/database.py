"""`campaign db`: bring the tables to the version of the code."""

import sqlite3
from pathlib import Path
from typing import Any

import click

from ..config import PACKAGE, Settings
from . import with_app

VERSIONS = PACKAGE / "migrations" / "versions"


@click.group()
def db() -> None:
    """Upgrade, downgrade and look at the database's version."""


@db.command()
@with_app
def upgrade() -> None:
    """Bring the tables to the version of this code."""
    from flask_migrate import upgrade as bring_up

    bring_up()
    click.echo(f"The database is at version {head()}.")


@db.command()
@click.argument("version")
@with_app
def downgrade(version: str) -> None:
    """Bring the tables back to VERSION."""
    from flask_migrate import downgrade as bring_down

    bring_down(revision=version)
    click.echo(f"The database is at version {version}.")


@db.command()
@with_app
def current() -> None:
    """Say which version the tables have, and which the code wants."""
    click.echo(f"database {version_now() or 'empty'}, code {head()}")


@db.command()
@with_app
def check() -> None:
    """Refuse (exit 1) when the models say something else than the migrations."""
    from flask_migrate import check as compare

    compare()  # says what differs, and ends with 1 by itself


def head() -> str:
    """The newest version of the code: migrations are numbered."""
    return max((path.name.split("_")[0] for path in VERSIONS.glob("[0-9]*.py")), default="")


def version_now() -> str | None:
    from alembic.migration import MigrationContext

    from ..db import db as database

    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(loaded: Settings) -> bool:
    """Whether the tables are at the code's version, found out without loading the app."""
    if not loaded.database.startswith("sqlite"):
        return False
    path = Path(loaded.database.removeprefix("sqlite:///"))
    if not path.exists():
        return False
    return read_version(path) == head()


def read_version(path: Path) -> Any:
    connection = sqlite3.connect(path)
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return row and row[0]
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()
