"""Testimony in bulk: the desk with 500 drafts, and 200 edits of 5,000 words compared.

    python -m tests.load.testimony [--drafts 500]

Prints how long a page of the desk takes of the processor (95 of 100 stay below 150 ms), and how
long the history needs for two texts of 5,000 words between which lie 200 edits (below 200 ms).
"""

import argparse
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db
from campaign.factsheet import cite
from campaign.hearings.models import Hearing
from campaign.testimony import merging
from campaign.testimony.models import KIND, STATES, Draft, Revision, Version
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_speakers
from tests.hearings.speaking.desk import at_desk
from tests.page import PageClient
from tests.testimony.review.desk import DESK

SAID = "The city pays for microphones that send police to our block and find nothing there. "
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
ROUNDS = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drafts", type=int, default=500)
    options = parser.parse_args()
    edits()
    with tempfile.TemporaryDirectory() as folder:
        loaded = load_settings({"CAMPAIGN_INSTANCE": folder}, instance=Path(folder))
        app = create_app(loaded)
        app.testing, app.test_client_class = True, PageClient
        with app.app_context():
            db.create_all()
            client: Any = app.test_client()
            hearing = at_desk(client)
            fact = make_fact(hearing.campaign)
            make_many(hearing, options.drafts, 300, fact.key)
            desk(client)
            db.engine.dispose()


def edits() -> None:
    """Two texts of 5,000 words, and 200 places in which they differ."""
    words = make_words(5_000)
    other = list(words)
    for at in random.sample(range(len(other)), 200):
        other[at] = random.choice(ALPHABET) * 4
    old, new = " ".join(words), " ".join(other)
    times = []
    for _round in range(7):
        start = time.process_time()
        merging.differences(old, new)
        times.append((time.process_time() - start) * 1000)
    print(f"{'5,000 words, 200 edits':50} {sorted(times)[3]:10.1f} ms")


def desk(client: PageClient) -> None:
    client.reads_pages, client.keeps_pages = False, True
    for _warming in range(3):  # what the first ones compile is kept
        client.get(DESK)
    for query in ("", "?page=5", "?sort=name", "?q=speaker+1", "?state=in_review", "?stale=1"):
        times = []
        for _round in range(ROUNDS):
            start = time.process_time()
            assert client.get(f"{DESK}{query}").status_code == 200
            times.append((time.process_time() - start) * 1000)
        times.sort()
        middle, most = times[ROUNDS // 2], times[int(ROUNDS * 0.95)]
        print(f"{'the desk ' + query:50} {middle:10.1f} ms {most:8.1f} ms (95 of 100)")


def make_many(hearing: Hearing, count: int, words: int, fact: str = "") -> list[Draft]:
    """So many drafts at once: a quarter of each is what all say, the rest is their own."""
    made = []
    for number, speaker in enumerate(make_speakers(hearing, count)):
        text = (
            SAID * (number % 3) + " ".join(make_words(words)) + (f" {{fact:{fact}}}" * bool(fact))
        )
        draft = Draft(speaker=speaker, state=STATES[number % 4])
        draft.versions.append(Version(language="en", seconds=120, text=text, number=1))
        db.session.add(draft)
        made.append(draft)
    db.session.flush()
    for draft in made:
        version = draft.main
        db.session.add(Revision(version=version, number=1, text=version.text))
        if fact:
            cite(KIND, draft.id, f"{{fact:{fact}}}", hearing.campaign, version.place)
    db.session.commit()
    return made


def make_words(count: int) -> list[str]:
    return ["".join(random.choices(ALPHABET, k=random.randint(2, 7))) for _ in range(count)]


if __name__ == "__main__":
    random.seed(1)
    main()
