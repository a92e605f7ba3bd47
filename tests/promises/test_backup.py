"""§6 “Backup”: taken while people write it restores whole, mails nobody, and revives nobody.

All of it on SQLite, with real processes; PostgreSQL's own tools are in tests/cli/test_backup.py.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from campaign.archive import BackupError, read
from campaign.db import db
from campaign.mail.delivery import worker
from campaign.petitions.models import Signature
from tests.promises.conftest import many
from tests.promises.residents import Books, books, in_database, links, open_petition, sign_all
from tests.promises.test_crash import Writers, is_whole, nothing_is_half_done, writing
from tests.server import Server, clean_environ, running

EARLY = [f"early{n}@example.org" for n in range(40)]
PADDING = 60  # rows of half a megabyte, so that copying takes many steps


def campaign(server: Server, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the command on this installation, as an operator does."""
    command = [sys.executable, "-m", "campaign", *words]
    return subprocess.run(
        command, env=server.environ(), capture_output=True, text=True, check=False, timeout=120
    )


def done(server: Server, *words: str) -> str:
    result = campaign(server, *words)
    assert result.returncode == 0, result.stderr
    return result.stdout


def refused(server: Server, *words: str) -> str:
    result = campaign(server, *words)
    assert (result.returncode, result.stdout) == (1, ""), result.stdout
    assert "Traceback" not in result.stderr
    return result.stderr


def pad(server: Server) -> None:
    with closing(sqlite3.connect(server.instance / "campaign.db")) as connection:
        for n in range(PADDING):
            text = f"{n}{os.urandom(250_000).hex()}"
            connection.execute("INSERT INTO wording (text) VALUES (?)", (text,))
        connection.commit()


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A backup taken while four residents sign and confirm; what was acknowledged before it."""
    folder = tmp_path_factory.mktemp("copied")
    with running(folder / "instance", prepare=True, workers=2, network_limit=1_000_000) as server:
        petition = open_petition(server, "copied")
        sign_all(server, petition, EARLY)
        paths = links(server, petition)
        pad(server)
        with writing(server, petition, [*paths.values()]) as writers:
            writers.wait_for(20)
            before = Writers(server, petition, [], {*writers.signed}, {*writers.confirmed})
            done(server, "backup", str(folder / "backup.tar"))
            assert writers.acknowledged > before.acknowledged + 5, "nobody wrote meanwhile"
        assert writers.odd == []
        early = {path: email for email, path in paths.items()}
        yield folder / "backup.tar", before, early, petition, server


@pytest.fixture
def restored(copied, tmp_path):
    """An empty installation into which the backup was brought."""
    server = Server(tmp_path / "restored", secret_key="")
    done(server, "restore", str(copied[0]))
    return server


def test_what_was_acknowledged_before_is_in_it_and_nothing_is_half_done(copied, restored):
    _, before, early, petition, server = copied
    is_whole(restored.instance / "campaign.db")

    def look() -> tuple[set[str], set[str]]:
        every = list(db.session.scalars(db.select(Signature)))
        return {one.email for one in every}, {one.email for one in every if one.confirmed_at}

    signed, confirmed = in_database(restored, look)
    assert len(before.signed) + len(before.confirmed) > 10
    assert before.signed - signed == set()
    assert {early[path] for path in before.confirmed} - confirmed == set()
    nothing_is_half_done(restored, petition)
    assert signed <= in_database(server, look)[0]


def test_it_says_what_is_in_it(copied, restored):
    file = copied[0]
    said = json.loads(done(restored, "backup", "--check", str(file), "--json"))
    with closing(sqlite3.connect(restored.instance / "campaign.db")) as connection:
        [[signatures]] = connection.execute("SELECT count(*) FROM signature").fetchall()

    assert said["rows"]["signature"] == signatures
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir() if "backup" in path.name] == [file.name]
    key = (restored.instance / "secret_key").read_text()
    assert key == copied[4].settings["secret_key"], "links and marks depend on it"


def test_it_mails_nobody_until_released(copied, restored):
    held = json.loads(done(restored, "mail", "status", "--json"))
    assert held["held"] == "restored from a backup"
    assert held["due"] > 0

    def deliver() -> int:
        return worker().send_all_due(lambda: None)["sent"]

    assert in_database(restored, deliver) == 0
    assert list((restored.instance / "mail").glob("*.eml")) == []
    done(restored, "mail", "release")
    assert in_database(restored, deliver) == held["due"]


def test_it_is_refused_while_the_app_runs(copied, restored):
    file = str(copied[0])
    assert "--force" in refused(restored, "restore", file)
    restored.start()
    try:
        said = refused(restored, "restore", file, "--force")
    finally:
        restored.kill()
    assert "The app runs on" in said
    assert "python" in said, "it names the process"
    done(restored, "restore", file, "--force")
    [kept] = restored.instance.glob("campaign.db.replaced-*")
    is_whole(kept)
    is_whole(restored.instance / "campaign.db")


def test_whoever_was_erased_after_the_backup_is_erased_again(tmp_path):
    with running(tmp_path / "first", prepare=True) as server:
        petition = open_petition(server, "left")
        sign_all(server, petition, ["quetzal@example.org"], name="Quetzalcoatl Ruiz")
        sign_all(server, petition, ["ana@example.org"])
        for path in links(server, petition).values():
            server.post(path)
        done(server, "backup", str(tmp_path / "backup.tar"))
        done(server, "erase", "Quetzal@example.org", "--yes")
    moved = Server(tmp_path / "moved")
    shutil.copytree(server.instance, moved.instance)
    said = done(moved, "restore", str(tmp_path / "backup.tar"), "--force")

    assert "Erased again, as they were after the backup: 1 mailboxes." in said
    raw = (moved.instance / "campaign.db").read_bytes()
    assert b"uetzal" not in raw
    assert b"ana@example.org" in raw
    assert "quetzal" not in (moved.instance / "erasures").read_text()
    assert books(moved, petition) == Books(1, 1, 1)


def killed(folder: Path, words: str, moments: list[int]) -> int:
    """Run these words in each moment's folder; how many touches it is to the end, at END."""
    command = [sys.executable, "-m", "tests.promises.killed_command", str(folder), words]
    result = subprocess.run(
        [*command, *map(str, moments)],
        env=environ(),
        check=True,
        timeout=900,
        capture_output=True,
        text=True,
    )
    return int(result.stdout.rpartition("touches ")[2] or 0)


