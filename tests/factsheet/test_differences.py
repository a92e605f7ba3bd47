"""Comparing texts word by word: what people write at once, and what nobody writes never long."""

import random
import time

import pytest

from campaign.factsheet.differences import Piece, word_pieces
from campaign.petitions.writing.revisions import places_of

WORDS = "the city pays for microphones that do not help and asks for more of them".split()


def seconds(compare, *texts):
    begun = time.process_time()
    compare(*texts)
    return time.process_time() - begun


def test_it_marks_what_has_gone_and_come():
    assert word_pieces("It was 9 of ten.", "It was 8 of ten.") == [
        Piece("same", "It was "),
        Piece("gone", "9 "),
        Piece("come", "8 "),
        Piece("same", "of ten."),
    ]


def test_paragraphs_that_are_as_they_were_are_left_out():
    assert places_of("One.\n\nTwo.\n\nThree.", "One.\n\nTen.\n\n\nThree.") == [
        [Piece("gone", "Two."), Piece("come", "Ten.")]
    ]


def test_5000_words_with_200_edits_are_quick():
    dice = random.Random(1)
    words = dice.choices(WORDS, k=5000)
    edited = [f"w{at}" if dice.random() < 0.04 else word for at, word in enumerate(words)]
    for between in (" ", "\n\n"):
        old, new = (
            between.join(" ".join(one[at : at + 50]) for at in range(0, 5000, 50))
            for one in (words, edited)
        )
        assert seconds(places_of, old, new) < 0.2


@pytest.mark.parametrize("line", ["x\n", "\n", "x ", "x\n\n"])
def test_texts_made_to_take_long_do_not(line):
    old = line * 10_000
    new = "".join("y" + line if at % 3 else line for at in range(10_000))
    assert seconds(places_of, old, new) < 0.2
    assert seconds(word_pieces, old[:500], new[:500]) < 0.2
