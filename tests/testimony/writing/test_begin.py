"""Where a testimony begins: on a speaker's own page, and in the organizers' pool."""

import pytest

from campaign.testimony.models import Draft, Revision
from tests.factories import rows
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.hearings.lineup.room import hidden, other_hearing
from tests.testimony.factories import make_draft
from tests.testimony.writing.people import DESK, at_desk, begin_path, path_of


def test_it_works(client):
    speaker = make_speaker(make_hearing())
    page = client.get(begin_path(speaker).removesuffix("/draft"))
    assert "Write what you will say" in page.text
    answers = [client.post(begin_path(speaker)) for _twice in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert client.get(answers[0].location).status_code == 200
    [draft] = rows(Draft)
    assert (draft.main.seconds, draft.main.language) == (180, "en")
    assert rows(Revision) == []
    page = client.get(begin_path(speaker).removesuffix("/draft"))
    assert "Go on writing" in page.text


@pytest.mark.parametrize(
    ("seconds", "values", "length"),
    [
        (120, {}, 120),
        (90, {}, 60),
        (120, {"interpreter": "consecutive"}, 60),
        (20, {}, 30),
        (120, {"mode": "written"}, 0),
    ],
)
def test_its_length_is_what_the_body_gives(client, seconds, values, length):
    speaker = make_speaker(make_hearing(rule=make_rule(seconds=seconds)), **values)
    client.post(begin_path(speaker))
    assert rows(Draft)[0].main.seconds == length


@pytest.mark.parametrize("values", [{"proven_at": None}, {"state": "withdrawn"}])
def test_who_is_not_in_cannot_begin(client, values):
    speaker = make_speaker(make_hearing(), **values)
    page = client.get(begin_path(speaker).removesuffix("/draft"))
    assert "Write what you will say" not in page.text
    answer = client.post(begin_path(speaker))
    assert answer.status_code == 403
    assert answer.text.count('class="button"') == 1
    assert rows(Draft) == []


def test_a_forged_link_begins_nothing(client):
    assert client.post("/speaking/forged/draft").status_code == 404


def token(client) -> str:
    draft = rows(Draft)[0]
    return hidden(client.get(f"{DESK}/{draft.id}/write").text)["csrf_token"]


def test_an_organizer_begins_for_a_speaker(client):
    draft = at_desk(client)
    speaker = make_speaker(draft.hearing, "Ines Ibis")
    said = {"speaker": str(speaker.id), "csrf_token": token(client)}
    answer = client.post(f"{DESK}/begin", data=said)
    assert answer.status_code == 303
    assert "What Ines Ibis will say" in client.get(answer.location).text
    assert len(rows(Draft)) == 2


def test_an_organizer_begins_for_nobody_else(client):
    draft = at_desk(client)
    _hearing, eve = other_hearing()
    gone = make_speaker(draft.hearing, "Gone", state="withdrawn")
    fresh = make_speaker(draft.hearing, "Fresh", proven_at=None)
    key = token(client)
    for one in (eve.id, gone.id, fresh.id, 9_999):
        answer = client.post(f"{DESK}/begin", data={"speaker": str(one), "csrf_token": key})
        assert answer.status_code == 404
    for bad in ({}, {"speaker": "x"}, {"speaker": "99999999999"}, {"speaker": "-1"}):
        answer = client.post(f"{DESK}/begin", data=bad | {"csrf_token": key})
        assert answer.status_code == 422
    assert len(rows(Draft)) == 1


def test_the_exact_time_is_said(client):
    draft = make_draft(make_speaker(make_hearing(rule=make_rule(seconds=90))), seconds=60)
    assert "of 1:30" in client.get(path_of(draft)).text
