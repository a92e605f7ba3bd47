"""Going back to an earlier version, and having read the source again."""

from campaign.coalition.audit import Audit
from campaign.factsheet import FactVersion
from campaign.factsheet.models import today
from tests.factories import rows
from tests.factsheet.desk import FACTS, edit, hidden, make_desk, the_fact
from tests.factsheet.factories import RATE, change, make_fact


def test_an_earlier_version_comes_back_as_a_new_one(client, app):
    make_fact(make_desk(client))
    edit(client, statement="Wrong.")
    page = hidden(client.get(f"{FACTS}/rate"))
    data = {"csrf_token": page["csrf_token"], "number": "1", "seen": "2"}
    for status, versions in ((303, 3), (409, 3)):
        assert client.post(f"{FACTS}/rate/restore", data=data).status_code == status
        assert len(rows(FactVersion)) == versions
    assert the_fact().current.statement == RATE["statement"]
    assert client.post(f"{FACTS}/rate/restore", data=data | {"seen": "3"}).status_code == 303
    assert len(rows(FactVersion)) == 3
    assert (
        client.post(f"{FACTS}/rate/restore", data=data | {"seen": "3", "number": "9"}).status_code
        == 404
    )
    assert [one.act for one in rows(Audit)] == ["fact.changed", "fact.restored"]


def test_a_draft_of_what_is_public_does_not_come_back(client, app):
    change(make_fact(make_desk(client), status="draft"), status="current")
    page = hidden(client.get(f"{FACTS}/rate"))
    data = {"csrf_token": page["csrf_token"], "number": "1", "seen": "2"}
    client.post(f"{FACTS}/rate/restore", data=data)

    assert the_fact().status == "current"
    assert "cannot be a draft again" in client.get(f"{FACTS}/rate").text


def test_having_read_the_source_moves_that_date_alone(client, app):
    make_fact(make_desk(client))
    page = hidden(client.get(f"{FACTS}/rate"))
    assert client.post(f"{FACTS}/rate/read", data=page).status_code == 303

    fact = the_fact()
    assert (fact.last_read_on, fact.link_answered_on, fact.review_by) == (today(), None, None)
    assert fact.version_number == 1
    assert client.post(f"{FACTS}/rate/read", data=page | {"seen": "7"}).status_code == 409
