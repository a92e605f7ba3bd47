"""The wheel and the sdist hold everything, and the wheel runs where there is no checkout."""

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")}


def run(*command: str | Path, cwd: Path) -> str:
    """Return what a command prints, or fail with what it says."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=CLEAN, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(source: Path, kind: str, folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=source)
    [built] = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel alone, seeing our libraries but not our checkout."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps")
    run(*pip, wheel, cwd=home)
    [site] = home.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return home


def test_the_wheel_holds_all_that_git_holds(wheel: Path) -> None:
    listed = run("git", "ls-files", "campaign", "templates", "static", cwd=ROOT).splitlines()
    kept = {name for name in listed if (ROOT / name).is_file()}
    wanted = {re.sub("^(templates|static)/", r"campaign/\1/", name) for name in kept}

    assert {"campaign/templates/base.html", "campaign/cli/__init__.py"} <= wanted
    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {re.sub("-.*dist-info", "", top) for top in tops} == {"campaign"}


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build(ROOT, "sdist", tmp_path / "sdist")
    run("tar", "xf", sdist, cwd=tmp_path)
    [source] = tmp_path.glob("campaign-*")
    again = build(source, "wheel", tmp_path / "wheel")

    assert {"run.py", "LICENSE", "requirements", "tests"} <= {one.name for one in source.iterdir()}
    assert set(zipfile.ZipFile(again).namelist()) == set(zipfile.ZipFile(wheel).namelist())


def test_the_command_runs_from_the_wheel(installed: Path) -> None:
    where = "import campaign; print(campaign.__file__)"

    assert str(installed) in run(installed / "bin" / "python", "-c", where, cwd=installed)
    assert "serve" in run(installed / "bin" / "campaign", "--help", cwd=installed)


def test_it_answers_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = {"CAMPAIGN_PORT": str(port), "CAMPAIGN_INSTANCE": str(tmp_path)}
    server = subprocess.Popen(
        [installed / "bin" / "campaign", "run"], env=CLEAN | settings, cwd=tmp_path
    )
    try:
        statuses = [ask(server, port, path) for path in ("/healthz", "/static/style.css", "/no")]
    finally:
        server.send_signal(signal.SIGINT)
        ended = server.wait()

    assert (statuses, ended) == ([200, 200, 404], 0)


def ask(server: subprocess.Popen[bytes], port: int, path: str) -> int:
    """Return the status of a page, asking again as long as nobody listens yet."""
    while server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        with closing(connection), suppress(ConnectionRefusedError):
            connection.request("GET", path)
            return connection.getresponse().status
    pytest.fail(f"the server ended with {server.returncode}")


def test_the_lock_is_of_this_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    scale = [*project["dependencies"], *extras["postgres"], *extras["redis"]]
    wanted = {"run": project["dependencies"], "scale": scale, "test": [*scale, *extras["test"]]}

    for level, pins in wanted.items():
        lock = (ROOT / "requirements" / f"{level}.txt").read_text()
        assert "://" not in lock
        assert [pin for pin in pins if f"\n{plain(pin)} " not in f"\n{lock}"] == []


def plain(pin: str) -> str:
    """A requirement without its extras, which a lock spells out."""
    return re.sub(r"\[.*\]", "", pin)