def environ() -> dict[str, str]:
    return clean_environ() | {"CAMPAIGN_SECRET_KEY": "a key for tests only, 32 letters"}


def marked(database: Path, mark: str) -> None:
    """Let this database be told from others."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO wording (text) VALUES (?)", (mark,))
        connection.commit()


def mark_of(database: Path) -> str:
    is_whole(database)
    with closing(sqlite3.connect(database)) as connection:
        [[mark]] = connection.execute("SELECT text FROM wording").fetchall()
        held = connection.execute("SELECT count(*) FROM mail_hold").fetchone()[0]
    return f"{mark}{' held' if held else ''}"


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """An installation that says “old”, and a backup of one that says “new”."""
    folder = tmp_path_factory.mktemp("two")
    for mark in ("old", "new"):
        server = Server(folder / mark)
        done(server, "db", "upgrade")
        marked(server.instance / "campaign.db", mark)
        done(server, "backup", str(folder / f"{mark}.tar"))
    return folder


END = 100_000  # a touch that never comes


def moments(touches: int) -> list[int]:
    """Those to be killed at: some, and the last ones, when things get their names."""
    every = range(1, touches)
    few = random.Random(touches).sample(every, many(8, 20))
    return sorted({*few, *every[-14:]})


def test_a_backup_killed_half_way_is_the_old_one_or_the_new_one(two, tmp_path):
    def prepare(moment: int) -> None:
        shutil.copytree(two / "new", tmp_path / str(moment) / "instance")
        shutil.copy(two / "old.tar", tmp_path / str(moment) / "backup.tar")

    def look(moment: int) -> str:
        now = read(tmp_path / str(moment) / "backup.tar", tmp_path / "copy.db")
        return "old" if now.files["campaign.db"] == old else mark_of(tmp_path / "copy.db")

    old = read(two / "old.tar").files["campaign.db"]
    found = kill_at_each(tmp_path, "backup {}/backup.tar --force", prepare, look)
    assert {*found.values()} == {"old", "new"}
    assert (found[min(found)], found[END]) == ("old", "new")


def test_a_restore_killed_half_way_leaves_the_old_one_or_the_new_one(two, tmp_path):
    def prepare(moment: int) -> None:
        shutil.copytree(two / "old", tmp_path / str(moment) / "instance")

    def look(moment: int) -> str:
        return mark_of(tmp_path / str(moment) / "instance" / "campaign.db")

    found = kill_at_each(tmp_path, f"restore {two}/new.tar --force", prepare, look)
    assert {*found.values()} == {"old", "new held"}
    assert (found[min(found)], found[END]) == ("old", "new held")


def kill_at_each(folder: Path, words: str, prepare, look) -> dict[int, str]:
    """What is found after each moment to be killed at, and after none."""
    prepare(END)
    at = moments(killed(folder, words, [END]))
    for moment in at:
        prepare(moment)
    killed(folder, words, at)
    return {moment: look(moment) for moment in [*at, END]}


def test_a_damaged_backup_changes_nothing(two, tmp_path):
    server = Server(tmp_path / "instance")
    shutil.copytree(two / "old", server.instance)
    whole = (two / "new.tar").read_bytes()
    dice = random.Random(5)
    for n in range(many(8, 60)):
        data = bytearray(whole)
        if n % 2:
            data = data[: dice.randrange(1, len(data) - 12_000)]
        else:
            used = dice.randrange(2048, len(data) - 12_000)
            data[used] ^= 0xFF
        (tmp_path / "damaged.tar").write_bytes(data)
        if is_the_same(tmp_path / "damaged.tar", two / "new.tar", tmp_path):
            continue
        with pytest.raises(BackupError):
            read(tmp_path / "damaged.tar", tmp_path / "copy.db")
    assert "damaged" in refused(server, "restore", str(tmp_path / "damaged.tar"), "--force")
    assert mark_of(server.instance / "campaign.db") == "old"


def is_the_same(one: Path, other: Path, folder: Path) -> bool:
    """Whether the damage hit only what fills a tar up to its next block."""
    unpacked = []
    for n, path in enumerate((one, other)):
        (folder / f"unpacked-{n}").mkdir(exist_ok=True)
        done = subprocess.run(
            ["tar", "xf", path, "-C", folder / f"unpacked-{n}"], check=False, capture_output=True
        )
        files = sorted((folder / f"unpacked-{n}").iterdir())
        unpacked.append((done.returncode, {path.name: path.read_bytes() for path in files}))
    return unpacked[0] == unpacked[1]
