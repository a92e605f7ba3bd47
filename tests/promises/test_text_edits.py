"""§6 “Edits” for testimony: the writer and an organizer, two organizers, silent overwrites 0.

Both open the same text, each writes something else, both save at the same moment over HTTP to two
web processes. One is told, sees both texts, and loses nothing. The same is tried without pages,
from two processes, so that it holds for whoever calls `save`.
"""

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import unescape
from typing import Any

from campaign.db import db
from campaign.factsheet import Citation, Fact
from campaign.testimony import links, saving
from campaign.testimony.models import KIND, Draft, Revision, Version
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.hearings.factories import make_hearing, make_speaker
from tests.petitions.factories import make_campaign, make_organization
from tests.promises.conftest import many
from tests.promises.editors import Editor
from tests.promises.residents import Post, at_once, in_database, statuses
from tests.server import Server
from tests.testimony.factories import make_draft

LEAD, CAMPAIGN = "lead-of-texts", "of-texts"
ROUNDS = 100
BEGAN = "I was here first."


class Text:
    """One testimony on the server: its addresses, what it says, and all that it ever said."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.number, self.token = in_database(server, lambda: make(name))
        self.desk = f"/organize/{LEAD}/campaigns/{CAMPAIGN}/testimony/{self.number}/write"
        self.mine = f"/drafts/{self.token}"

    def now(self) -> str:
        return str(in_database(self.server, lambda: version_of(self.number).text))

    def kept(self) -> list[str]:
        def look() -> list[str]:
            mine = db.select(Revision.text).join(Version).where(Version.draft_id == self.number)
            return list(db.session.scalars(mine.order_by(Revision.number)))

        found: list[str] = in_database(self.server, look)
        return found


def make(name: str) -> tuple[int, str]:
    from campaign.coalition.models import Campaign
    from campaign.hearings.models import Hearing

    campaign = db.session.scalar(db.select(Campaign).filter_by(slug=CAMPAIGN))
    if campaign is None:
        campaign = make_campaign(slug=CAMPAIGN)
        make_organization(campaign, LEAD)
        make_hearing(campaign, slug="of-texts")
    hearing = db.session.scalars(db.select(Hearing).filter_by(slug="of-texts")).one()
    draft = make_draft(make_speaker(hearing, name), BEGAN)
    return draft.id, links.make_token(draft)


def version_of(draft: int) -> Version:
    return db.session.scalars(db.select(Version).filter_by(draft_id=draft)).one()


class Writer:
    """Who has the private link and no account."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def open(self, path: str) -> dict[str, str]:
        answer = self.server.get(path)
        assert answer.status == 200, answer.text
        return fields_of(answer.text)

    def post(self, path: str, fields: dict[str, str]) -> Post:
        return Post(path, fields)


class Organizer(Editor):
    """Who works at the desk."""

    def open(self, path: str) -> dict[str, str]:
        answer = self.server.get(path, Cookie=self.cookie)
        assert answer.status == 200, answer.text
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return fields_of(answer.text)


