"""What the tests of rules share: the project's files, and a way to plant a fault elsewhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def files(root: Path, *folders: str, ending: str = "") -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted((root / folder).rglob(f"*{ending}")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(root).as_posix(), path


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # a picture or a font
        return ""


def trees(root: Path) -> Iterator[tuple[str, ast.Module]]:
    for name, path in files(root, "campaign", ending=".py"):
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def plant(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
