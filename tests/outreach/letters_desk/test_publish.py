"""Publishing, pausing, closing: only what can work opens, and each button works at once."""

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.outreach.letters.models import LetterAction
from campaign.outreach.letters_desk.publishing import checks
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.outreach.factories import cite_offered, make_action
from tests.outreach.letters_desk.desk import ONE, at_desk, post

PUBLISH = f"{ONE}/publish"


def the_action() -> LetterAction:
    db.session.expire_all()
    return rows(LetterAction)[0]


def blocks(action: LetterAction) -> list[str]:
    return [one.sentence for one in checks(action) if one.blocks]


def test_it_works(client):
    at_desk(client, published_at=None, title={"en": "Write"})
    page = client.get(PUBLISH).text
    assert "1 of 50 offices of City Council has a verified email address." in page
    assert "In 49 wards residents cannot write yet" in page
    assert "Residents may quote no fact" in page
    answer = post(client, PUBLISH, seen="1")
    assert (answer.status_code, answer.location) == (303, ONE)
    assert the_action().state == "open"
    assert [one.act for one in rows(Audit)] == ["letters.published"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"subject": {}}, "English: subject missing."),
        ({"prompts": []}, "English: a question missing."),
        ({"title": {}, "subject": {}, "text": {}, "prompts": []}, "No language has title"),
        ({"closes_at": now()}, "Its closing time has passed."),
        ({"text": {"en": "{fact:unknown}"}}, "the fact sheet has no “unknown”"),
    ],
)
def test_what_cannot_work_is_not_published(client, values, sentence):
    at_desk(client, published_at=None, **{"title": {"en": "Write"}} | values)
    assert any(sentence in one for one in blocks(the_action()))
    assert post(client, PUBLISH, seen="1").status_code == 409
    assert the_action().state == "draft"


def test_somebody_must_have_verified_an_address(client):
    action = at_desk(client, published_at=None)
    from campaign.officials.models import Contact

    db.session.execute(db.update(Contact).values(bounced_at=now()))
    db.session.commit()
    assert any("No office of City Council has a verified" in one for one in blocks(action))
    page = client.get(PUBLISH).text
    assert "bounced" in page
    assert 'href="/organize/neighbors/campaigns/clinic/officials/official-35"' in page


def test_a_body_needs_wards(client):
    from tests.officials.factories import make_body

    board = make_body(0, slug="board", name={"en": "Board"})
    at_desk(client, published_at=None, body=board)
    assert any("Board has no wards here" in one for one in blocks(the_action()))


def test_a_changed_fact_wants_a_decision_first(app):
    action = make_action(published_at=None, title={"en": "Write"})
    fact = make_fact(action.campaign, translations={})
    action.facts = ["rate"]
    cite_offered(action)
    assert blocks(action) == []
    change(fact, statement="It is otherwise.")
    assert any("The fact “rate” needs a decision" in one for one in blocks(action))


def test_what_was_changed_since_is_looked_at_again(client):
    action = at_desk(client, published_at=None, title={"en": "Write"})
    action.edition = 2
    db.session.commit()
    answer = post(client, PUBLISH, seen="1")
    assert answer.status_code == 409
    assert "Somebody has changed it" in answer.text
    assert the_action().state == "draft"


def test_each_button_works_at_once_and_is_noted(client):
    at_desk(client)
    for act, state in (
        ("pause", "paused"),
        ("resume", "open"),
        ("close", "closed"),
        ("reopen", "open"),
    ):
        assert post(client, f"{ONE}/{act}").status_code == 303
        assert the_action().state == state
    noted = [one.act for one in rows(Audit)]
    assert noted == [f"letters.{one}" for one in ("paused", "resumed", "closed", "reopened")]


@pytest.mark.parametrize("act", ["resume", "reopen"])
def test_a_button_that_is_out_of_date_changes_nothing(client, act):
    at_desk(client)
    assert post(client, f"{ONE}/{act}").status_code == 409
    assert the_action().state == "open"
    assert rows(Audit) == []


@pytest.mark.parametrize("act", ["publish", "pause", "resume", "close", "reopen"])
def test_an_empty_post_is_refused(client, act):
    at_desk(client)
    assert client.post(f"{ONE}/{act}").status_code == 422
