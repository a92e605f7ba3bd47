"""`campaign run` and `serve` refuse with one line; that they answer is held by other tests."""

import socket
import subprocess
import sys

import pytest

from tests.server import clean_environ


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


@pytest.mark.parametrize("word", ["run", "serve"])
def test_a_taken_port_is_one_line(command, taken_port, word):
    result = command(word, CAMPAIGN_PORT=taken_port, CAMPAIGN_MAIL_SERVER="127.0.0.1")

    assert (result.exit_code, result.stdout) == (1, "")
    [line] = result.stderr.splitlines()
    assert f"CAMPAIGN_PORT {taken_port} on 127.0.0.1 cannot be used" in line
    assert line.endswith("set CAMPAIGN_PORT to a free one.")


def test_serve_wants_a_mail_server(command):
    result = command("serve")

    assert (result.exit_code, result.stdout) == (1, "")
    [line] = result.stderr.splitlines()
    assert line.startswith("CAMPAIGN_MAIL_SERVER is not set")


def test_serve_refuses_a_database_of_another_version(environ):
    more = {"CAMPAIGN_MAIL_SERVER": "127.0.0.1", "CAMPAIGN_PORT": "65535"}
    result = subprocess.run(
        [sys.executable, "-m", "campaign", "serve"],
        env=clean_environ() | environ | more,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout) == (1, "")
    [line] = result.stderr.splitlines()
    assert line == "The database is not at this version: run `campaign db upgrade` first."
