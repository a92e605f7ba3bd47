"""A fact changes under a draft: its sentences are shown, and somebody takes or keeps them."""

import pytest

from campaign.db import db
from campaign.factsheet import Citation, pins, stale
from campaign.testimony.beginning import add_version
from campaign.testimony.models import KIND, Draft, DraftStep, Revision
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership, make_organization
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.testimony.facts.room import NEWER, at_my_desk, fields_of, make_stale, mine

OLD = "Evidence of a gun crime was found after 9.1% of alerts."


@pytest.fixture
def draft(client) -> Draft:
    return make_stale(client)


@pytest.mark.parametrize("where", [mine, at_my_desk])
def test_it_shows_the_sentence_before_and_after(client, draft, where):
    page = client.get(where(draft))
    assert f"The city says: <strong>{OLD}</strong>" in page.text
    assert f"The city says: <strong>{NEWER}</strong>" in page.text
    assert "I live in Ward 35" not in page.text  # another sentence
    assert pins(KIND, draft.id) == {"rate": 1}


@pytest.mark.parametrize("where", [mine, at_my_desk])
def test_it_takes_the_new_sentence(client, draft, where):
    url = where(draft)
    answer = client.post(url, data=fields_of(client.get(url)) | {"decision": "update"})
    assert answer.status_code == 303
    assert pins(KIND, draft.id) == {"rate": 2}
    assert stale(KIND, draft.id) == []
    assert rows(Revision)[-1].why == "facts"
    assert "says the new sentence from now on" in client.get(answer.location).text


@pytest.mark.parametrize("where", [mine, at_my_desk])
def test_it_keeps_the_old_one_with_a_reason(client, draft, where):
    url = where(draft)
    fields = fields_of(client.get(url)) | {"decision": "keep"}
    refused = client.post(url, data=fields)
    assert refused.status_code == 422
    assert "Say why the old sentence stays." in refused.text
    answer = client.post(url, data=fields | {"reason": "I say what was known then."})
    assert answer.status_code == 303
    assert pins(KIND, draft.id) == {"rate": 1}
    assert stale(KIND, draft.id) == []
    assert rows(Citation)[0].decided_by == ("the writer" if where is mine else "Omar")


@pytest.mark.parametrize("where", [mine, at_my_desk])
def test_who_saw_an_older_version_is_told(client, draft, where):
    url = where(draft)
    fields = fields_of(client.get(url)) | {"decision": "update"}
    change(rows(Citation)[0].fact, statement="It is 8.8%.")
    answer = client.post(url, data=fields)
    assert answer.status_code == 409
    assert "It is 8.8%." in answer.text
    assert pins(KIND, draft.id) == {"rate": 1}


@pytest.mark.parametrize("where", [mine, at_my_desk])
@pytest.mark.parametrize(
    "fields", [{}, {"decision": "burn"}, {"chosen": "x"}, {"chosen": "99999999999", "seen": "-1"}]
)
def test_bad_input_changes_nothing(client, draft, where, fields):
    url = where(draft)
    mark = fields_of(client.get(url)).get("csrf_token", "")
    assert client.post(url, data=fields | {"csrf_token": mark}).status_code in (400, 422)
    assert pins(KIND, draft.id) == {"rate": 1}


def test_an_approval_falls_with_the_sentence(client):
    draft = make_stale(client, state="approved")
    url = at_my_desk(draft)
    page = client.get(url)
    assert "needs a new approval" in page.text
    client.post(url, data=fields_of(page) | {"decision": "update"})
    db.session.expire_all()
    assert draft.state == "draft"
    assert not draft.main.is_approved
    assert [(one.before, one.after) for one in rows(DraftStep)] == [("approved", "draft")]


def test_keeping_leaves_the_approval(client):
    draft = make_stale(client, state="approved")
    url = at_my_desk(draft)
    fields = fields_of(client.get(url)) | {"decision": "keep", "reason": "It was so."}
    client.post(url, data=fields)
    db.session.expire_all()
    assert draft.is_approved


@pytest.mark.parametrize("where", [mine, at_my_desk])
def test_what_the_body_has_keeps_its_sentence(client, where):
    draft = make_stale(client, state="filed")
    url = where(draft)
    page = client.get(url)
    assert "Consider telling the body" in page.text
    assert 'value="update"' not in page.text
    answer = client.post(url, data=fields_of(page) | {"decision": "update"})
    assert answer.status_code == 422
    assert pins(KIND, draft.id) == {"rate": 1}


def test_every_language_is_shown_and_changes_together(client, draft):
    add_version(draft, "es", 120, "La ciudad dice: {fact:rate}", None)
    db.session.commit()
    url = mine(draft)
    page = client.get(url)
    assert (
        "La ciudad dice: <strong>Tras el 9.1% de las alertas se halló evidencia.</strong>"
        in page.text
    )
    client.post(url, data=fields_of(page) | {"decision": "update"})
    assert {one.version_number for one in rows(Citation)} == {2}


def test_the_page_of_the_fact_lists_the_draft(client, draft):
    fact = "/organize/south-side/campaigns/stop-the-contract/facts/rate"
    page = client.get(fact)
    assert f"No. {draft.id} for" in page.text
    assert OLD in page.text
    fields = fields_of(page) | {"decision": "update", "chosen": str(rows(Citation)[0].id)}
    assert client.post(f"{fact}/decide", data=fields).status_code == 303
    assert rows(Revision)[-1].why == "facts"
    assert rows(Revision)[-1].by.name == "Omar"


def test_there_a_filed_one_is_not_brought_along(client):
    draft = make_stale(client, state="filed")
    fact = "/organize/south-side/campaigns/stop-the-contract/facts/rate"
    page = client.get(fact)
    assert "Consider telling the body." in page.text
    fields = fields_of(page) | {"decision": "update", "chosen": str(rows(Citation)[0].id)}
    answer = client.post(f"{fact}/decide", data=fields)
    assert answer.status_code == 422
    assert pins(KIND, draft.id) == {"rate": 1}


def test_it_stays_private(client, draft):
    url, [cited] = at_my_desk(draft), rows(Citation)
    make_membership(make_user_with_phone("eve@example.org"), make_organization("eves"), "owner")
    log_in(client, make_user_with_phone("ana@example.org"))
    assert client.get(url).status_code == 404
    assert client.post(url, data={"decision": "update"}).status_code == 404
    assert client.get(mine(draft)[:-9] + "x/facts").status_code == 404
    assert cited.version_number == 1


def test_anothers_citation_is_none_of_this_draft(client, draft):
    make_fact(draft.campaign, "other")
    from campaign.factsheet import cite

    [other] = cite("petition", 1, "{fact:rate}", draft.campaign)
    other.version_number = 1
    db.session.commit()
    url = mine(draft)
    fields = fields_of(client.get(url)) | {"decision": "update", "chosen": str(other.id)}
    assert client.post(url, data=fields).status_code == 409
    assert pins("petition", 1) == {"rate": 1}
