"""Reading the demo's files."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def words(table: dict[str, Any], name: str) -> dict[str, str]:
    """A text of the files in all its languages."""
    others = table.get("translations", {})
    return {"en": table[name].strip()} | {
        code: texts[name].strip() for code, texts in others.items() if name in texts
    }
