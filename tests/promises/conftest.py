"""A real server for the promises of DESIGN.md §6, on the database that the tests use."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests import database
from tests.server import Server, running

Few = TypeVar("Few")


def many(few: Few, full: Few) -> Few:
    """What to try, or how often: all that is promised with CAMPAIGN_TEST_ALL=1, else fewer."""
    return full if os.environ.get("CAMPAIGN_TEST_ALL") else few


def once(few: Few, full: Few) -> Few:
    """The same for what either database answers alike: all of it is tried on SQLite alone."""
    return few if os.environ.get("CAMPAIGN_TEST_DATABASE") == "postgresql" else many(few, full)


@pytest.fixture(scope="module")
def database_setting(database_url: str) -> Iterator[dict[str, str]]:
    """DATABASE_URL of an empty database when the tests run on PostgreSQL; nothing for SQLite."""
    if database_url.startswith("sqlite"):
        yield {}
        return
    with database.fresh_database(database_url) as url:
        yield {"database_url": url}


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, database_setting: dict[str, str]
) -> Iterator[Server]:
    """Two web processes behind one proxy, so that a test can come from many networks."""
    folder: Path = tmp_path_factory.mktemp("server") / "instance"
    given = {"workers": 2, "trusted_proxies": 1, "network_limit": 100_000}
    with running(folder, prepare=True, **given, **database_setting) as server:
        yield server
