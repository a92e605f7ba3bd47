"""Lengths and languages side by side."""

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.testimony.beginning import add_version
from campaign.testimony.models import Version
from tests.factories import rows
from tests.hearings.lineup.room import send
from tests.testimony.factories import TEXT, make_draft
from tests.testimony.writing.people import DESK, at_desk, page_of, path_of


def there() -> list[tuple[str, int, str]]:
    db.session.rollback()
    return [(one.language, one.seconds, one.text) for one in rows(Version)]


def test_it_works(client):
    draft = make_draft()
    url = page_of(draft, "/versions")
    assert "about 0:07" in client.get(url).text
    answer = client.post(url, data={"seconds": "60", "language": "en", "start": "copy"})
    assert answer.status_code == 303
    assert "1:00 in English" in client.get(answer.location).text
    client.post(url, data={"seconds": "120", "language": "es", "start": "empty"})
    assert there() == [("en", 120, TEXT), ("en", 60, TEXT), ("es", 120, "")]
    assert client.get(url).text.count("<h2>") == 4


def test_the_same_again_is_said(client):
    draft = make_draft()
    said = {"seconds": "120", "language": "en", "start": "copy"}
    answer = client.post(page_of(draft, "/versions"), data=said)
    assert answer.status_code == 422
    assert "there already" in answer.text


@pytest.mark.parametrize(
    "said", [{}, {"seconds": "45"}, {"language": "xx"}, {"start": "else"}, {"seconds": "x"}]
)
def test_it_rejects(client, said):
    draft = make_draft()
    good = {"seconds": "60", "language": "en", "start": "copy"} if said else {}
    assert client.post(page_of(draft, "/versions"), data=good | said).status_code == 422
    assert len(there()) == 1


def test_removing_says_first_what_is_lost(client):
    draft = make_draft()
    other = add_version(draft, "en", 60, "Short.", None)
    db.session.commit()
    url, number = page_of(draft, "/versions"), other.id
    page = client.get(f"{url}?remove={number}").text
    assert "with 1 saved state and 0 comments" in page
    assert len(there()) == 2
    assert client.post(url, data={"act": "remove", "version": str(number)}).status_code == 303
    assert there() == [("en", 120, TEXT)]
    assert client.post(url, data={"act": "remove", "version": str(number)}).status_code == 404


def test_the_main_one_stays(client):
    draft = make_draft()
    number = str(draft.main.id)
    answer = client.post(page_of(draft, "/versions"), data={"act": "remove", "version": number})
    assert answer.status_code == 409
    assert len(there()) == 1


def test_what_was_filed_stays(client):
    draft = make_draft(state="filed")
    url = page_of(draft, "/versions")
    assert "Add another" not in client.get(url).text
    said = {"seconds": "60", "language": "en", "start": "copy"}
    assert client.post(url, data=said).status_code == 409


def test_an_organizer_adds_and_removes(client):
    draft = at_desk(client)
    url = f"{DESK}/{draft.id}/versions"
    assert send(client, url, seconds="60", language="en", start="copy").status_code == 303
    number = rows(Version)[1].id
    assert client.post(url, data={"act": "remove", "version": str(number)}).status_code == 422
    assert send(client, url, act="remove", version=str(number)).status_code == 303
    acts = [one.act for one in rows(Audit)]
    assert acts[-2:] == ["draft.version_added", "draft.version_removed"]


def test_another_draft_is_not_reached(client):
    draft = make_draft()
    assert client.get(f"{path_of(draft)}x/versions").status_code == 404
