"""Record numbers: one number, several spellings; two numbers, never one key."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.officials.record import numbers
from tests.officials.record.factories import make_council, make_numbered

KINDS = st.sampled_from(["O", "Or", "R", "A", "F", "CL", "Direct"])
YEARS = st.integers(2007, 2030)
COUNTS = st.integers(1, 99_999)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SOr2024-0007759", "Or2024-7759"),
        ("O2024-0011032", "so2024-11032"),
        ("R2021-644", " r 2021 – 0000644 "),
        ("Int 0878-2023", "Int. No. 878-2023-A"),
        ("T2024-0316", "T2024-316"),
        ("SLR 0005-2024", "slr 5-2024"),
        ("CB 120123", "cb120123"),
    ],
)
def test_spellings_are_one(one, other):
    assert numbers.key(one) == numbers.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("R2023-775", "R2023-0002234"),
        ("O2024-11032", "Or2024-11032"),
        ("O2023-2024", "O2024-2023"),
        ("Int 2023-2024", "Int 2024-2023"),
        ("24-0123", "240123"),
    ],
)
def test_different_numbers_stay_two(one, other):
    assert numbers.key(one) != numbers.key(other)


@pytest.mark.parametrize("text", ["", "ordinance", "O2024-11032; R2021-644", "1" * 41, "<b>1</b>"])
def test_other_texts_are_no_number(text):
    with pytest.raises(ValueError, match="record number"):
        numbers.key(text)


def spelled(kind, year, count, draw):
    """One of the ways to write a number."""
    kind = draw(st.sampled_from([kind, kind.upper(), kind.lower(), f"S{kind}"]))
    gap, dash = draw(st.sampled_from(["", " "])), draw(st.sampled_from(["-", " - ", "–", "\u2011"]))
    return f"{kind}{gap}{year}{dash}{draw(st.sampled_from([str(count), f'{count:07}']))}"


@settings(max_examples=100)
@given(st.data(), KINDS, YEARS, COUNTS)
def test_each_spelling_has_the_same_key(data, kind, year, count):
    assert numbers.key(spelled(kind, year, count, data.draw)) == numbers.key(
        f"{kind}{year}-{count:07}"
    )


@settings(max_examples=100)
@given(st.data(), st.lists(st.tuples(KINDS, YEARS, COUNTS), min_size=2, max_size=2, unique=True))
def test_kind_year_and_number_decide(data, pair):
    one, other = (spelled(*parts, data.draw) for parts in pair)

    assert numbers.key(one) != numbers.key(other)


def test_it_finds_a_measure_by_any_of_its_numbers(app):
    council = make_council()
    measure = make_numbered(council, "R2023-0002234", "R2023-775")

    assert numbers.find_measure(council, "SR2023-0000775") is measure
    assert numbers.find_measure(council, "R2023-776") is None
    assert numbers.find_measure(council, "no number") is None


def test_a_number_means_one_measure(app):
    council = make_council()
    make_numbered(council, "R2023-0002234")
    other = make_numbered(council, "R2024-1")

    with pytest.raises(numbers.NumberTakenError, match="R2023-0002234 here already"):
        numbers.add_number(other, "R2023-2234")
    numbers.add_number(other, "R2023-775")
    assert numbers.add_number(other, "R2023-0000775") is other.numbers[1]