def fields_of(page: str) -> dict[str, str]:
    """What the page's form with the text would send."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    form = next(one for one in forms if 'name="text"' in one)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if given.get("type") == "hidden" and "name" in given:
            found[given["name"]] = unescape(given.get("value", ""))
    area = re.search(r'<textarea[^>]* name="text"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL)
    assert area is not None
    return found | {"text": unescape(area[1]), "act": "save"}


def play(text: Text, people: list[Any], paths: list[str]) -> None:
    """All rounds between two people, each at an address of their own."""
    rounds = many(12, ROUNDS)
    for number in range(rounds):
        written = [f"Round {number}: {side} wrote this." for side in ("left", "right")]
        posts = [
            one.post(path, one.open(path) | {"text": said})
            for one, path, said in zip(people, paths, written, strict=True)
        ]
        answers = at_once(text.server, posts)

        assert statuses(answers) == {303: 1, 409: 1}
        saved = [one.status for one in answers].index(303)
        assert text.now() == written[saved]
        told = unescape(answers[1 - saved].text)
        assert written[1 - saved] in told
        assert written[saved] in re.sub(r"</?(?:ins|del|mark|span)\b[^>]*>", "", told)

    assert len(text.kept()) == rounds + 1  # what was there before, and one a round


def test_the_writer_and_an_organizer(server):
    text = Text(server, "Ana Texts")
    omar = Organizer(server, "omar.texts@example.org", LEAD)
    play(text, [Writer(server), omar], [text.mine, text.desk])


def test_two_organizers(server):
    text = Text(server, "Eve Texts")
    people = [Organizer(server, f"{name}.texts@example.org", LEAD) for name in ("olga", "olaf")]
    play(text, people, [text.desk, text.desk])


def test_a_decision_about_its_facts_waits_for_a_save_and_a_save_for_it(server):
    """An organizer takes the new sentence while the writer takes the fact out, or leaves it in."""
    text = Text(server, "Mary Texts")
    in_database(server, lambda: make_fact(campaign_of(text.number)))
    writer, omar = Writer(server), Organizer(server, "omar.facts@example.org", LEAD)
    facts = text.desk.replace("/write", "/facts")
    for number in range(many(6, 40)):
        start = writer.open(text.mine)
        assert server.post(text.mine, start | {"text": f"{BEGAN} {{fact:rate}}"}).status == 303
        citation, newest = in_database(server, partial(change_again, text.number, number))
        said = writer.open(text.mine) | {"text": f"{BEGAN} {'{fact:rate}' * (number % 2)} {number}"}
        decided = omar.open(text.desk) | {"chosen": citation, "seen": newest, "decision": "update"}
        save, decide = at_once(
            text.server, [writer.post(text.mine, said), omar.post(facts, decided)]
        )

        assert save.status in (303, 409)
        assert decide.status in (303, 409)
        assert 303 in (save.status, decide.status)
        assert (text.now() == said["text"].strip()) == (save.status == 303)


def campaign_of(draft: int) -> Any:
    return version_of(draft).draft.campaign


def change_again(draft: int, number: int) -> tuple[str, str]:
    """Let the fact say something else; the draft's citation of it, and the newest version."""
    fact = rows(Fact, campaign_id=campaign_of(draft).id)[0]
    change(fact, statement=f"Evidence was found after 9.{number}% of alerts.")
    [citation] = rows(Citation, document_kind=KIND, document_id=str(draft))
    return str(citation.id), str(fact.version_number)


def test_two_who_save_at_once_without_pages(server):
    """Two connections call `save` on what both have seen; who comes second is told."""
    text = Text(server, "Ines Texts")
    rounds = many(12, ROUNDS)
    for number in range(rounds):
        seen = in_database(server, lambda: version_of(text.number).number)
        written = [f"Round {number}: {side}." for side in ("left", "right")]
        outcomes = save_at_once(server, text.number, seen, written)

        assert Counter(outcomes) == {"saved": 1, "told": 1}
        assert text.now() == written[outcomes.index("saved")]
    assert len(text.kept()) == rounds + 1


def save_at_once(server: Server, draft: int, seen: int, written: list[str]) -> list[str]:
    """Save each of these texts in a transaction of its own, at the same moment."""
    app, together = server.app, threading.Barrier(len(written))

    def save(text: str) -> str:
        with app.app_context():
            version = db.session.get(Draft, draft).main  # type: ignore[union-attr]
            assert version.number == seen  # what this person's page showed
            db.session.rollback()
            together.wait(30)
            try:
                saving.save(version, text, seen, None)
                db.session.commit()
            except saving.OutdatedTextError:
                db.session.rollback()
                return "told"
            return "saved"

    with ThreadPoolExecutor(len(written)) as pool:
        return list(pool.map(save, written))
