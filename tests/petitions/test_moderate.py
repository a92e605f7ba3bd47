"""Comments: read before everyone may, or hidden afterwards; decided with a reason; undone."""

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, is_postgresql
from campaign.petitions import signing
from campaign.petitions.integrity import moderation
from campaign.petitions.integrity.moderation import CommentDecision
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.petitions.factories import URL, make_petition, make_signature
from tests.petitions.integrity import press
from tests.petitions.writing import ONE, log_in_as

DESK = f"{ONE}/comments"
WORDS = "My mother was born there."


def comment(petition, email="ana@example.org", **values):
    values = {"comment": WORDS, "is_public": True, "confirmed": True} | values
    return make_signature(petition, email, **values)


@pytest.fixture
def omar(client):
    """Omar's browser; his petition shows no comment before it is read, and has one."""
    comment(make_petition(reviews_comments=True))
    log_in_as(client)
    return client


def review():
    return [one.comment_review for one in rows(Signature)]


def test_nothing_shows_before_it_is_read(omar):
    public = omar.get(URL).text
    assert "Ana Ruiz" in public
    assert WORDS not in public
    page = omar.get(DESK).text
    assert WORDS in page
    assert "1 comment waits to be read." in page
    assert '<span class="waits">1<span' in omar.get(ONE).text.partition("<main")[2]

    press(omar, DESK, DESK, one="1")
    assert WORDS in omar.get(URL).text
    assert "Every comment has been read." in omar.get(DESK).text
    assert WORDS not in omar.get(DESK).text.partition('id="decided"')[0]
    assert 'class="waits"' not in omar.get(ONE).text.partition("<main")[2]


def test_without_review_it_shows_at_once_and_can_be_hidden(client):
    comment(make_petition())
    log_in_as(client)
    assert WORDS in client.get(URL).text
    press(client, DESK, DESK, numbers="1", decision="hidden", reason="private")
    public = client.get(URL).text
    assert WORDS not in public
    assert "Ana Ruiz" in public
    [decision] = rows(CommentDecision)
    assert (decision.decision, decision.reason, decision.before) == ("hidden", "private", "")


def test_hiding_needs_a_reason_and_what_was_ticked_stays(omar):
    for fields in ({}, {"reason": "other"}, {"reason": "nonsense"}):
        answer = press(omar, DESK, DESK, numbers="1", decision="hidden", **fields)
        assert answer.status_code == 422
        assert 'value="1" data-step checked' in answer.text
    assert (review(), rows(CommentDecision)) == ([""], [])


@pytest.mark.parametrize(
    "fields", [{}, {"numbers": "1"}, {"decision": "approved"}, {"numbers": "x", "decision": "no"}]
)
def test_a_form_without_a_choice_is_refused(omar, fields):
    assert press(omar, DESK, DESK, **fields).status_code == 422
    assert review() == [""]


def test_many_at_once_and_back(omar):
    petition = rows(Signature)[0].petition
    for n in range(3):
        comment(petition, f"b{n}@example.org")
    press(omar, DESK, DESK, numbers=["1", "2", "3"], decision="hidden", reason="insult")
    assert review() == ["hidden"] * 3 + [""]
    press(omar, DESK, f"{DESK}/undo", numbers="2")
    assert review() == ["hidden", "", "hidden", ""]
    assert [one.act for one in rows(Audit)] == ["comments.hidden", "comments.undone"]
    assert WORDS not in str([one.details for one in rows(Audit)])


def test_undoing_what_somebody_decided_otherwise_since_changes_nothing(omar):
    press(omar, DESK, DESK, numbers="1", decision="hidden", reason="insult")
    press(omar, f"{DESK}?state=hidden", DESK, numbers="1", decision="approved")
    answer = press(omar, f"{DESK}?state=all", f"{DESK}/undo", numbers="1")
    assert answer.status_code == 303
    assert review() == ["approved"]


def test_by_state_and_text_oldest_first(omar):
    petition = rows(Signature)[0].petition
    comment(petition, "b@example.org", name="Eve", comment="Close it 100%.")
    comment(petition, "c@example.org", comment="")
    comment(petition, "d@example.org", comment="Nobody confirmed this.", confirmed=False)
    page = omar.get(DESK).text
    assert page.index(WORDS) < page.index("Close it")
    assert "Nobody confirmed this." not in page
    assert WORDS not in omar.get(f"{DESK}?text=100%25").text
    assert "Close it" in omar.get(f"{DESK}?text=eve").text
    for state in ("approved", "hidden"):
        assert "No comment here." in omar.get(f"{DESK}?state={state}").text


def test_the_queue_has_pages(omar):
    petition = rows(Signature)[0].petition
    for n in range(moderation.PAGE):
        comment(petition, f"p{n}@example.org", comment=f"Comment {n} of many.")
    first = omar.get(DESK).text
    assert f"Comment {moderation.PAGE - 1} of many." not in first
    assert f"after={moderation.PAGE}" in first
    assert "Comment 19 of many." in omar.get(f"{DESK}?after={moderation.PAGE}").text


def test_a_comment_that_left_meanwhile_is_left_alone(omar):
    signing.withdraw(rows(Signature)[0])
    db.session.commit()
    made = moderation.decide(rows(Signature)[0].petition, [1], "approved", by=1)
    assert made == []


def test_deleting_a_signature_deletes_what_was_decided(omar):
    press(omar, DESK, DESK, one="1")
    db.session.delete(rows(Signature)[0])
    db.session.commit()
    assert rows(CommentDecision) == []


def test_signing_again_waits_to_be_read_again(omar):
    press(omar, DESK, DESK, one="1")
    [ana] = rows(Signature)
    signing.withdraw(ana)
    ana.asked_at -= 2 * signing.ASK_AGAIN
    db.session.commit()
    make_signature(ana.petition, comment="Other words.", is_public=True)
    signing.confirm(1)
    assert review() == [""]
    assert "Other words." not in omar.get(URL).text


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_only_organizers_read_them(client, role):
    comment(make_petition())
    log_in_as(client, role)
    for answer in (client.get(DESK), client.post(DESK), client.post(f"{DESK}/undo")):
        assert answer.status_code == 403


def test_the_queue_is_read_from_its_index(omar):
    """A million signatures must not be looked at to show twenty comments."""
    if is_postgresql():
        return  # its planner goes by what is in the table
    petition = rows(Signature)[0].petition
    fits = moderation.fits(petition, "waiting", "")
    query = db.select(Signature.id).where(*fits).order_by(Signature.id).limit(20)
    text = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = " ".join(row[-1] for row in db.session.execute(db.text(f"EXPLAIN QUERY PLAN {text}")))
    assert "ix_signature_comment" in plan
    assert "TEMP B-TREE" not in plan
