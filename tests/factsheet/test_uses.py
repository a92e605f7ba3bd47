"""Where a fact is used, and deciding about several documents at once."""

import pytest

from campaign.coalition.audit import Audit
from campaign.factsheet import Citation, all_stale
from tests.factories import rows
from tests.factsheet.desk import FACTS, edit, hidden, make_desk, press, the_fact, use
from tests.factsheet.factories import change, make_fact

PAGE = f"{FACTS}/rate"
DECIDE = f"{PAGE}/decide"


@pytest.fixture
def three(client, app):
    """Three petitions cite the fact, which has changed since."""
    campaign = make_desk(client)
    make_fact(campaign)
    use(campaign, 1, 2, 3)
    change(the_fact(), statement="It was 10.9%.")
    return campaign


def decide(client, decision, *numbers, reason="", **values):
    data = {"decision": decision, "chosen": [str(one) for one in numbers], "reason": reason}
    return press(client, DECIDE, PAGE, **data | values)


def versions():
    return [(one.document_id, one.version_number, one.decision) for one in rows(Citation)]


def test_all_are_updated_together(client, three):
    page = client.get(PAGE).text
    assert page.count('name="chosen"') == 3
    assert "Take the new sentence in those 3 that are ticked" in page
    assert decide(client, "update", 1, 2, 3).status_code == 303

    assert versions() == [("1", 2, "update"), ("2", 2, "update"), ("3", 2, "update")]
    [row] = rows(Audit)
    assert (row.act, row.about) == ("fact.decided", "facts/rate")
    assert row.details["documents"] == ["petition/1", "petition/2", "petition/3"]
    page = client.get(PAGE).text
    assert "3 documents say the new sentence from now on." in page
    assert 'name="chosen"' not in page


def test_only_what_is_ticked_changes(client, three):
    decide(client, "update", 2)

    assert versions() == [("1", 1, None), ("2", 2, "update"), ("3", 1, None)]


def test_keeping_needs_a_reason_and_can_be_taken_back(client, three):
    refused = decide(client, "keep", 1, 2)
    assert refused.status_code == 422
    assert "Say why the old sentence stays." in refused.text
    assert decide(client, "keep", 1, 2, reason="Delivered like that.").status_code == 303
    assert len(all_stale(three)) == 1
    assert client.get(PAGE).text.count("Delivered like that.") == 2

    reopen = f"{PAGE}/uses/1/reopen"
    assert press(client, reopen, PAGE).status_code == 303
    assert len(all_stale(three)) == 2
    assert press(client, reopen, PAGE).status_code == 409
    assert [one.act for one in rows(Audit)] == ["fact.decided", "fact.reopened"]


def test_nothing_is_decided_about_a_fact_that_changed_again(client, three):
    page = hidden(client.get(PAGE))
    change(the_fact(), statement="It was 11%.")
    data = page | {"decision": "update", "chosen": ["1", "2"]}

    assert client.post(DECIDE, data=data).status_code == 409
    assert versions() == [("1", 1, None), ("2", 1, None), ("3", 1, None)]


def test_all_or_none_when_somebody_else_decided_about_one(client, three):
    page = hidden(client.get(PAGE))
    decide(client, "update", 2)
    data = page | {"decision": "keep", "reason": "My reason.", "chosen": ["1", "2"]}
    answer = client.post(DECIDE, data=data)

    assert answer.status_code == 409
    assert "My reason." in answer.text
    assert versions() == [("1", 1, None), ("2", 2, "update"), ("3", 1, None)]


@pytest.mark.parametrize("chosen", [[], ["x"], ["0"], ["99999999999"], ["-1"]])
def test_it_rejects_what_no_page_sends(client, three, chosen):
    assert press(client, DECIDE, PAGE, decision="update", chosen=chosen).status_code == 422


def test_citations_of_other_facts_are_not_touched(client, three):
    make_fact(three, "other")
    use(three, 9, text="{fact:other}")
    change(the_fact("other"), statement="Else.")

    assert decide(client, "update", 4).status_code == 409
    assert versions()[3] == ("9", 1, None)


def test_what_was_taken_back_cannot_be_taken_over(client, three):
    change(the_fact(), status="retracted", reason="Misread.")
    assert 'value="update"' not in client.get(PAGE).text
    answer = decide(client, "update", 1)

    assert answer.status_code == 422
    assert versions()[0] == ("1", 1, None)


def test_a_superseded_fact_offers_what_to_put_in(client, three):
    make_fact(three, "better", statement="Use me.")
    edit(client, standing="superseded", superseded_by="better", reason="Counted twice.")
    page = client.get(PAGE).text

    assert "{fact:better}" in page
    assert "Use me." in page


@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("owner", "partner")])
def test_others_read_and_do_not_decide(client, app, role, part):
    campaign = make_desk(client, role, part)
    make_fact(campaign)
    use(campaign, 1)
    change(the_fact(), statement="Newer.")
    page = client.get(PAGE)

    assert "version 1" in page.text
    assert 'name="decision"' not in page.text
    token = hidden(client.get("/account/password"))["csrf_token"]
    data = {"csrf_token": token, "seen": "2", "decision": "update", "chosen": ["1"]}
    assert client.post(DECIDE, data=data).status_code == 403
    assert versions() == [("1", 1, None)]
