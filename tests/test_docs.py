"""What the documents say is so: settings, commands, files, pictures, reasons.

`python -m tests.test_docs` writes the table of settings in docs/deploy.md anew.
"""

import re
import tomllib
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

import click
import pytest

from campaign.cli import main
from campaign.config import Settings
from campaign.security import declared
from tests.rules import ROOT

DOCS = [*ROOT.glob("*.md"), *sorted(ROOT.glob("docs/**/*.md"))]
DEPLOY = ROOT / "docs" / "deploy.md"
TABLE = re.compile(r"(<!-- settings: .*? -->\n)(.*?)(<!-- /settings -->)", re.DOTALL)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FOLDERS = ("campaign/", "templates/", "static/", "tests/", "docs/", "requirements/", ".ci/")
LARGEST = 150_000  # bytes of a picture


def each_document() -> Any:
    return pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())


# Settings


def settings_table() -> str:
    rows = [row(item) for item in fields(Settings)]
    return "\n".join(["| Setting | Default | What it is |", "|---|---|---|", *rows, ""])


def row(item: "Field[Any]") -> str:
    words = [item.metadata["help"]]
    if "from" in item.metadata:
        low, high = item.metadata["from"], item.metadata.get("to")
        words.append(f"{low} to {high}" if high else f"{low} or more")
    if item.type is bool:
        words.append("true or false")
    return f"| `CAMPAIGN_{item.name.upper()}` | {default(item)} | {'; '.join(words)} |"


def default(item: "Field[Any]") -> str:
    assert item.default is not MISSING
    if isinstance(item.default, Path):
        return f"`{item.default.name}/` beside `run.py`"
    shown = str(item.default).lower() if item.type is bool else str(item.default)
    return f"`{shown}`" if shown else ""


def test_the_settings_of_the_code_are_those_of_the_page() -> None:
    found = TABLE.search(DEPLOY.read_text(encoding="utf-8"))

    assert found is not None
    assert found[2] == settings_table(), "write it anew: python -m tests.test_docs"


@each_document()
def test_every_setting_that_is_named_is_there(path: Path) -> None:
    known = {f"CAMPAIGN_{item.name.upper()}" for item in fields(Settings)}
    named = set(re.findall(r"\bCAMPAIGN_(?!TEST_)[A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))

    assert named - known == set()


# Commands


@each_document()
def test_every_command_that_is_named_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    in_line = re.findall(r"`(?:campaign|python3 run\.py) ([a-z][^`]*)`", text)
    in_block = re.findall(r"^(?: {4})?(?:campaign|python3 run\.py) ([a-z].*)$", text, re.MULTILINE)

    assert [words for words in in_line + in_block if not is_command(words)] == []


def is_command(text: str) -> bool:
    """Whether these words begin with a command, and its options are its own."""
    words = re.split(r"\s*(?:#|\||>|\\$)", text)[0].split()
    if words[:1] == ["test"]:  # of run.py
        return True
    command, context = main, click.Context(main)
    while isinstance(command, click.Group) and words and words[0][:1].isalpha():
        found = command.get_command(context, words.pop(0))
        if found is None:
            return False
        command = found  # type: ignore[assignment]
    options = {name for one in command.params for name in one.opts} | {"--help"}
    return all(word.strip("[]") in options for word in words if word.startswith(("--", "[--")))


@pytest.mark.parametrize("words", ["pray", "mail burn", "facts check --loudly", "db upgrade --now"])
def test_a_command_that_is_not_there_is_found(words: str) -> None:
    assert not is_command(words)
    assert is_command("facts check [--campaign SLUG] --links  # asks every address")


# Files, pictures and addresses


@each_document()
def test_every_file_that_is_named_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text)
    near = [one for pair in links for one in pair if one and "://" not in one]
    named = [one for one in re.findall(r"`([^`\s]+)`", text) if one.startswith(FOLDERS)]

    assert [one for one in near if not (path.parent / one).exists()] == []
    assert [one for one in named if not is_there(one)] == []


def is_there(name: str) -> bool:
    """Whether a file or folder is there; `<room>` and `…` stand for any name."""
    pattern = re.sub(r"<[^>]+>|…|NNN|\{.*?\}", "*", name).rstrip("/")
    return any(ROOT.glob(pattern))


def test_pictures_are_small() -> None:
    pictures = [*ROOT.glob("docs/pictures/*")]

    assert pictures
    assert [one.name for one in pictures if one.stat().st_size > LARGEST] == []


def test_the_routes_of_the_readme_are_there(app: Any) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`(?:GET|POST) (/[^`]*)`", text)
    rules = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()}

    assert named
    assert [one for one in named if one not in rules or declared(app, rules[one]) is None] == []


# Decisions and changes


def test_every_dependency_has_its_reason() -> None:
    note = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("docs/decisions/001-*"))
    extras = [one for group in PROJECT["optional-dependencies"].values() for one in group]
    names = {re.split(r"[\[=]", pin)[0] for pin in [*PROJECT["dependencies"], *extras]}
    reasons = set(re.findall(r"^\| ([a-z0-9-]+) \| \S", note, re.MULTILINE))

    assert reasons == names


def test_decisions_are_notes() -> None:
    paths = sorted(ROOT.glob("docs/decisions/*.md"))

    assert [path.name[:3] for path in paths] == [f"{n:03}" for n in range(1, len(paths) + 1)]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        heads = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert heads == ["Context", "Decision", "What would change our mind"], path.name
        is_table = "| Package |" in text
        assert len(text.splitlines()) <= (90 if is_table else 25), path.name


def test_the_changelog_has_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)

    assert versions[0] == PROJECT["version"]


if __name__ == "__main__":
    text = DEPLOY.read_text(encoding="utf-8")
    DEPLOY.write_text(TABLE.sub(rf"\g<1>{settings_table()}\g<3>", text), encoding="utf-8")
