"""Rules of this project that a machine can hold, each tried on a planted fault.

Who may call which route is held by `test_routes`, what concerns templates by `test_templates`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from campaign.mail.addresses import PROVIDERS
from tests.rules import ROOT, files, plant, text_of, trees

FLOORS = (
    "mail accounts coalition people officials factsheet petitions hearings testimony outreach"
).split()
TOP = ["front", "dashboard", "api", "cli", "demo", "migrations", "__main__"]  # import anyone
REQUEST = {"request", "session", "render_template"}
MOST = 300  # lines of a file
LONG = {
    "campaign/demo/facts.toml": "data: all facts of the demo",
    "campaign/migrations/versions/*.py": "written by Alembic",
    "campaign/translations/*/LC_MESSAGES/messages.po": "written by Babel",
    "tests/factsheet/test_import.py": "one table of files that cannot be read",
    "tests/promises/mutations.py": "one list of what people and robots send",
}
USER = re.compile(r"://[^/\s]*@")  # of a web address
ADDRESS = re.compile(r"[\w.+%-]+@((?:\w[\w-]*\.)+[a-z]{2,})\b", re.IGNORECASE)
RESERVED = re.compile(r"(^|\.)(example\.(org|com|net)|example|test|invalid)$")  # RFC 2606
KEPT = ["campaign", "templates", "static", "tests", "docs", "requirements", ".ci"]
SPELLINGS = ["campaign/mail/addresses.py", "tests/*"]  # how providers spell a mailbox is tried


# Import order between rooms


def imported(name: str, tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports: `campaign.mail.queue` for `from ..mail import queue`."""
    package = name.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def floor(part: str) -> int:
    """0 for the core, then one for each room; the rooms of the top share the last."""
    return len(FLOORS) + 1 if part in TOP else FLOORS.index(part) + 1 if part in FLOORS else 0


def upward_imports(root: Path) -> list[str]:
    found = []
    for name, tree in trees(root):
        own = name.removesuffix(".py").split("/")[1]
        for module in imported(name, tree):
            parts = module.split(".")
            if parts[0] == "campaign" and len(parts) > 1 and floor(parts[1]) > floor(own):
                found.append(f"{name} imports {module}")
    return found


def unknown_rooms(root: Path) -> list[str]:
    """Packages that have no floor yet."""
    rooms = {path.parent.name for path in (root / "campaign").glob("*/__init__.py")}
    return sorted(rooms - {*FLOORS, *TOP})


def test_a_room_imports_only_from_rooms_below() -> None:
    assert upward_imports(ROOT) == []
    assert unknown_rooms(ROOT) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("mail/outbox.py", "from ..people import models"),
        ("people/models.py", "from ..petitions.models import Petition"),
        ("people/forms.py", "from .. import petitions"),
        ("petitions/views.py", "import campaign.dashboard"),
        ("petitions/views.py", "def late():\n    from ..cli import refuse"),
        ("db.py", "from .mail import queue"),
        ("factsheet/files/entries.py", "from ...petitions import counting"),
    ],
)
def test_an_upward_import_is_found(tmp_path: Path, name: str, line: str) -> None:
    plant(tmp_path, f"campaign/{name}", f"from ..db import db\n{line}\n")

    assert len(upward_imports(tmp_path)) == 1


def test_a_room_without_a_floor_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "campaign/lobbying/__init__.py", "")

    assert unknown_rooms(tmp_path) == ["lobbying"]


# Models know no request


def models_that_see_a_request(root: Path) -> list[str]:
    return [
        f"{name} imports {module}"
        for name, tree in trees(root)
        if name.endswith("/models.py")
        for module in imported(name, tree)
        if module.startswith("flask.") and module.split(".")[1] in REQUEST
    ]


def test_models_know_no_request() -> None:
    assert models_that_see_a_request(ROOT) == []


def test_a_model_that_sees_a_request_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "campaign/people/models.py", "from flask import abort, request\n")

    assert models_that_see_a_request(tmp_path) == [
        "campaign/people/models.py imports flask.request"
    ]


# Every room has its glossary


def rooms_without_glossary(root: Path) -> list[str]:
    """Rooms whose package says nothing, or does not name the first of its tables in bold."""
    found = []
    for room in FLOORS + TOP[:5]:
        package = root / "campaign" / room / "__init__.py"
        if package.exists():
            words = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
            models = package.with_name("models.py")
            tables = (
                re.findall(r"^class (\w+)\(Model\b", text_of(models), re.MULTILINE)
                if models.exists()
                else []
            )
            if len(words) < 40 or (tables and f"**{tables[0]}**" not in words):
                found.append(room)
    return found


def test_every_room_has_its_glossary() -> None:
    assert rooms_without_glossary(ROOT) == []


@pytest.mark.parametrize(
    "words", ["", '"""Letters."""', f'"""{"Letters and what becomes of them. " * 2}"""']
)
def test_a_room_without_glossary_is_found(tmp_path: Path, words: str) -> None:
    plant(tmp_path, "campaign/people/__init__.py", words)
    plant(tmp_path, "campaign/people/models.py", "class Letter(Model):\n    pass\n")

    assert rooms_without_glossary(tmp_path) == ["people"]


# No long files


def is_one_of(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def long_files(root: Path) -> list[str]:
    return [
        name
        for name, path in files(root, "campaign", "templates", "tests")
        if len(text_of(path).splitlines()) > MOST and not is_one_of(name, LONG)
    ]


def test_no_file_is_long() -> None:
    assert long_files(ROOT) == []


def test_a_long_file_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "campaign/demo/facts.toml", "\n" * (MOST + 1))
    plant(tmp_path, "campaign/mail/views.py", "\n" * (MOST + 1))
    plant(tmp_path, "templates/mail/inbox.html", "\n" * MOST)

    assert long_files(tmp_path) == ["campaign/mail/views.py"]


# No address of anyone


def real_addresses(root: Path) -> list[str]:
    every = [*files(root, *KEPT), *((path.name, path) for path in root.glob("*.*"))]
    texts = {name: USER.sub("", text_of(path)) for name, path in every if path.is_file()}
    return [
        f"{name}: {found[0]}"
        for name, text in texts.items()
        for found in ADDRESS.finditer(text)
        if not may_stand(found[1].lower(), name)
    ]


def may_stand(domain: str, name: str) -> bool:
    is_provider = any(f".{domain}".endswith(f".{one}") for one in PROVIDERS)
    return bool(RESERVED.search(domain)) or (is_provider and is_one_of(name, SPELLINGS))


def test_no_file_holds_an_address_of_anyone() -> None:
    assert real_addresses(ROOT) == []


def test_an_address_of_someone_is_found(tmp_path: Path) -> None:
    at = "@"
    plant(tmp_path, "tests/test_x.py", f"ana{at}example.org eve{at}ward1.chicago.gov")
    plant(tmp_path, "docs/x.md", f"ana{at}gmail.com ana{at}campaign.example.org")
    plant(tmp_path, "README.md", f"omar{at}chicago.gov")

    assert len(real_addresses(tmp_path)) == 3
