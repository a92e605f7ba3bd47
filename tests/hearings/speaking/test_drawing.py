"""Reading a clerk's list: whoever it names is found, whatever it looks like."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.hearings.speaking import drawing
from campaign.people.searching import folded


def somebody(number, name):
    return SimpleNamespace(id=number, name=name, mode="in_person", state="applied", drawn=None)


words = st.text(st.characters(categories=["L"]), min_size=2, max_size=8).filter(
    lambda one: drawing.words_of(one.upper()) == drawing.words_of(one) == [folded(one)]
)
people = st.lists(
    st.tuples(words, words),
    min_size=1,
    max_size=12,
    unique_by=lambda one: tuple(sorted(drawing.words_of(" ".join(one)))),
)
SHAPES = ["{n}. {a} {b}", "{n}) {A} {B}", "#{n} {b}, {a}", "{a}  {b}", "• {a} {b}", "{n}\t{B}, {a}"]


@settings(max_examples=60, deadline=None)
@given(people, st.randoms(use_true_random=False))
def test_however_the_clerk_writes_a_list_everybody_is_found(app_context, names, random):
    """Each shape of a line finds exactly who it names, under the number it gives."""
    pool = [somebody(place, " ".join(name)) for place, name in enumerate(names, 1)]
    drawn = random.sample(pool, random.randint(1, len(pool)))
    numbered = [one for one in SHAPES if "{n}" in one]
    text = "\n".join(
        random.choice(numbered).format(
            n=place,
            a=one.name.split()[0],
            b=one.name.split()[1],
            A=one.name.split()[0].upper(),
            B=one.name.split()[1].upper(),
        )
        for place, one in enumerate(drawn, 1)
    )
    by_id = {one.id: one for one in pool}
    lines = drawing.matched(drawing.split(text), drawing.Names(pool), by_id, {}, "all")
    drawing.judge(lines)
    found = [(one.number, one.speaker) for one in lines]

    assert found == list(enumerate(drawn, 1))
    assert not any(one.problem for one in lines)


@given(st.text(max_size=400))
def test_any_text_is_split_without_losing_a_line(text):
    found = drawing.split(text)
    assert len(found) == sum(bool(line.split()) for line in text.splitlines())
    assert all(0 <= (number or 0) < 10_000 for _at, number, _name in found)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("12. Ana Quetzal", (12, "Ana Quetzal")),
        ("No. 4 Nora No", (4, "Nora No")),
        ("Nora No", (None, "Nora No")),
        ("- Ana", (None, "Ana")),
        ("3-Ana", (3, "Ana")),
        ("17", (None, "17")),
    ],
)
def test_the_number_before_a_name_is_read(line, expected):
    assert [one[1:] for one in drawing.split(line)] == [expected]


@pytest.fixture(scope="module")
def app_context(_app):
    with _app.app_context():
        yield
