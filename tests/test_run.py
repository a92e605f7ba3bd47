"""`run.py` installs once, whoever calls it from wherever, and heals what was broken off.

The project it installs here is a small stand-in with an empty lock, so that no network is needed.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (ROOT / "run.py").read_text(encoding="utf-8")
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = '''
"""Builds a wheel whose `campaign` command prints its words."""
import zipfile

def build_editable(folder, settings=None, metadata=None):
    files = {
        "stand_in.py": "import sys\\n\\ndef main():\\n    print('campaign', *sys.argv[1:])\\n",
        "campaign-1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: campaign\\nVersion: 1\\n",
        "campaign-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nTag: py3-none-any\\n",
        "campaign-1.dist-info/entry_points.txt": "[console_scripts]\\ncampaign = stand_in:main\\n",
    }
    files["campaign-1.dist-info/RECORD"] = "".join(f"{name},,\\n" for name in files)
    name = "campaign-1-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name
'''


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stand-in project in a folder with a space, installed by two starts at once."""
    project = tmp_path_factory.mktemp("run") / "our campaign"
    (project / "requirements").mkdir(parents=True)
    for level in ("run", "scale", "test", "uv"):
        (project / "requirements" / f"{level}.txt").touch()
    (project / "run.py").write_text(SOURCE, encoding="utf-8")
    (project / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (project / "backend.py").write_text(BACKEND, encoding="utf-8")
    both = [start(project, "facts", "check"), start(project)]
    said = [process.communicate() for process in both]
    assert [out for out, _ in said] == ["campaign facts check\n", "campaign run\n"], said
    assert "".join(err for _, err in said).count("Installing") == 1
    return project


def start(project: Path, *words: str) -> subprocess.Popen[str]:
    clean = {name: os.environ[name] for name in os.environ if not name.startswith("CAMPAIGN_")}
    return subprocess.Popen(
        [sys.executable, project / "run.py", *words],
        cwd="/",
        env=clean | {"PIP_NO_INDEX": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_second_start_installs_nothing(installed: Path) -> None:
    assert start(installed, "check").communicate() == ("campaign check\n", "")


def test_a_broken_install_is_made_anew(installed: Path) -> None:
    (installed / ".venv" / "installed").unlink()
    shutil.rmtree(next((installed / ".venv").glob("lib/python*/site-packages")))
    out, err = start(installed, "check").communicate()

    assert (out, "Installing" in err) == ("campaign check\n", True)


def test_a_changed_lock_is_installed(installed: Path) -> None:
    with (installed / "requirements" / "run.txt").open("a") as lock:
        lock.write("not-in-any-index==1 --hash=sha256:" + "0" * 64)
    out, err = start(installed, "check").communicate()

    assert out == ""
    assert "not-in-any-index" in err
    assert err.splitlines()[-1].startswith("The installation failed")
    (installed / "requirements" / "run.txt").write_text("")
    assert start(installed, "check").communicate()[0] == "campaign check\n"


def test_any_python_3_can_read_it() -> None:
    tree = ast.parse(SOURCE, feature_version=(3, 4))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    assert "if not (3, 11) <= sys.version_info" in SOURCE[: SOURCE.index("def ")]
