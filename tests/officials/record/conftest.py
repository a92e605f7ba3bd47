"""Bringing a file in by command, as a person at a terminal does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result


@pytest.fixture
def bring(campaign: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    """`bring("votes", text, "--dry-run")` runs `campaign votes import` on a file of this text."""

    def run(topic: str, text: str | bytes, *words: str) -> Result:
        path = tmp_path / "file"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return campaign(topic, "import", str(path), *words)

    return run
