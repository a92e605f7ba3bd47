"""The sentence in which a fact stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.factsheet import keys_in
from campaign.testimony.facts.sentences import citing, filled, sentences
from tests.growth import assert_gentle, quarter

SAYS = {"a": "It was 9.1%.", "b": "It ended."}


def said(text: str, key: str = "a") -> list[str]:
    return ["".join(part.text for part in filled(one, SAYS)) for one in citing(text, key)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{fact:a}", "It was 9.1%."),
        ("We live here. {fact:a} We ask you.", "It was 9.1%."),
        ("We live here! The city says: {fact:a} We ask.", "The city says: It was 9.1%."),
        ("# Why\n\nThe **city** says {fact:a}", "The city says It was 9.1%."),
        ("- first\n- then {fact:a}\n- last", "then It was 9.1%."),
        ("The city\nsays {fact:a}", "The city says It was 9.1%."),
        ("{fact:b} {fact:a} {fact:b}", "It was 9.1%."),
        ("“It says {fact:a}” said he. No.", "“It says It was 9.1%.” said he."),
        ("我住在这里。市政府说{fact:a}请投票。", "市政府说It was 9.1%.请投票。"),
        ("Dice: {fact:a} ¿Y ahora?", "Dice: It was 9.1%."),
        ("See [this {fact:a}](https://example.org).", "See this It was 9.1%.."),
    ],
)
def test_it_works(text, sentence):
    assert said(text) == [sentence]


@pytest.mark.parametrize("text", ["", "{fact:b}", "`{fact:a}`", "```\n{fact:a}\n```", "{fact:a"])
def test_who_does_not_cite_it_has_none(text):
    assert said(text) == []


@given(st.text(alphabet="aB.!?。 \n\ufffc*_`#->[]()“”¿{}:") | st.text(), st.text(max_size=9))
def test_every_fact_that_is_cited_stands_in_a_sentence(text, other):
    text = f"{text} {{fact:a}} {other}{{fact:b}}"
    found = {part.key for one in sentences(text) for part in one if part.key}
    assert found == set(keys_in(text))


@pytest.mark.parametrize("piece", ["{fact:a}", "{fact:a} ", ". ", "a", "“", "{fact:", "!", "\n"])
def test_it_takes_as_long_as_the_text_is(piece):
    text = ("{fact:a}" + piece * 50_000)[:50_000]
    assert_gentle(lambda one: citing(one, "a"), quarter(text), text)
