"""Pages of many letters ask the database as often as pages of few."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from campaign.db import db, now
from campaign.outreach.replies.models import LetterReply
from tests.factories import add
from tests.outreach.factories import cite_offered, make_letter
from tests.outreach.letters_desk.desk import ONE, SAME, at_desk


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def make_some(action, first, count):
    """So many of each kind that pages show."""
    for number in range(first, first + count):
        text = f"{SAME}. {{fact:rate}} Letter {number}."
        make_letter(action, f"h{number}@example.org", state="held", text=text)
        make_letter(action, f"u{number}@example.org", state="uncertain", left_at=now())
        sent = {"state": "sent", "sent_at": now(), "reply_asked_at": now()}
        letter = make_letter(action, f"s{number}@example.org", **sent)
        add(LetterReply(letter_id=letter.id, answer="staff", text="Hello."))


@pytest.mark.parametrize("page", ["", "/all", "/held", "/uncertain", "/replies"])
def test_it_does_not_grow(client, page):
    action = at_desk(client, facts=[])
    action.facts = ["rate"]
    cite_offered(action)
    make_some(action, 0, 2)
    client.get(f"{ONE}{page}")
    with statements() as few:
        client.get(f"{ONE}{page}")
    make_some(action, 2, 4)
    with statements() as many:
        client.get(f"{ONE}{page}")
    assert len(many) <= len(few) + 1
