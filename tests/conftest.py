"""Fixtures: one app a session on a real database, emptied for every test.

`CAMPAIGN_TEST_DATABASE=postgresql` runs the same tests on PostgreSQL.
"""

import contextvars
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from hypothesis import HealthCheck, settings

from campaign import create_app
from campaign.cli import main
from campaign.config import load_settings
from campaign.db import db
from tests import database
from tests.page import PageClient

settings.register_profile(
    "busy",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("busy")  # machines that do other things too are no fault of the code
SETTINGS = {
    "secret_key": "a key for tests only, 32 letters",
    "base_url": "http://localhost",
}


def is_on_postgresql() -> bool:
    return os.environ.get("CAMPAIGN_TEST_DATABASE") == "postgresql"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot be asked of the database that this run uses."""
    left = [one for one in items if not is_asked_of_it(one)]
    config.hook.pytest_deselected(items=left)
    items[:] = [one for one in items if one not in left]


def is_asked_of_it(item: pytest.Item) -> bool:
    """On PostgreSQL only what meets the database: the rest was tried with SQLite."""
    uses = set(getattr(item, "fixturenames", ()))
    if not is_on_postgresql():
        return "only_postgresql" not in uses
    meets = bool(uses & {"database_url", "only_postgresql"})
    return meets and "only_sqlite" not in uses and not is_said_again(item)


def is_said_again(item: pytest.Item) -> bool:
    """Whether this asks with other words what the same test has asked of this database.

    One bad input sends the statements that another sends; the promises keep all their forms.
    """
    if "promises" in item.path.parts:
        return False
    indices = getattr(getattr(item, "callspec", None), "indices", {})
    return any(indices.values())


@pytest.fixture
def only_sqlite() -> None:
    """For what is about SQLite's file."""


@pytest.fixture
def only_postgresql() -> None:
    """For what is about a PostgreSQL server, in a run that has one."""


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def database_url(instance: Path) -> Iterator[str]:
    """Address of an empty database with all tables."""
    if is_on_postgresql():
        with database.postgresql(database.QUICK) as url:
            yield url
    else:
        yield f"sqlite:///{instance / 'campaign.db'}"


@pytest.fixture(scope="session")
def _app(instance: Path, database_url: str) -> Iterator[Flask]:
    loaded = load_settings({}, instance=instance, database_url=database_url, **SETTINGS)
    app = create_app(loaded)
    app.testing = True
    app.test_client_class = PageClient
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    if database_url.startswith("sqlite"):
        shutil.copy(instance / "campaign.db", instance / "empty.db")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(_app: Flask, instance: Path) -> Iterator[Flask]:
    """The app, with an empty database."""
    with _app.app_context():
        yield _app
        db.session.remove()
        database.empty(instance)
        shutil.rmtree(instance / "mail", ignore_errors=True)


@pytest.fixture
def client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture
def campaign(app: Flask) -> Callable[..., Result]:
    """Run the `campaign` command with these words on the test's database."""

    def run(*words: str, **options: Any) -> Result:
        db.session.rollback()
        return contextvars.Context().run(CliRunner().invoke, main, words, obj=app, **options)

    return run
