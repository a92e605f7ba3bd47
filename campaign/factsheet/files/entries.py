"""What the readers hand on, whatever the format: raw values, and where each one stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..content import Content

Path = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that cannot be read, as a sentence for whoever wrote the file."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """A file that is refused as a whole."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems[:3]))
        self.problems = sorted(problems)


@dataclass(frozen=True)
class Entry:
    """One fact as it stands in the file, unchecked; `line(path)` says where a value stands."""

    values: dict[str, Any]
    line: Callable[[Path], int]


@dataclass(frozen=True)
class Item:
    """One fact of a file, checked."""

    key: str
    content: Content
    care: dict[str, date]  # only the dates that the file gives
    line: Callable[[Path], int]
