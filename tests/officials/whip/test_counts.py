"""Beginning a count, changing what it asks, closing it, and the list of all."""

import pytest

from campaign.db import db
from campaign.officials.record.models import Measure
from campaign.officials.whip.models import Whip
from tests.accounts.factories import fill_in
from tests.factories import rows
from tests.officials.factories import make_body, make_committee, make_measure
from tests.officials.whip.factories import (
    RECORD,
    WHIP,
    at_desk,
    make_stance,
    make_whip,
    officials,
)

NEW = {"record": "O2025-0000001", "title": "Another ordinance", "wanted": "no"}


def begin(client, **values):
    body = str(rows(Whip)[0].measure.body_id) if rows(Whip) else "1"
    return fill_in(client, f"{WHIP}/begin", **{"body": body, "wanted": "yes"} | values)


def test_it_works(client):
    at_desk(client)
    answer = begin(client, **NEW)

    assert answer.status_code == 303
    whip = rows(Whip)[-1]
    assert (whip.wanted, whip.needed, whip.measure.title) == ("no", 3, "Another ordinance")
    assert "Another ordinance" in client.get(answer.location).text


def test_a_known_number_needs_no_title_in_any_spelling(client):
    db.session.delete(at_desk(client))
    db.session.commit()
    answer = begin(client, record="so2024-11032")

    assert answer.status_code == 303
    assert rows(Whip)[0].measure.record == RECORD
    assert len(rows(Measure)) == 1


def test_an_unknown_number_asks_for_the_title(client):
    at_desk(client)
    answer = begin(client, record="O2025-1")

    assert answer.status_code == 422
    assert "Enter its title" in answer.text
    assert len(rows(Measure)) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"record": "?!"}, "This is no record number"),
        ({"record": ""}, "Enter the record number"),
        ({**NEW, "needed": "6"}, "This body has 5 seats"),
        ({**NEW, "needed": "0"}, "from 1 up"),
        ({**NEW, "wanted": "perhaps"}, "Not a valid choice"),
    ],
)
def test_it_refuses(client, values, sentence):
    at_desk(client)
    answer = begin(client, **values)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(rows(Whip)) == len(rows(Measure)) == 1


def test_a_body_without_a_number_of_its_own_asks_for_one(client):
    whip = at_desk(client)
    committee = make_committee(whip.measure.body)
    answer = begin(client, **NEW, body=str(committee.id))

    assert answer.status_code == 422
    assert "this body has none of its own" in answer.text


def test_a_measure_that_is_counted_leads_to_its_count(client):
    at_desk(client)
    answer = begin(client, record=RECORD)

    assert answer.location.endswith(f"/whip/{rows(Whip)[0].id}")
    assert len(rows(Whip)) == 1


def test_without_a_council_it_says_what_to_do(client):
    whip = at_desk(client)
    db.session.execute(db.update(type(whip.measure.body)).values(parent_id=whip.measure.body_id))
    db.session.commit()

    assert "No council is known here yet" in client.get(f"{WHIP}/begin").text


def test_what_it_asks_can_be_changed(client):
    whip = at_desk(client)
    answer = fill_in(client, f"{WHIP}/{whip.id}/edit", wanted="no", needed="4", seen="yes-3")

    assert answer.status_code == 303
    assert (rows(Whip)[0].wanted, rows(Whip)[0].needed) == ("no", 4)


def test_who_changes_it_second_learns_of_the_first(client):
    whip = at_desk(client)
    answer = fill_in(client, f"{WHIP}/{whip.id}/edit", wanted="no", needed="4", seen="yes-5")

    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.text
    assert rows(Whip)[0].needed == 3


def test_a_closed_count_stays_readable_and_takes_nothing_more(client):
    whip = at_desk(client)
    fill_in(client, f"{WHIP}/{whip.id}/edit", post_to=f"{WHIP}/{whip.id}/state", act="close")

    assert rows(Whip)[0].closed_at is not None
    assert client.get(f"{WHIP}/{whip.id}").status_code == 200
    assert client.get(f"{WHIP}/{whip.id}/record").status_code == 410
    fill_in(client, f"{WHIP}/{whip.id}/edit", post_to=f"{WHIP}/{whip.id}/state", act="reopen")
    assert rows(Whip)[0].closed_at is None


def test_an_unknown_act_changes_nothing(client):
    whip = at_desk(client)
    page = f"{WHIP}/{whip.id}"
    assert fill_in(client, f"{page}/edit", post_to=f"{page}/state", act="x").status_code == 400


def test_the_list_has_every_count_with_its_totals(client):
    whip = at_desk(client)
    first, second, *_others = officials()
    make_stance(whip, first, "strong yes")
    make_stance(whip, second, "lean yes")
    other = make_body(1, slug="county-board")
    make_whip(whip.campaign, make_measure(other, "22-1234"), needed=1, wanted="no")
    page = client.get(WHIP).text

    assert "3 not reached: 1 vote is missing." in page
    assert "Best 4, likely 2, worst 1 of 4." in page
    assert "0 reached, with firm votes alone." in page  # nobody sits there, so nothing passes


def test_another_campaigns_count_is_not_there(client):
    whip = at_desk(client)
    assert client.get(f"{WHIP}/{whip.id + 1}").status_code == 404
    assert client.get(f"{WHIP}/{2**63}").status_code == 404
