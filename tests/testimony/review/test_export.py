"""The table of drafts taken out as a file: what the same address of the desk shows."""

import csv
import io

from campaign.coalition.exports import Export
from campaign.db import db
from tests.factories import rows
from tests.hearings.speaking.desk import at_desk
from tests.testimony.factories import make_drafts
from tests.testimony.review.desk import DESK, draft_at_desk, post


def taken(client, query=""):
    answer = post(client, f"{DESK}/export{query}")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def three(client):
    one, other, third = make_drafts(at_desk(client), "One.", "Two.", "Three.")
    one.state, other.state, third.state = "in_review", "changes_asked", "approved"
    db.session.commit()
    return one, other, third


def test_it_is_taken_out(client):
    draft = draft_at_desk(client, speaker={"name": "=1+1"})
    answer = post(client, f"{DESK}/export")
    found = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert answer.mimetype == "text/csv"
    assert found[1][0] == "'=1+1"
    assert found[1][3] == "Draft"
    [export] = rows(Export)
    assert (export.kind, export.count, export.code) == ("testimony", 1, found[1][-1])
    assert draft.main.text not in answer.text


def test_it_holds_what_the_table_shows(client):
    three(client)
    asked = {"": "123", "?state=in_review": "1", "?state=unfinished": "2", "?q=speaker+3": "3"}
    for query, numbers in asked.items():
        [_head, *found] = taken(client, query)
        assert [row[0] for row in found] == [f"Speaker {number}" for number in numbers]
    assert [one.count for one in rows(Export)] == [3, 1, 1, 1]


def test_the_page_says_what_it_holds(client):
    three(client)
    page = client.get(f"{DESK}/export?state=in_review").text
    assert "It holds the 1 draft that the table shows" in page
    assert f'href="{DESK}/export"' in page
    assert "It holds every draft of the campaign: 3." in client.get(f"{DESK}/export?sort=name").text
    assert f"{DESK}/export?state=in_review" in client.get(f"{DESK}?state=in_review").text


def test_nothing_that_fits_is_an_empty_table(client):
    three(client)
    assert len(taken(client, "?q=zzz&page=x&sort=zzz")) == 1


def test_the_order_is_that_of_the_table(client):
    three(client)
    found = taken(client, "?sort=changed")
    assert [row[0] for row in found[1:]] == ["Speaker 3", "Speaker 2", "Speaker 1"]


def test_many_cost_no_more_than_their_hundreds(client, monkeypatch):
    """Of 500 each, so that no statement names too many."""
    monkeypatch.setattr("campaign.testimony.review.listing.MOST", 2)
    three(client)
    assert len(taken(client)) == 4
