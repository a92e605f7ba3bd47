"""How quickly testimony becomes documents, beside the bare libraries on the same text.

    python -m tests.load.testimony_documents [--drafts 100] [--rounds 5]

A draft of 900 words with 12 facts beside markdown-it; a packet of such drafts as PDF beside typst
and for Word beside python-docx, both of which get the finished words and no more. Each in a process
of its own, on SQLite: the median of the rounds, and how far memory grew in the first.
"""

import argparse
import io
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db
from campaign.hearings.models import Hearing
from campaign.testimony.models import Draft
from campaign.testimony.out.packet import Chosen, packet_of
from campaign.testimony.out.packet_files import Files
from campaign.testimony.out.printed import printed, runs_of
from campaign.testimony.reading import read
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_hearing, make_speakers
from tests.load.export import peak
from tests.testimony.factories import make_draft

FACTS, WORDS = 12, 900
Act = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drafts", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        app = create_app(load_settings({}, instance=Path(name), secret_key="a" * 32))
        with app.app_context(), app.test_request_context("/"):
            db.create_all()
            hearing = fill(options.drafts)
            texts = finished(hearing)
            acts = {
                "draft": (lambda: draw(hearing), lambda: MarkdownIt().render(texts[0]), 20),
                "packet, PDF": (lambda: pdf(hearing), lambda: bare_pdf(texts), 1),
                "packet, Word": (lambda: word(hearing), lambda: bare_word(texts), 1),
            }
            db.session.remove()
            db.engine.dispose()
            for title, (ours, bare, times) in acts.items():
                show(
                    title,
                    measured(ours, options.rounds, times),
                    measured(bare, options.rounds, times),
                )


def fill(drafts: int) -> Hearing:
    """Each with 12 facts, a heading, a list, and words up to 900."""
    hearing = make_hearing()
    for number in range(FACTS):
        make_fact(hearing.campaign, f"fact-{number}")
    sentence = "So we counted them ourselves, house by house and street by street. "
    paragraphs = [
        f"{sentence * 5}\n\n- one\n- two\n\n{{fact:fact-{number}}}" for number in range(FACTS)
    ]
    text = "## Why I am here\n\n" + "\n\n".join(paragraphs)
    for speaker in make_speakers(hearing, drafts):
        make_draft(speaker, text, seconds=0, state="approved")
    return hearing


def finished(hearing: Hearing) -> list[str]:
    """The words of every letter, as the bare libraries get them: a line for each block."""
    found = []
    for draft in db.session.scalars(db.select(Draft)):
        one = printed(draft.main)
        lines = ["".join(run["text"] for run in runs_of(block)) for block in one.blocks]
        found.append("\n\n".join([*lines, *(f"{note.text} {note.url}" for note in one.notes)]))
    assert len(found[0].split()) > WORDS
    return found


def draw(hearing: Hearing) -> None:
    draft = db.session.scalars(db.select(Draft).limit(1)).one()
    assert len(read(draft.main).rendered.footnotes) == FACTS
    db.session.remove()


def pdf(hearing: Hearing) -> bytes:
    return Files(packet_of(again(hearing), Chosen()), "Neighbors", "ABCD2345").pdf()


def word(hearing: Hearing) -> bytes:
    """With the pages of its index, which come from the PDF."""
    files = Files(packet_of(again(hearing), Chosen()), "Neighbors", "ABCD2345")
    files.count_pages()
    return files.word()


def again(hearing: Hearing) -> Hearing:
    db.session.remove()
    return db.session.scalars(db.select(Hearing)).one()


def bare_pdf(texts: list[str]) -> object:
    import typst

    pages = "\n#pagebreak()\n".join(f"#{quoted(text)}" for text in texts)
    return typst.compile(pages.encode())


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def bare_word(texts: list[str]) -> bytes:
    from docx import Document

    document = Document()
    for text in texts:
        for line in text.split("\n\n"):
            document.add_paragraph(line)
        document.add_page_break()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def measured(act: Act, rounds: int, times: int) -> tuple[float, float]:
    """Seconds of one act, the median; MiB by which a process grew that did it once."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=measure, args=(act, rounds, times, theirs))
    child.start()
    found: tuple[float, float] = ours.recv()
    child.join()
    return found


def measure(act: Act, rounds: int, times: int, pipe: object) -> None:
    before = peak()
    act()  # loads the library, compiles what is compiled once
    grown = (peak() - before) / 1024
    passed = []
    for _round in range(rounds):
        start = time.perf_counter()
        for _time in range(times):
            act()
        passed.append((time.perf_counter() - start) / times)
    pipe.send((statistics.median(passed), grown))  # type: ignore[attr-defined]


def show(title: str, ours: tuple[float, float], bare: tuple[float, float]) -> None:
    print(
        f"{title}: {ours[0] * 1000:.1f} ms, {ours[1]:.0f} MiB; "
        f"bare {bare[0] * 1000:.1f} ms, {bare[1]:.0f} MiB: {ours[0] / bare[0]:.1f} times",
        flush=True,
    )


if __name__ == "__main__":
    main()
