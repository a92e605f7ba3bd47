"""The writing page: Ana writes by her link, Omar helps; nobody else sees it."""

import pytest

from campaign.db import db
from campaign.testimony.beginning import add_version
from campaign.testimony.models import Revision
from tests.factories import rows
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.hearings.lineup.room import send
from tests.testimony.factories import TEXT, make_draft
from tests.testimony.writing.people import DESK, at_desk, page_of, path_of, texts


def test_it_works(client):
    draft = make_draft()
    page = client.get(path_of(draft))
    assert "I hear the drones at night." in page.text
    answer = client.post(path_of(draft), data={"text": "Better.", "seen": "1"})

    assert answer.status_code == 303
    assert client.get(answer.location).text.count("Better.") > 1
    assert texts() == [TEXT, "Better."]
    assert rows(Revision)[1].by is None


def test_a_mail_program_that_only_asks_for_the_headers_gets_them(client):
    """HEAD is a way of reading (RFC 9110, 9.3.2)."""
    draft = make_draft()
    assert client.head(path_of(draft)).status_code == 200
    assert client.head(f"{path_of(draft)}/facts").status_code == 200
    assert client.head(f"{path_of(draft)}/file").status_code == 200
    assert texts() == [TEXT]


def test_an_organizer_writes_too(client):
    draft = at_desk(client)
    url = f"{DESK}/{draft.id}/write"
    assert "What Ana Quetzal will say" in client.get(url).text
    assert send(client, url, text="Better.", seen="1").status_code == 303
    assert client.post(url, data={"text": "No token.", "seen": "2"}).status_code == 422
    db.session.rollback()
    assert [one.by and one.by.email for one in rows(Revision)] == [None, "omar@example.org"]


@pytest.mark.parametrize(("role", "part"), [("viewer", "lead"), ("organizer", "partner")])
def test_who_may_not_sees_nothing(client, role, part):
    draft = at_desk(client, role, part)
    for path in ("write", f"write/{draft.main.id}", "versions"):
        assert client.get(f"{DESK}/{draft.id}/{path}").status_code in (403, 404)


def test_eve_finds_nothing(client):
    draft = make_draft()
    hearing = make_hearing(draft.campaign, make_rule(draft.hearing.body), slug="other")
    other = make_draft(make_speaker(hearing, "Eve Elder"))
    assert client.get("/drafts/forged").status_code == 404
    assert client.get(f"{path_of(other)}/{draft.main.id}").status_code == 404
    check = f"{path_of(other)}/{draft.main.id}/check"
    assert client.post(check, data={"text": "x"}).status_code == 404


def test_three_answers_become_one_text_with_the_ask_first(client):
    draft = make_draft(text="")
    page = client.get(path_of(draft)).text
    assert all(words in page for words in ("The ask", "Who you are", "Your story"))
    said = {"who": "I am Ana.", "ask": "Cancel it.", "story": "It was loud.", "seen": "0"}
    client.post(path_of(draft), data=said)
    assert texts() == ["Cancel it.\n\nI am Ana.\n\nIt was loud."]
    assert "The ask" not in client.get(path_of(draft)).text


def test_what_was_answered_is_kept_when_something_is_wrong(client):
    draft = make_draft(text="")
    said = {"who": "I am Ana.", "ask": "x" * 50_001, "story": "It was loud.", "seen": "0"}
    answer = client.post(path_of(draft), data=said)
    assert answer.status_code == 422
    assert "I am Ana." in answer.text
    assert "It was loud." in answer.text
    assert texts() == []


def test_checking_stores_nothing(client):
    draft = make_draft()
    said = {"text": "Quite another text.", "seen": "1", "act": "check"}
    answer = client.post(path_of(draft), data=said)
    assert answer.status_code == 200
    assert "3 words" in answer.text
    assert "<p>Quite another text.</p>" in answer.text
    assert texts() == [TEXT]


def test_the_script_gets_the_same(client):
    draft = make_draft()
    make_fact(draft.campaign)
    said = {"text": "One. {fact:rate} {fact:nope}", "seen": "1", "q": "gun"}
    found = client.post(page_of(draft, "/check"), data=said).json
    assert set(found) == {"figures", "preview", "facts"}
    assert "No fact is called “nope”" in found["figures"]
    assert "Evidence of a gun crime was found" in found["preview"]
    assert "{fact:rate}" in found["facts"]
    assert texts() == [TEXT]


def test_saving_by_itself(client):
    draft = make_draft()
    said = {"text": "Better.", "seen": "1", "act": "auto"}
    found = client.post(path_of(draft), data=said).json
    assert found["seen"] == 2
    assert found["words"].startswith("Saved at ")
    db.session.rollback()
    assert rows(Revision)[1].why == "auto"


def test_facts_are_found(client):
    draft = make_draft()
    make_fact(draft.campaign)
    make_fact(draft.campaign, "cost", statement="It costs $9 million.", disputes=[])
    answer = client.post(path_of(draft), data={"text": "Mine.", "act": "find", "q": "million"})
    assert "{fact:cost}" in answer.text
    assert "{fact:rate}" not in answer.text
    assert "Mine." in answer.text


def test_a_pace_is_kept(client):
    draft = make_draft()
    said = {"text": TEXT, "seen": "1", "pace": "own", "per_minute": "100"}
    client.post(path_of(draft), data=said)
    db.session.rollback()
    assert draft.pace == 100
    client.post(path_of(draft), data=said | {"pace": "usual"})
    db.session.rollback()
    assert draft.pace is None
    assert texts() == [TEXT]


@pytest.mark.parametrize("number", ["", "59", "301", "1e2", "²", "-5"])
def test_a_pace_is_a_number(client, number):
    draft = make_draft()
    said = {"text": "Typed.", "seen": "1", "pace": "own", "per_minute": number}
    answer = client.post(path_of(draft), data=said)
    assert answer.status_code == 422
    assert "Typed." in answer.text


def test_a_translation_has_the_original_beside_it(client):
    draft = make_draft()
    other = add_version(draft, "es", 120, "Cancelen el contrato.", None)
    db.session.commit()
    page = client.get(f"{path_of(draft)}/{other.id}").text
    assert "The original" in page
    assert "I hear the drones at night." in page
    assert "How fast you speak" not in page


def test_what_was_approved_says_so(client):
    draft = make_draft(state="approved")
    assert "has to be approved again" in client.get(path_of(draft)).text


def test_what_was_filed_stays(client):
    draft = make_draft(state="filed")
    assert "It cannot be changed any more." in client.get(path_of(draft)).text
    answer = client.post(path_of(draft), data={"text": "Late.", "seen": "1"})
    assert answer.status_code == 409
    assert "Late." in answer.text
    found = client.post(path_of(draft), data={"text": "Late.", "seen": "1", "act": "auto"})
    assert found.status_code == 409
    assert texts() == [TEXT]


def test_an_empty_post_changes_nothing(client):
    draft = make_draft()
    assert client.post(path_of(draft)).status_code == 422
    assert client.post(page_of(draft, "/check")).status_code == 422
    assert texts() == [TEXT]
