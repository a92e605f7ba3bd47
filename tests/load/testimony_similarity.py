"""What it takes to compare one draft with 500 others of its hearing, and to find who says the same.

    python -m tests.load.testimony_similarity [--drafts 500] [--words 450]

Beside it, in the same run, a bare intersection of Python's sets of strings, which must have read
and cut every text before. Times are of the processor, of this process alone.
"""

import argparse
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db
from campaign.testimony import similarity
from tests.hearings.factories import make_hearing
from tests.load.testimony import make_many

ROUNDS = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drafts", type=int, default=500)
    parser.add_argument("--words", type=int, default=450)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(load_settings({"CAMPAIGN_INSTANCE": folder}, instance=Path(folder)))
        with app.app_context():
            db.create_all()
            drafts = make_many(make_hearing(), options.drafts + 1, options.words)
            measure(drafts)
            db.engine.dispose()


def measure(drafts: list[Any]) -> None:
    one, texts = drafts[0], [each.main.text for each in drafts[1:]]
    text = one.main.text
    plain = [cut(each) for each in texts]
    print(f"{len(texts)} others, {len(text.split())} words each")
    show("a bare intersection of sets, read and cut before", lambda: bare(cut(text), plain))
    show("the same, reading and cutting each", lambda: bare(cut(text), [cut(x) for x in texts]))

    def cold() -> None:
        similarity.forget()
        similarity.meter(one, text, "en")

    show("the meter, in a process that is new", cold)
    show("the meter, each time after", lambda: similarity.meter(one, text, "en"))
    show("groups that say the same", lambda: similarity.groups(one.hearing))
    print(f"{'kept of a text, bytes':50} {kept() / len(drafts):10.0f}")


def cut(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


def bare(mine: set[tuple[str, ...]], others: list[set[tuple[str, ...]]]) -> int:
    return len(set().union(*(mine & other for other in others)))


def kept() -> int:
    return sum(len(one) * one.itemsize for one in similarity._kept.values())


def show(what: str, act: Callable[[], Any]) -> None:
    """The median of some rounds, in milliseconds, and the most memory that one took."""
    times = []
    for _round in range(ROUNDS):
        db.session.rollback()
        start = time.process_time()
        act()
        times.append((time.process_time() - start) * 1000)
    db.session.rollback()
    tracemalloc.start()
    act()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{what:50} {sorted(times)[ROUNDS // 2]:10.1f} ms {most / 1e6:8.1f} MB")


if __name__ == "__main__":
    random.seed(1)
    main()
