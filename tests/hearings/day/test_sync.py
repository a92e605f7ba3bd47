"""What a phone kept without a line: each act once, in order, and two phones agree."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from campaign.db import now
from campaign.hearings.speaking.models import Speaker, SpeakerChange
from tests.factories import rows
from tests.hearings.lineup.room import DAY, hidden, make_room, other_hearing, seat

SYNC = f"{DAY}/sync"


def act(speaker, deed, **more):
    return {"key": uuid4().hex, "speaker": speaker.id, "act": deed} | more


def sync(client, *acts, raw=None):
    token = hidden(client.get(DAY).text)["csrf_token"]
    data = {"csrf_token": token, "acts": json.dumps(acts) if raw is None else raw}
    return client.post(SYNC, data=data)


def states():
    return {one.name: one.state for one in rows(Speaker)}


@pytest.fixture
def people(client):
    hearing = make_room(client)
    return seat(hearing, "Ana", "Luis", state="drawn")


def test_it_works(client, people):
    ana, luis = people
    at = int((now() - timedelta(minutes=5)).timestamp() * 1000)
    kept = [act(ana, "present", at=at), act(ana, "spoke", at=at + 90_000, seconds=88)]
    said = sync(client, *kept, act(luis, "forfeited")).get_json()

    assert said["done"][:2] == [one["key"] for one in kept]
    assert said["refused"] == []
    assert said["state"][str(ana.id)] == {"state": "spoke", "seconds": 88}
    assert states() == {"Ana": "spoke", "Luis": "forfeited"}
    moment = next(one.at for one in rows(SpeakerChange) if one.after == "spoke")
    assert int(moment.timestamp() * 1000) == at + 90_000


def test_what_is_sent_twice_counts_once(client, people):
    kept = [act(people[0], "present"), act(people[0], "spoke", seconds=60)]
    first, second = sync(client, *kept).get_json(), sync(client, *kept).get_json()

    assert first == second
    assert len(rows(SpeakerChange)) == 3  # drawn → confirmed → present → spoke
    assert len(sync(client, *kept, *kept).get_json()["done"]) == 4


def test_out_of_order_what_no_longer_can_be_is_told(client, people):
    late = act(people[0], "present")
    said = sync(client, act(people[0], "spoke", seconds=60), late).get_json()

    assert [one["key"] for one in said["refused"]] == [late["key"]]
    assert "Ana: Spoke." in said["refused"][0]["why"]
    assert states()["Ana"] == "spoke"


def test_two_phones_that_disagree_show_the_same_in_the_end(client, people):
    [ana, _luis] = people
    one = sync(client, act(ana, "spoke", seconds=60)).get_json()
    two = sync(client, act(ana, "forfeited")).get_json()

    assert len(two["refused"]) == 1
    assert one["state"][str(ana.id)] == two["state"][str(ana.id)]


def test_two_phones_that_agree_are_both_right(client, people):
    [ana, _luis] = people
    said = [sync(client, act(ana, "present")).get_json() for _phone in range(2)]

    assert [len(one["done"]) for one in said] == [1, 1]
    assert len(rows(SpeakerChange)) == 2


def test_an_act_is_taken_back_once(client, people):
    [ana, _luis] = people
    done = act(ana, "spoke", seconds=60)
    back = act(ana, "undo", undoes=done["key"])
    sync(client, done, back)
    assert states()["Ana"] == "drawn"
    assert rows(Speaker)[0].seconds_used is None
    assert sync(client, back).get_json()["refused"] == []
    again = act(ana, "undo", undoes=done["key"])
    assert len(sync(client, again).get_json()["refused"]) == 1
    assert states()["Ana"] == "drawn"


def test_what_has_gone_on_since_is_not_taken_back(client, people):
    [ana, _luis] = people
    first = act(ana, "present")
    said = sync(client, first, act(ana, "spoke"), act(ana, "undo", undoes=first["key"])).get_json()

    assert len(said["refused"]) == 1
    assert states()["Ana"] == "spoke"


def test_a_foreign_speaker_is_refused_and_not_told_of(client, people):
    _hearing, eve = other_hearing()
    key = uuid4().hex
    said = sync(client, act(eve, "spoke", key=key), act(people[0], "present", key=key))

    assert "Eve" not in said.text
    assert len(said.get_json()["refused"]) == 1
    assert states() == {"Ana": "present", "Luis": "drawn", "Eve Ibis": "confirmed"}


def test_one_key_for_two_speakers_counts_for_the_first(client, people):
    key = uuid4().hex
    said = sync(client, *[act(one, "present", key=key) for one in people]).get_json()

    assert said["done"] == [key, key]
    assert states() == {"Ana": "present", "Luis": "drawn"}


def test_a_phone_whose_clock_is_wrong_is_not_believed(client, people):
    far = int((now() + timedelta(days=400)).timestamp() * 1000)
    sync(client, act(people[0], "forfeited", at=far), act(people[1], "forfeited", at=10**14))

    assert all(one.at <= now() for one in rows(SpeakerChange))


GOOD = {"key": "k" * 16, "speaker": 1, "act": "spoke"}
BAD = [
    "",
    "{",
    "null",
    "7",
    '"x"',
    "{}",
    "[1]",
    "[null]",
    "[[]]",
    "[" * 3_000,
    json.dumps([GOOD | {"act": "fly"}]),
    json.dumps([GOOD | {"act": ["spoke"]}]),
    json.dumps([GOOD | {"speaker": "1"}]),
    json.dumps([GOOD | {"speaker": -1}]),
    json.dumps([GOOD | {"speaker": 2**40}]),
    json.dumps([GOOD | {"speaker": True}]),
    json.dumps([GOOD | {"key": "short"}]),
    json.dumps([GOOD | {"key": "k" * 49}]),
    json.dumps([GOOD | {"key": None}]),
    json.dumps([GOOD | {"seconds": 99_999}]),
    json.dumps([GOOD | {"seconds": 1.5}]),
    json.dumps([GOOD | {"act": "undo"}]),
    json.dumps([GOOD | {"undoes": "k" * 16}]),
    json.dumps([GOOD] * 501),
]


@pytest.mark.parametrize("raw", BAD, ids=range(len(BAD)))
def test_what_is_no_list_of_acts_is_refused_as_a_whole(client, people, raw):
    answer = sync(client, raw=raw)

    assert answer.status_code == 422
    assert answer.get_json()["error"]
    assert states() == {"Ana": "drawn", "Luis": "drawn"}


def test_ten_megabytes_are_too_much(client, people):
    assert sync(client, raw="[" + "1," * 5_000_000 + "1]").status_code == 413
    assert client.post(SYNC, data=b"x" * 10_000_000).status_code in (413, 422)


def test_without_the_token_of_the_session_nothing_counts(client, people):
    kept = json.dumps([act(people[0], "spoke")])

    assert client.post(SYNC, data={"acts": kept}).status_code == 422
    assert client.post(SYNC, json=[act(people[0], "spoke")]).status_code == 422
    assert states() == {"Ana": "drawn", "Luis": "drawn"}
