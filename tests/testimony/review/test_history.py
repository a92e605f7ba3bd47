"""Who changed what, two texts compared, and an earlier one brought back."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.accounts.models import User
from campaign.db import db, now
from campaign.testimony import merging, saving
from campaign.testimony.models import Revision
from campaign.testimony.review import history
from tests.factories import rows
from tests.testimony.factories import write
from tests.testimony.review.desk import draft_at_desk, mine, page_of, post


def at(draft, more=""):
    return page_of(draft, f"/{draft.main.id}/history{more}")


def three(client, **values):
    draft = draft_at_desk(client, text="One line.\nAnother line.", **values)
    write(draft, "One line.\nAnother longer line.")
    write(draft, "Quite new.")
    return draft


def test_it_works(client):
    draft = three(client)
    page = client.get(at(draft)).text
    assert page.count("Bring it back") == 2
    assert "Ana Quetzal" in page
    answer = post(client, at(draft), number=1, seen=3)

    assert answer.status_code == 303
    newest = rows(Revision)[-1]
    assert (newest.number, newest.why, newest.by.email) == (4, "restored:1", "omar@example.org")
    assert draft.main.text == "One line.\nAnother line."
    assert "brought back: revision 1" in client.get(at(draft)).text


def test_two_are_compared_in_one_text_and_side_by_side(client):
    draft = three(client)
    page = client.get(at(draft, "?old=1&new=2")).text
    assert "<ins>" in page
    assert "longer" in page
    assert "[new:" in page
    beside = client.get(at(draft, "?new=2&as=beside")).text
    assert beside.count('class="changed"') == 1
    assert "From revision 1 to revision 2" in beside
    assert "Both say the same." in client.get(at(draft, "?old=2&new=2")).text


@pytest.mark.parametrize("asked", ["old=9&new=1", "old=x", "new=99999999999", "old=-1", "new=0"])
def test_what_is_not_there_is_not_compared(client, asked):
    draft = three(client)
    answer = client.get(at(draft, f"?{asked}"))
    assert answer.status_code == 200
    assert "From revision" not in answer.text


def test_who_restores_late_overwrites_nothing(client):
    draft = three(client)
    answer = post(client, at(draft), number=1, seen=2)
    assert answer.status_code == 409
    assert "Somebody has saved since you opened this page." in answer.text
    assert 'name="seen" value="3"' in answer.text
    assert draft.main.text == "Quite new."


@pytest.mark.parametrize("fields", [{}, {"number": "x"}, {"number": 9, "seen": 3}])
def test_a_revision_that_is_not_there(client, fields):
    draft = three(client)
    assert post(client, at(draft), **fields).status_code == 422


def test_what_the_body_has_stays(client):
    draft = three(client)
    draft.state = "filed"
    db.session.commit()
    assert post(client, at(draft), number=1, seen=3).status_code == 409
    assert "Bring it back" not in client.get(at(draft)).text


def test_ana_brings_one_back(client):
    draft = three(client)
    url = mine(draft, "history")
    assert client.post(url, data={"number": 2, "seen": 3}).status_code == 303
    assert rows(Revision)[-1].by is None
    page = client.get(url + "?done=restore&old=1").text
    assert "The earlier text is back." in page
    assert "From revision 1 to revision 4" in page


def save_by_itself(draft, *texts, minutes=1, begun=0):
    """Each text so many minutes after the one before."""
    moment = now()
    for at, text in enumerate(texts):
        saving.save(draft.main, text, draft.main.number, None, "auto")
        one = rows(Revision)[-1]
        one.at = moment + timedelta(minutes=begun + at * minutes)
    db.session.commit()


def test_saves_while_writing_are_folded(client):
    draft = draft_at_desk(client, text="One.")
    save_by_itself(draft, "One. 1", "One. 2", "One. 3", "One. 4")
    page = client.get(at(draft)).text
    assert "3 more were saved while writing" in page
    assert "?old=1&amp;new=5" in page
    for url in (at(draft, "?old=1&new=5"), mine(draft, "history?old=1&new=5")):
        assert "From revision 1 to revision 5" in client.get(url).text
    assert len(rows(Revision)) == 5


def test_after_a_pause_or_another_hand_a_new_line_begins(client):
    draft = draft_at_desk(client, text="One.")
    save_by_itself(draft, "One. 1", "One. 2", minutes=10)
    save_by_itself(draft, "One. 3", "One. 4", "One. 5", begun=21)
    saving.save(draft.main, "Another.", 6, rows(User)[0], "auto")
    db.session.commit()
    found = history.grouped(history.rows_of(draft.main))
    lines = [(one.before, one.row.number, len(one.older)) for one in found]
    assert lines == [(6, 7, 0), (3, 6, 2), (1, 3, 1), (1, 1, 0)]


def test_what_was_begun_by_itself_has_a_first_text(client):
    draft = draft_at_desk(client, text="")
    save_by_itself(draft, "1", "2", "3")
    [group] = history.grouped(history.rows_of(draft.main))
    assert (group.before, group.row.number) == (1, 3)
    assert client.get(at(draft, f"?old={group.before}&new=3")).status_code == 200


@pytest.mark.parametrize(
    ("role", "part"), [("writer", "lead"), ("viewer", "lead"), ("owner", "partner")]
)
def test_who_may_not_know_the_speakers(client, role, part):
    draft = three(client, role=role, part=part)
    assert client.get(at(draft)).status_code in (302, 403)
    assert client.post(at(draft), data={"number": 1, "seen": 3}).status_code in (302, 403)
    assert draft.main.number == 3


WORDS = st.lists(st.sampled_from(["one", "two", " ", "\n", "{fact:a}", "九", ", ", "é"])).map(
    "".join
)


@given(WORDS, WORDS)
def test_both_texts_are_in_what_is_shown(old, new):
    pieces = merging.differences(old, new)
    lines = history.side_by_side(pieces)
    assert "".join(one.text for one in pieces if one.kind != merging.ADDED) == old
    assert "".join(one.text for one in pieces if one.kind != merging.GONE) == new
    assert "".join(one.text for line in lines for one in line.left) == old
    assert "".join(one.text for line in lines for one in line.right) == new


SAVES = st.tuples(
    st.sampled_from([None, 1]), st.sampled_from(["auto", "", "began"]), st.integers(0, 15)
)


@given(st.lists(SAVES))
def test_no_revision_is_lost_in_groups(saves):
    moment, some = now(), []
    for number, (by, why, minutes) in enumerate(saves):
        moment -= timedelta(minutes=minutes)
        some.append(SimpleNamespace(by_id=by, why=why, number=len(saves) - number, at=moment))
    found = history.grouped(some)
    assert [one for group in found for one in (group.row, *group.older)] == some
    assert all(one.why == "auto" for group in found if group.older for one in group.older)
    assert all(group.before <= group.first.number for group in found)
