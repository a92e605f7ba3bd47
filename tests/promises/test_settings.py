"""Wrong settings at start: one line that names the setting and says how to mend it, exit 1."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.promises.conftest import many
from tests.server import clean_environ, free_port

COMMANDS = ["run", "serve"][: many(1, 2)]
WRONG = [
    ({"PORT": "80000"}, "CAMPAIGN_PORT"),
    ({"PORT": "eighty"}, "CAMPAIGN_PORT"),
    ({"PORT": "٨٠٠٠"}, "CAMPAIGN_PORT"),
    ({"HOST": "256.1.1.1"}, "CAMPAIGN_HOST"),
    ({"DATABASE_URL": "mysql://x"}, "CAMPAIGN_DATABASE_URL"),
    ({"DATABASE_URL": "postgresql://[half"}, "CAMPAIGN_DATABASE_URL"),
    ({"DATABASE_URL": "postgresql://u:quetzal@127.0.0.1:9/x"}, "CAMPAIGN_DATABASE_URL"),
    ({"DATABASE_URL": "postgresql+nothing://x"}, "CAMPAIGN_DATABASE_URL"),
    ({"DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "CAMPAIGN_DATABASE_URL"),
    ({"INSTANCE": "/dev/null/instance"}, "CAMPAIGN_INSTANCE"),
    ({"SECRET_KEY": "short"}, "CAMPAIGN_SECRET_KEY"),
    ({"PROT": "8000"}, "Did you mean CAMPAIGN_PORT?"),
    ({"BASE_URL": "campaign.example.org"}, "CAMPAIGN_BASE_URL"),
    ({"BASE_URL": "http://[half"}, "CAMPAIGN_BASE_URL"),
    ({"TIMEZONE": "Mars/Olympus"}, "CAMPAIGN_TIMEZONE"),
    ({"TIMEZONE": "../etc/passwd"}, "CAMPAIGN_TIMEZONE"),
    ({"LANGUAGES": "en,klingon"}, "CAMPAIGN_LANGUAGES"),
    ({"LANGUAGES": ","}, "CAMPAIGN_LANGUAGES"),
    ({"MAIL_SENDER": "nobody"}, "CAMPAIGN_MAIL_SENDER"),
    ({"BOUNCE_ADDRESS": "bounces"}, "CAMPAIGN_BOUNCE_ADDRESS"),
    ({"BOUNCE_MAILDIR": "/tmp"}, "CAMPAIGN_BOUNCE_MAILDIR"),
    ({"MAIL_USE_TLS": "perhaps"}, "CAMPAIGN_MAIL_USE_TLS"),
    ({"QUEUE_URL": "mysql://x"}, "CAMPAIGN_QUEUE_URL"),
    ({"TRUSTED_PROXIES": "-1"}, "CAMPAIGN_TRUSTED_PROXIES"),
]


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def start(folder: str, command: str, given: dict[str, str]) -> tuple[int, str]:
    """Exit code and all that was said by a start that must fail."""
    known = {"INSTANCE": folder, "PORT": str(free_port()), "MAIL_SERVER": "127.0.0.1"} | given
    environ = clean_environ() | {f"CAMPAIGN_{name}": text for name, text in known.items()}
    command_line = [sys.executable, "-m", "campaign", command]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(
        command_line, env=environ, text=True, start_new_session=True, **pipes
    ) as process:
        try:
            said = process.communicate(timeout=30)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # it serves: nothing was refused
            raise
    return process.returncode, said


def is_one_clear_line(said: str, name: str) -> bool:
    [line] = said.strip().splitlines()
    return name in line and bool(re.search(r": [a-z].+|\. [A-Z].+", line)) and "Error:" not in line


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("given", "name"), WRONG, ids=str)
def test_a_wrong_setting_is_named(tmp_path, command, given, name):
    code, said = start(str(tmp_path / "instance"), command, given)

    assert code == 1, said[-1500:]
    assert "Traceback" not in said, said[-1500:]
    assert is_one_clear_line(said, name), said
    assert "quetzal" not in said


def test_a_taken_port_is_named(tmp_path, taken):
    code, said = start(str(tmp_path / "instance"), "run", {"PORT": str(taken)})

    assert code == 1
    assert is_one_clear_line(said, f"CAMPAIGN_PORT {taken}"), said


@pytest.mark.parametrize("text", ["port = [1]", "prot = 1", "= =", "port = 8000\nport = 8001"])
def test_a_wrong_file_is_named(tmp_path, text):
    (tmp_path / "config.toml").write_text(text)
    code, said = start(str(tmp_path), "run", {})

    assert code == 1
    assert is_one_clear_line(said, "config.toml"), said


def test_a_database_that_is_none_is_named(tmp_path):
    (tmp_path / "campaign.db").write_text("these are no tables " * 400)
    code, said = start(str(tmp_path), "run", {})

    assert code == 1
    assert is_one_clear_line(said, "CAMPAIGN_DATABASE_URL"), said
