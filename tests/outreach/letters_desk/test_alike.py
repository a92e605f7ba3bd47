"""What letters share, marked: pieces that are the text again, and never more than it says."""

from itertools import pairwise

import hypothesis.strategies as st
from hypothesis import given, settings

from campaign.outreach.letters_desk.alike import marked
from campaign.testimony.similarity import runs

WORDS = st.lists(
    st.sampled_from(["one", "two", "Three", "{fact:rate}", "é", "-", "\n", "four", " "]),
    max_size=30,
).map(" ".join)


@settings(max_examples=150)
@given(WORDS | st.text(max_size=80), st.lists(WORDS, max_size=4))
def test_the_pieces_are_the_text(text, others):
    found = list(marked(text, [runs(text), *map(runs, others)]))
    assert "".join(piece for piece, _shared in found) == text
    assert all(piece for piece, _shared in found)
    states = [shared for _piece, shared in found]
    assert all(one != other for one, other in pairwise(states))


def test_what_half_of_them_say_is_marked():
    said = "we ask you to vote no today"
    mine = f"I am Ana. {said}, because of my street."
    other = f"Hello: {said.upper()}!"
    assert list(marked(mine, [runs(mine), runs(other)])) == [
        ("I am Ana. ", False),
        (said, True),
        (", because of my street.", False),
    ]


def test_one_letter_shares_nothing():
    text = "One two three four five six."
    assert list(marked(text, [runs(text)])) == [(text, False)]
