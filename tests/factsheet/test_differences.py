"""Comparing texts word by word: what people write at once, and what nobody writes never long."""

import random

import pytest

from campaign.factsheet.differences import Piece, word_pieces
from campaign.petitions.writing.revisions import places_of
from tests.growth import assert_gentle, quarter

WORDS = "the city pays for microphones that do not help and asks for more of them".split()


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


@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_20000_words_with_800_edits_take_four_times_as_long_as_5000(between):
    assert_gentle(lambda both: places_of(*both), edited(5_000, between), edited(20_000, between))


def edited(count, between):
    """Two texts of so many words, which differ in each 25th."""
    dice = random.Random(1)
    words = dice.choices(WORDS, k=count)
    others = [f"w{at}" if dice.random() < 0.04 else word for at, word in enumerate(words)]
    return tuple(
        between.join(" ".join(one[at : at + 50]) for at in range(0, count, 50))
        for one in (words, others)
    )


@pytest.mark.parametrize("line", ["x\n", "\n", "x ", "x\n\n"])
def test_texts_made_to_take_long_do_not(line):
    old = line * 40_000
    new = "".join("y" + line if at % 3 else line for at in range(40_000))
    both = old, new
    assert_gentle(lambda some: places_of(*some), tuple(map(quarter, both)), both)
    assert_gentle(lambda some: word_pieces(*some), (old[:125], new[:125]), (old[:500], new[:500]))
