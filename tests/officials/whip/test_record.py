"""Writing stances down, one or many at once, and taking them back."""

from datetime import date, timedelta

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.officials.record.models import Sponsor
from campaign.officials.whip import entries
from campaign.officials.whip.models import Stance, Whip
from tests.accounts.factories import fill_in
from tests.factories import add, rows
from tests.officials.factories import make_official
from tests.officials.whip.factories import (
    WHIP,
    at_desk,
    days_ago,
    make_stance,
    officials,
    today,
)

SAID = {"value": "lean yes", "evidence": "meeting", "source": "Her chief of staff"}


def record(client, whip, *who, query="", **values):
    said = {"officials": [str(one.id) for one in who], "on": str(today(whip))} | SAID | values
    return fill_in(client, f"{WHIP}/{whip.id}/record{query}", **said)


def test_it_works(client):
    whip = at_desk(client)
    first = officials()[0]
    answer = record(client, whip, first, query=f"?official={first.slug}", note="Asked about cost.")

    assert answer.location == f"{WHIP}/1/officials/official-1"
    [stance] = rows(Stance)
    assert (stance.value, stance.evidence, stance.note) == (
        "lean yes",
        "meeting",
        "Asked about cost.",
    )
    assert stance.user.name == "Omar"
    page = client.get(answer.location).text
    assert "Her chief of staff" in page
    assert "Leans yes" in page


def test_several_at_once(client):
    whip = at_desk(client)
    answer = record(client, whip, *officials()[:3])

    assert answer.location == f"{WHIP}/1"
    assert [one.official_id for one in rows(Stance)] == [one.id for one in officials()[:3]]
    page = client.get(answer.location).text
    assert "3 stances recorded." in page
    assert "3 reached, if those who lean stay with us." in page


def test_twice_is_once(client):
    whip = at_desk(client)
    for _ in range(2):
        record(client, whip, officials()[0])

    assert len(rows(Stance)) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"value": ""}, "Say where they stand"),
        ({"evidence": "rumour"}, "Not a valid choice"),
        ({"on": "soon"}, "Enter the day, like 2026-11-30."),
        ({"on": "2999-01-01"}, "yet to come"),
        ({"source": "x" * 301}, "at most 300"),
        ({"officials": []}, "Choose at least one"),
        ({"officials": ["999"]}, "Who holds no seat today has no vote"),
        ({"officials": ["x"]}, "Who holds no seat today has no vote"),
    ],
)
def test_it_refuses(client, values, sentence):
    whip = at_desk(client)
    answer = record(client, whip, officials()[0], **values)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(Stance) == []


def test_who_holds_no_seat_has_no_vote(client):
    whip = at_desk(client)
    answer = record(client, whip, make_official("Ana Quetzal"))

    assert answer.status_code == 422
    assert rows(Stance) == []
    whip = rows(Whip)[0]
    with pytest.raises(entries.RefusedError, match="no seat"):
        entries.record(
            whip, [officials()[-1]], value="unknown", evidence="other", on=today(whip), by=None
        )


def test_the_verb_refuses_tomorrow_and_a_closed_count(client):
    whip = at_desk(client)
    said = {"value": "unknown", "evidence": "other", "by": None}
    with pytest.raises(entries.RefusedError, match="yet to come"):
        entries.record(whip, officials()[:1], on=today(whip) + timedelta(days=1), **said)
    whip.closed_at = whip.begun_at
    with pytest.raises(entries.RefusedError, match="closed"):
        entries.record(whip, officials()[:1], on=date(2026, 1, 1), **said)
    db.session.rollback()


def test_a_sponsor_is_no_voter(client):
    whip = at_desk(client)
    add(Sponsor(measure_id=whip.measure_id, official_id=officials()[0].id))
    page = client.get(f"{WHIP}/{whip.id}").text

    assert "§" in page
    assert "<strong>0</strong> likely" in page


def test_withdrawing_brings_the_one_before_back(client):
    whip = at_desk(client)
    first = officials()[0]
    make_stance(whip, first, "strong yes", on=days_ago(10))
    wrong = make_stance(whip, first, "strong no")
    page = f"{WHIP}/1/officials/official-1"
    answer = fill_in(client, page, post_to=f"{WHIP}/entries/{wrong.id}/withdraw")

    assert answer.location == page
    assert rows(Stance)[1].withdrawn_at is not None
    shown = client.get(page).text
    assert "withdrawn" in shown  # it stays readable
    assert 'class="lede"><span class="whip-mark" aria-hidden="true">Y+' in shown


def test_there_is_no_way_to_edit_an_entry(app):
    addresses = [one.rule for one in app.url_map.iter_rules() if one.endpoint.startswith("whip_")]
    assert not [one for one in addresses if "entries" in one and not one.endswith("/withdraw")]


def test_another_counts_entry_is_not_there(client):
    whip = at_desk(client)
    page = f"{WHIP}/{whip.id}/edit"
    assert fill_in(client, page, post_to=f"{WHIP}/entries/99/withdraw").status_code == 404
    assert client.get(f"{WHIP}/1/officials/nobody").status_code == 404


def test_the_audit_names_the_act_and_the_number_alone(client):
    whip = at_desk(client)
    record(client, whip, officials()[0], note="Quetzal", source="Quetzal")

    [row] = [one for one in rows(Audit) if one.act == "whip.recorded"]
    assert row.about == "O2024-0011032"
    assert row.details == {"count": 1}


def test_somebody_who_left_keeps_what_was_recorded(client):
    whip = at_desk(client)
    first = officials()[0]
    make_stance(whip, first, "strong yes")
    first.terms[0].ends = str(days_ago(2))
    db.session.commit()

    assert "Holds no seat today" in client.get(f"{WHIP}/1/officials/official-1").text
    board = client.get(f"{WHIP}/1").text
    assert "<strong>0</strong> at worst" in board
    assert "Ward 1, Ward 5" in board  # vacant
