import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from campaign.db import db
from campaign.petitions import counting, signing
from campaign.petitions.models import Signature, Tally, TallyChange
from tests.factories import rows
from tests.petitions.factories import URL, make_petition, make_signature

ACTS = st.lists(st.tuples(st.sampled_from(["confirm", "withdraw", "fold"]), st.integers(0, 5)))


@pytest.fixture
def six(app):
    petition = make_petition()
    return [
        make_signature(petition, f"a{n}@example.org", ward_id=petition.body.wards[n % 3].id)
        for n in range(6)
    ]


@settings(max_examples=25)
@given(acts=ACTS)
def test_the_number_is_what_counts_after_any_acts(six, acts):
    for act, number in acts:
        if act == "fold":
            counting.fold()
        else:
            signing.confirm(six[number].id) if act == "confirm" else signing.withdraw(six[number])
            db.session.commit()
    count = counting.count(six[0].petition_id)
    standing = [one for one in rows(Signature) if one.counts]

    assert count.total == len(standing)
    assert {k: v for k, v in count.wards.items() if v} == {
        ward: sum(one.ward_id == ward for one in standing)
        for ward in {one.ward_id for one in standing}
    }


def test_folding_changes_no_number(app):
    petition = make_petition()
    for n in range(4):
        make_signature(petition, f"a{n}@example.org", confirmed=True)
    counting.fold()
    make_signature(petition, "b@example.org", confirmed=True)

    assert counting.count(petition.id).total == 5
    counting.fold()
    assert rows(TallyChange) == []
    assert [tally.counted for tally in rows(Tally)] == [5]


def test_count_json(client):
    make_signature(make_petition(), confirmed=True)
    response = client.get(f"{URL}/count.json")

    assert response.json.keys() == {"signatures", "on_paper", "goal", "as_of"}
    assert (response.json["signatures"], response.json["goal"]) == (1, 500)
    assert response.json["as_of"].endswith("+00:00")
    assert "Set-Cookie" not in response.headers


def test_an_unpublished_petition_has_no_count(client):
    make_petition(published_at=None)
    assert client.get(f"{URL}/count.json").status_code == 404
