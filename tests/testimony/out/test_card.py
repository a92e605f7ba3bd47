"""The print card: the ask first, a sentence a line, marks where one may stop."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.testimony.out.card import card_data, card_pdf, marked
from campaign.testimony.out.printed import printed
from campaign.testimony.out.sentences import find_ask, sentences
from tests.pdf import pages_of
from tests.testimony.out.room import make_ana


def test_it_works(app):
    draft = make_ana()
    pages = pages_of(card_pdf(printed(draft.main)))

    assert len(pages) == 2
    assert pages[0].index("I ask you to cancel") < pages[0].index("I live here")
    assert "ShotSpotter Technology" not in pages[0]
    assert "ShotSpotter Technology" in pages[1], "sources stand on a page of their own"
    assert "Page 1 / 2" in pages[0]


def test_another_sentence_may_be_the_ask(app):
    data = card_data(printed(make_ana().main), ask=0)
    assert data["ask"] == "I live here."


def test_a_card_of_nothing_is_a_card(app):
    assert card_pdf(printed(make_ana(text=" ").main)).startswith(b"%PDF-")


def test_marks_stand_where_one_may_stop(app):
    lines = [{"kind": "line", "text": "word " * 70} for _ in range(6)]  # half a minute each
    found = marked(lines, 140, "en")

    kinds = "".join("|" if one["kind"] == "cut" else "x" for one in found)
    assert kinds == "x|x|xx|xx"
    assert [one["text"][:4] for one in found if one["kind"] == "cut"] == ["0:30", "1:00", "2:00"]


def test_a_short_text_has_no_marks(app):
    assert not [one for one in card_data(printed(make_ana().main))["lines"] if one["kind"] == "cut"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dr. Ruiz lives in the U.S. too. Yes!", ["Dr. Ruiz lives in the U.S. too.", "Yes!"]),
        ("It costs $9.5 million. “Why?” he asked.", ["It costs $9.5 million.", "“Why?” he asked."]),
        ("我住这里。请取消合同！谢谢", ["我住这里。", "请取消合同！", "谢谢"]),
        ("¿Por qué? ¡Basta!", ["¿Por qué?", "¡Basta!"]),
        ("a\nb", ["a", "b"]),
    ],
)
def test_sentences(text, said):
    assert sentences(text) == said


@given(st.text(max_size=200))
def test_no_word_is_lost(text):
    assert re.sub(r"\s", "", "".join(sentences(text))) == re.sub(r"\s", "", text)


def test_the_last_sentence_that_asks_is_the_ask():
    assert find_ask(["I ask why.", "It rains.", "Please vote no.", "Thank you."], "en") == 2
    assert find_ask(["Hola.", "Pido que voten no."], "es") == 1
    assert find_ask(["Nothing here."], "en") == 0
    assert find_ask([], "en") is None
