"""Comments on passages: quoted, found again after edits, answered and settled, by either side."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.testimony.models import Comment
from campaign.testimony.review import comments
from campaign.testimony.review.comments import Bit, NoSuchPassageError, bits_of, find_passage
from tests.factories import rows
from tests.factsheet.factories import make_fact
from tests.testimony.factories import write
from tests.testimony.review.desk import draft_at_desk, mine, page_of, post

TEXT = "Cancel the contract.\n\nI live in Ward 35, and I hear\nthe drones at night."


def comment(client, draft, passage="hear the drones", text="Which nights?", **fields):
    return post(client, page_of(draft), act="comment", passage=passage, text=text, **fields)


def test_it_works(client):
    draft = draft_at_desk(client, text=TEXT)
    answer = comment(client, draft)
    [one] = rows(Comment)

    assert answer.status_code == 303
    assert TEXT[one.start : one.end] == "hear\nthe drones"
    assert (one.number, one.text, one.by.email) == (1, "Which nights?", "omar@example.org")
    page = client.get(page_of(draft)).text
    assert f'<mark id="passage-{one.id}"' in page
    assert f'href="#comment-{one.id}"' in page
    assert f'href="#passage-{one.id}"' in page


def test_a_passage_is_found_again_after_an_edit(client):
    draft = draft_at_desk(client, text=TEXT)
    comment(client, draft)
    write(draft, "Good morning.\n\n" + TEXT.replace("drones", "loud drones"))
    [thread] = comments.threads(draft.main)
    assert draft.main.text[slice(*thread.at)] == "hear\nthe loud drones"
    assert 'id="passage-' in client.get(page_of(draft)).text


def test_a_passage_that_was_removed_says_so(client):
    draft = draft_at_desk(client, text=TEXT)
    comment(client, draft, passage="Cancel the contract.")
    write(draft, "Something else entirely")
    page = client.get(page_of(draft)).text
    assert "The passage was removed:" in page
    assert "Cancel the contract." in page
    assert '<mark id="passage-' not in page


def test_what_the_text_does_not_say_is_refused(client):
    draft = draft_at_desk(client, text=TEXT)
    answer = comment(client, draft, passage="the helicopters")
    assert answer.status_code == 422
    assert "The text does not say this." in answer.text
    assert 'value="the helicopters"' in answer.text
    assert "Which nights?" in answer.text
    assert rows(Comment) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " "}, "Write your comment."),
        ({"text": "x" * 2_001}, "Use at most 2,000 letters."),
        ({"passage": "x" * 601}, "Quote at most 600 letters."),
        ({"text": "a\x00b"}, ""),
    ],
)
def test_it_rejects(client, fields, sentence):
    draft = draft_at_desk(client, text=TEXT)
    answer = comment(client, draft, **fields)
    assert answer.status_code in (400, 422)
    assert sentence in answer.text
    assert rows(Comment) == []


def test_without_a_passage_it_is_about_all_of_it(client):
    draft = draft_at_desk(client, text=TEXT)
    assert comment(client, draft, passage="").status_code == 303
    [one] = rows(Comment)
    assert (one.start, one.end) == (0, 0)
    assert "<mark" not in client.get(page_of(draft)).text


def test_a_fact_is_quoted_as_its_sentence(client):
    draft = draft_at_desk(client, text=TEXT)
    fact = make_fact(draft.campaign, statement="It was 9.1% of alerts.")
    write(draft, f"We read: {{fact:{fact.key}}} So cancel.")
    assert comment(client, draft, passage="of alerts. So").status_code == 303
    [one] = rows(Comment)
    assert draft.main.text[one.start : one.end] == f"{{fact:{fact.key}}} So"
    assert "It was 9.1% of alerts." in client.get(page_of(draft)).text


def test_ana_answers_and_settles(client):
    draft = draft_at_desk(client, text=TEXT)
    comment(client, draft)
    [one] = rows(Comment)
    client.get("/logout")
    assert "Which nights?" in client.get(mine(draft)).text
    fields = {"act": "answer", "comment": one.id, "text": "Every Friday."}
    assert client.post(mine(draft), data=fields).status_code == 303
    assert "Every Friday." in client.get(mine(draft)).text
    assert client.post(mine(draft), data={"act": "settle", "comment": one.id}).status_code == 303
    [one, answer] = rows(Comment)
    assert (answer.parent_id, answer.by, one.resolved_by_id) == (one.id, None, None)
    assert one.resolved_at is not None
    assert "1 settled comment" in client.get(mine(draft)).text
    assert client.post(mine(draft), data={"act": "open", "comment": one.id}).status_code == 303
    assert rows(Comment)[0].resolved_at is None


@pytest.mark.parametrize("number", ["", "0", "99999", "x", "9" * 30])
@pytest.mark.parametrize("name", ["answer", "settle", "open"])
def test_a_comment_that_is_not_there(client, name, number):
    draft = draft_at_desk(client, text=TEXT)
    answer = client.post(mine(draft), data={"act": name, "comment": number, "text": "Hm."})
    assert answer.status_code == 422
    assert "This comment is not there any more." in answer.text


def test_an_empty_answer_is_shown_beside_its_comment(client):
    draft = draft_at_desk(client, text=TEXT)
    comment(client, draft)
    [one] = rows(Comment)
    answer = client.post(mine(draft), data={"act": "answer", "comment": one.id, "text": ""})
    assert answer.status_code == 422
    assert f'href="#answer-{one.id}"' in answer.text


def test_markup_in_comments_and_texts_is_text(client):
    draft = draft_at_desk(client, text="<script>alert(1)</script> & <b>so</b> on")
    comment(client, draft, passage="<b>so</b>", text="<img src=x>")
    page = client.get(page_of(draft)).text
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;b&gt;so&lt;/b&gt;" in page


def test_several_comments_on_one_passage(client):
    draft = draft_at_desk(client, text=TEXT)
    for passage in ("hear the drones", "the drones at night", "hear the drones"):
        comment(client, draft, passage=passage)
    page = client.get(page_of(draft)).text
    assert len(re.findall(r'id="passage-\d', page)) == 3


def test_the_nearest_of_equal_passages():
    text = "so it is. so it is. so it is."
    bits = bits_of(text)
    assert find_passage(text, bits, "so it") == (0, 5)
    assert find_passage(text, bits, "so it", near=11) == (10, 15)
    assert find_passage(text, bits, "SO  it", near=99) == (20, 25)


@pytest.mark.parametrize("quote", ["", "  ", "…", "nowhere", "(", "[a-", "\\"])
def test_no_such_passage(quote):
    with pytest.raises(NoSuchPassageError):
        find_passage("so it is", bits_of("so it is"), quote)


@given(
    st.text("ab \n", min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 9))),
)
def test_stretches_are_the_text(text, spans):
    some = []
    for at, (start, length) in enumerate(spans):
        found = comments.Thread(Comment(id=at, start=start, end=start + length), quote="x")
        found.at = (min(start, len(text) - 1), min(start + length, len(text)))
        some.append(found)
    found = comments.stretches(bits_of(text), some)
    assert "".join(bit.shown for one in found for bit in one.bits) == text
    for thread in (one for one in some if one.at[0] < one.at[1]):
        marked = "".join(b.shown for one in found if thread in one.threads for b in one.bits)
        assert marked == text[slice(*thread.at)]


@given(st.lists(st.tuples(st.text("ab c", min_size=1, max_size=5), st.booleans()), min_size=1))
def test_letters_that_are_shown_are_letters_that_are_stored(parts):
    bits, text = [], ""
    for shown, is_fact in parts:
        stored = "{fact:k}" if is_fact else shown
        bits.append(Bit(len(text), len(text) + len(stored), shown, "k" if is_fact else ""))
        text += stored
    shown = "".join(one.shown for one in bits)
    for start in range(len(shown)):
        first, last = comments.stored(bits, start, start + 1)
        assert text[first:last] in ("{fact:k}", shown[start])
