"""`campaign check`: what is right, what to mend, and the exit code for scripts."""

import json
import subprocess
import sys

import pytest

from tests.mail.sink import Sink, free_port, listening
from tests.server import clean_environ

SAFE = {"CAMPAIGN_BASE_URL": "https://campaign.example.org"}


@pytest.fixture
def mail_server():
    with listening(Sink()) as sink:
        yield {"CAMPAIGN_MAIL_SERVER": "127.0.0.1", "CAMPAIGN_MAIL_PORT": str(sink.port)}


@pytest.fixture
def check(environ):
    """Run the command in a process of its own, as scripts do."""

    def run(*words, **more):
        command = [sys.executable, "-m", "campaign", "check", *words]
        environment = clean_environ() | environ | more
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def found(result):
    """Each topic of the report, and whether it is right."""
    return {one["topic"]: one["is_right"] for one in json.loads(result.stdout)}


def test_it_works(command, check, mail_server):
    command("db", "upgrade")
    result = check(**SAFE, **mail_server)

    assert result.returncode == 0, result.stdout
    lines = result.stdout.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("ok    ") for line in lines)


def test_json_says_the_same(command, check, mail_server):
    command("db", "upgrade")
    result = check("--json", **SAFE, **mail_server)

    assert result.returncode == 0
    assert found(result) == dict.fromkeys(("address", "database", "mail", "disk"), True)


def test_each_fault_is_named_alone(command, check, mail_server):
    nobody = {"CAMPAIGN_MAIL_SERVER": "127.0.0.1", "CAMPAIGN_MAIL_PORT": str(free_port())}
    without_tables = check("--json", **SAFE, **mail_server)
    command("db", "upgrade")
    plain = {"CAMPAIGN_BASE_URL": "http://campaign.example.org"}

    for result, topic in (
        (without_tables, "database"),
        (check("--json", **plain, **mail_server), "address"),
        (check("--json", **SAFE, **nobody), "mail"),
        (check("--json", **SAFE), "mail"),
    ):
        assert result.returncode == 1
        assert [name for name, is_right in found(result).items() if not is_right] == [topic]


def test_each_fault_says_how_to_mend_it(check):
    result = check(CAMPAIGN_BASE_URL="http://campaign.example.org")

    assert result.returncode == 1
    mend = [line for line in result.stdout.splitlines() if line.startswith("MEND  ")]
    assert len(mend) == 3
    for words in ("set CAMPAIGN_BASE_URL", "run `campaign db upgrade`", "CAMPAIGN_MAIL_SERVER"):
        assert words in result.stdout


def test_a_database_that_does_not_answer_is_a_finding(check, tmp_path):
    (tmp_path / "folder").mkdir()
    result = check("--json", CAMPAIGN_DATABASE_URL=f"sqlite:///{tmp_path / 'folder'}")

    assert result.returncode == 1
    assert not found(result)["database"]
