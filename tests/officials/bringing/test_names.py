"""Names as files write them, and when two are one person."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.officials.names import find_officials, fold, of_columns, parse, same_person
from tests.officials.factories import make_body, make_committee, make_official, make_term

WORD = st.sampled_from(
    ["Ana", "Omar", "Eve", "de", "la", "Jr.", "H.", "O'Egret", "Sigüí-Heron", ","]
)


@pytest.mark.parametrize(
    ("text", "said", "sort_name"),
    [
        ("Heron, Omar H.", "Omar H. Heron", "Heron, Omar H."),
        ("Heron, Jr., Omar", "Omar Heron, Jr.", "Heron, Omar, Jr."),
        ("Heron Jr., Omar", "Omar Heron, Jr.", "Heron, Omar, Jr."),
        ("Heron, Jr. Omar", "Omar Heron, Jr.", "Heron, Omar, Jr."),
        ("Omar Heron, Jr.", "Omar Heron, Jr.", "Heron, Omar, Jr."),
        ("Omar Heron III", "Omar Heron III", "Heron, Omar, III"),
        ("Ana Egret Heron", "Ana Egret Heron", "Heron, Ana Egret"),
        ("Egret Heron, Ana", "Ana Egret Heron", "Egret Heron, Ana"),
        ("Ana de la Egret", "Ana de la Egret", "de la Egret, Ana"),
        ("Ald. Ana Egret-Heron", "Ana Egret-Heron", "Egret-Heron, Ana"),
        ("Heron", "Heron", "Heron"),
        ("Heron, Jr.", "Heron, Jr.", "Heron, Jr."),
        ("", "", ""),
    ],
)
def test_a_name_is_read_as_files_write_it(text, said, sort_name):
    name = parse(text)
    assert (name.said, name.sort_name) == (said, sort_name)


def test_a_name_may_come_in_columns():
    assert of_columns("Ana M.", "Egret Heron").sort_name == "Egret Heron, Ana M."
    assert of_columns("Omar", "Heron", "jr").said == "Omar Heron, Jr."
    assert of_columns("Omar", "Heron, Jr.").said == "Omar Heron, Jr."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Omar Heron", "Heron, Omar H."),
        ("Timmy Heron", "Timothy R. Heron"),
        ("Chris Heron", "Heron, Christopher"),
        ("Debbie Heron", "Debra L. Heron"),
        ("Jim Heron", "Heron, James M."),
        ("O. Heron", "Omar Heron, Jr."),
        ("Andre Heron, Jr.", "Heron, Jr., Andres"),
        ("Ana Egret Heron", "Egret-Heron, Ana"),
        ("Ana la Egret", "La Egret, Ana"),
        ("Omar O’Heron", "O'Heron, Omar J."),
        ("Ána Egrét", "ana egret"),
        ("Heron", "Omar Heron, Jr."),
        ("Egret Heron", "Egret Heron, Ana"),
        ("Omar H. Heron", "Heron, Omar Henry"),
    ],
)
def test_two_spellings_are_one_person(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Omar Heron, Jr.", "Omar Redmond Heron"),
        ("Omar Heron, Jr.", "Omar Heron, Sr."),
        ("Omar Heron, Jr.", "Olga Heron"),
        ("Omar Heron", "Omar Egret"),
        ("Omar H. Heron", "Omar K. Heron"),
        ("Michael Heron", "Michelle Heron"),
        ("Omar Egret", "Egret Heron, Omar"),
    ],
)
def test_two_people_stay_two(one, other):
    assert not same_person(one, other)
    assert not same_person(other, one)


@given(st.lists(WORD, max_size=6).map(" ".join))
@settings(max_examples=60)
def test_any_name_can_be_read_and_is_its_own(text):
    name = parse(text)
    assert same_person(name, name)
    assert fold(name.said) == fold(fold(name.said))


def test_officials_are_found_by_name_and_day(app):
    body = make_body(3)
    senior = make_official("Omar Heron, Sr.", sort_name="Heron, Omar, Sr.")
    junior = make_official(
        "Omar Heron, Jr.", sort_name="Heron, Omar, Jr.", other_names=["Ozzie H."]
    )
    make_term(body, 1, senior, starts="2015", ends="2019")
    make_term(body, 2, junior)
    make_official("Eve Egret")  # never sat in this council

    assert find(body, "Heron, Omar") == [senior, junior]
    assert find(body, "Heron, Omar", "2024-06-12") == [junior]
    assert find(body, "omar heron jr") == [junior]
    assert find(body, "Ozzie H.") == [junior]
    assert find(body, "Eve Egret") == []
    assert find(make_committee(body), "Heron, Sr., O.") == [senior]


def find(body, name, on=None):
    return find_officials(body, name, date.fromisoformat(on) if on else None)
