"""§6 “Edits”: two editors, 100 rounds, silent overwrites 0.

Two organizers open the same page, each writes something else, both save at the same moment over
HTTP to two web processes. One is told, sees both texts, and loses nothing.
"""

from html import unescape

import pytest

from campaign.db import db
from campaign.petitions.models import Petition, PetitionRevision
from tests.petitions.factories import make_organization, make_petition
from tests.promises.conftest import many
from tests.promises.editors import Editor, fields_of
from tests.promises.residents import at_once, in_database, statuses
from tests.server import Server

LEAD = "lead-of-edits"
EDIT = f"/organize/{LEAD}/campaigns/of-edits/petitions/edited/edit"
ROUNDS = 100


@pytest.fixture(scope="module", autouse=True)
def draft(server: Server) -> None:
    """What all of them edit, whichever test comes first."""
    from tests.petitions.factories import make_campaign

    def make() -> None:
        campaign = make_campaign(slug="of-edits")
        make_organization(campaign, LEAD)
        make_petition(slug="edited", campaign=campaign, published_at=None)

    in_database(server, make)


def text_now(server: Server) -> str:
    def look() -> str:
        found = db.session.scalars(db.select(Petition).filter_by(slug="edited")).one()
        return str(found.text["en"])

    return str(in_database(server, look))


def texts_kept(server: Server) -> list[str]:
    def look() -> list[str]:
        query = db.select(PetitionRevision).order_by(PetitionRevision.number)
        return [one.content["text"]["en"] for one in db.session.scalars(query)]

    found: list[str] = in_database(server, look)
    return found


def test_two_editors_of_a_petition_never_overwrite_each_other_silently(server):
    before = len(texts_kept(server))
    editors = [Editor(server, f"{name}@example.org", LEAD) for name in ("omar", "olga")]
    rounds = many(12, ROUNDS)
    for number in range(rounds):
        written = [f"Round {number}: {side}." for side in ("left", "right")]
        posts = [
            editor.post(EDIT, editor.open(EDIT) | {"text_en": text})
            for editor, text in zip(editors, written, strict=True)
        ]
        answers = at_once(server, posts)

        assert statuses(answers) == {303: 1, 409: 1}
        saved = [one.status for one in answers].index(303)
        assert text_now(server) == written[saved]
        told = answers[1 - saved]
        assert fields_of(told.text)["text_en"] == written[1 - saved]  # still in the form
        assert written[saved] in unescape(told.text)  # and the other beside it

    # One a round; the first save keeps what was there before, too.
    assert len(texts_kept(server)) == rounds + (before or 1)


def test_who_was_told_may_save_knowingly(server):
    editor = Editor(server, "ines@example.org", LEAD)
    first, second = editor.open(EDIT), editor.open(EDIT)
    assert editor.send(EDIT, first | {"text_en": "First."}).status == 303
    told = editor.send(EDIT, second | {"text_en": "Second.", "ask_es": "Que abra."})
    assert told.status == 409
    again = fields_of(told.text)
    assert editor.send(EDIT, again).status == 303

    assert text_now(server) == "Second."
    assert texts_kept(server)[-2:] == ["First.", "Second."]


def test_what_one_did_not_touch_is_taken_from_the_other(server):
    """Saving after a 409 must not bring back what one had never changed."""
    editor = Editor(server, "olaf@example.org", LEAD)
    first, second = editor.open(EDIT), editor.open(EDIT)
    editor.send(EDIT, first | {"title_en": "A better title"})
    told = editor.send(EDIT, second | {"text_en": "Mine."})

    assert told.status == 409
    assert "Taken over from there" in told.text
    assert fields_of(told.text)["title_en"] == "A better title"
    assert fields_of(told.text)["text_en"] == "Mine."
