"""Merge fields: read as they are meant, and what is wrong named by its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.outreach.mailings.fields import (
    FIRST,
    NAMES,
    Field,
    fields_in,
    marked,
    slips,
    unprotected,
)

FALLBACK = st.text(alphabet="abc é'<&", max_size=8).map(str.strip)
FIELD = st.builds(Field, st.sampled_from(sorted(NAMES)), FALLBACK)
PLAIN = st.text(alphabet="ab \n*_[].é", max_size=20)  # no address of a link


def written(field: Field) -> str:
    return f"{{{field.name}|{field.fallback}}}" if field.fallback else f"{{{field.name}}}"


@settings(max_examples=40)
@given(st.lists(st.tuples(PLAIN, FIELD), max_size=8), PLAIN)
def test_every_field_is_found_and_all_else_stays(pairs, end):
    text = "".join(before + written(field) for before, field in pairs) + end
    fields = fields_in(text)

    assert fields == list(dict.fromkeys(field for _before, field in pairs))
    assert not [one for one in slips(text) if one.stops]
    marks = {field: chr(FIRST + at) for at, field in enumerate(fields)}
    assert marked(text, fields) == "".join(b + marks[f] for b, f in pairs) + end


@settings(max_examples=30)
@given(st.integers(0, 30), st.sampled_from(["{frist_name}", "{", "}", "{first_name", "{a b|c}"]))
def test_what_is_wrong_is_named_by_its_line(before, wrong):
    text = "{first_name|friend},\n" * before + wrong
    [slip] = slips(text)

    assert (slip.line, slip.stops) == (before + 1, True)
    assert wrong.strip("{}").split("|")[0] in slip.sentence or len(wrong) > 0


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text):
    fields = fields_in(text)
    assert all(one.line <= text.count("\n") + 1 for one in slips(text))
    assert fields_in(marked(text, fields)) == []


def test_a_brace_can_be_meant():
    text = r"Press \{ and \}, dear {first_name|friend}"
    assert slips(text) == []
    assert unprotected(marked(text, fields_in(text))) == f"Press {{ and }}, dear {chr(FIRST)}"


def test_facts_are_the_fact_sheets():
    assert slips("{fact:oig-evidence-rate}") == []
    assert fields_in("{fact:oig-evidence-rate}") == []


@pytest.mark.parametrize("name", ["first_name", "ward", "official", "name"])
def test_what_somebody_may_lack_wants_words_instead(name):
    [slip] = slips(f"Dear {{{name}}}")
    assert not slip.stops
    assert f"{{{name}|" in slip.sentence


def test_nobody_types_the_marks_themselves():
    assert marked(f"a{chr(FIRST)}b", []) == "ab"
