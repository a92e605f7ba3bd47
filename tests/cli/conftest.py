"""Fixtures: an installation whose database has no tables yet."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from campaign import create_app
from campaign.cli import main
from campaign.config import load_settings
from campaign.db import db
from tests.database import fresh_database

Command = Callable[..., Result]


@pytest.fixture
def new_database(database_url: str, tmp_path: Path) -> Iterator[str]:
    """Address of a database without tables, on the server that the other tests use."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'campaign.db'}"
        return
    with fresh_database(database_url) as url:
        yield url


@pytest.fixture
def environ(new_database: str, tmp_path: Path) -> dict[str, str | None]:
    """The environment of the new installation, and of no other."""
    return {"CAMPAIGN_INSTANCE": str(tmp_path), "CAMPAIGN_DATABASE_URL": new_database}


@pytest.fixture
def new_app(new_database: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(load_settings({}, instance=tmp_path, database_url=new_database))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def command(new_app: Flask, environ: dict[str, str | None]) -> Command:
    """Run the `campaign` command in the new installation."""

    def run(*words: str, **more: str) -> Result:
        return CliRunner().invoke(main, words, obj=new_app, env=environ | more)

    return run
