"""A draft that somebody renames while somebody else edits it."""

from campaign.factsheet import Fact
from tests.factories import rows
from tests.factsheet.desk import FACTS, TYPED, controls, edit, make_desk, the_fact
from tests.factsheet.factories import RATE, make_fact


def test_a_draft_renamed_meanwhile_loses_nobodys_text(client, app):
    make_fact(make_desk(client), status="draft")
    page = client.get(f"{FACTS}/rate/edit")
    begun = {"about": str(the_fact().id), "page": page}
    edit(client, page=page, key="better-rate", standing="draft")
    answer = edit(client, **begun, standing="draft", statement="Mine: 8%.")

    assert answer.status_code == 409
    assert "Its key is now better-rate." in answer.text
    assert controls(answer)["statement"] == "Mine: 8%."
    assert controls(answer)["key"] == "better-rate"
    assert f'action="{FACTS}/better-rate/edit"' in answer.text
    assert the_fact("better-rate").current.statement == RATE["statement"]
    assert client.post(f"{FACTS}/rate/edit", data=TYPED | {"about": "99"}).status_code == 404


def test_a_rename_sent_twice_is_no_conflict(client, app):
    make_fact(make_desk(client), status="draft")
    page = client.get(f"{FACTS}/rate/edit")
    renamed = {"about": str(the_fact().id), "page": page, "key": "better", "standing": "draft"}
    for _ in range(2):
        assert edit(client, **renamed).location == f"{FACTS}/better"


def test_the_old_key_of_a_renamed_draft_is_no_way_into_another_fact(client, app):
    campaign = make_desk(client)
    make_fact(campaign, status="draft")
    page, number = client.get(f"{FACTS}/rate/edit"), the_fact().id
    edit(client, page=page, key="better-rate", standing="draft")
    make_fact(campaign, "rate", statement="Another fact.", status="draft")
    answer = edit(client, page=page, about=str(number), standing="draft", statement="Mine: 8%.")

    assert answer.status_code == 409
    assert {one.current.statement for one in rows(Fact)} == {RATE["statement"], "Another fact."}
