"""What is deleted is gone from the bytes of SQLite's file, copies in free parts of pages too."""

import random

import pytest

from campaign.db import db
from campaign.people.my_data import wiping

MANY = 2_500


@pytest.fixture
def deleted(only_sqlite, app, instance):
    """The words of rows that were moved about in the tree, and then deleted."""
    dice = random.Random(1)
    words = [f"mk{dice.getrandbits(40):010x}" for _ in range(MANY)]
    with db.engine.begin() as connection:
        run = connection.exec_driver_sql
        run("CREATE TABLE moved (id INTEGER PRIMARY KEY, word TEXT UNIQUE, comment TEXT)")
        for n, word in enumerate(words):
            run("INSERT INTO moved VALUES (?, ?, '')", (n, word))
            run(
                "UPDATE moved SET comment = ? WHERE id = ?",
                ("x" * dice.randrange(300), dice.randrange(n + 1)),
            )
    gone = dice.sample(range(MANY), MANY // 2)
    with db.engine.begin() as connection:
        for n in gone:
            connection.exec_driver_sql("DELETE FROM moved WHERE id = ?", (n,))
    yield [words[n].encode() for n in gone]
    wiping.due().unlink(missing_ok=True)


def left(instance, words):
    data = b"".join(path.read_bytes() for path in instance.glob("campaign.db*"))
    return [word for word in words if word in data]


def test_it_works(deleted, instance):
    wiping.empty_log()

    assert wiping.wipe()
    assert left(instance, deleted) == []
    assert not wiping.due().exists()


def test_a_large_one_waits_for_the_night(deleted, instance, monkeypatch):
    monkeypatch.setattr(wiping, "SMALL", 1)
    assert not wiping.wipe()
    assert wiping.due().exists()
    wiping.rewrite_nightly()
    assert left(instance, deleted) == []
    assert not wiping.due().exists()
