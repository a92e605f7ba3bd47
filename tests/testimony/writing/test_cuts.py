"""Where in a text so many seconds are over."""

import re

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from campaign.filters import markdown
from campaign.pdf_text import blocks
from campaign.testimony import speech
from campaign.testimony.reading import said
from campaign.testimony.writing.cuts import listen, marked, places

PARTS = ["one two", "three-four", "**five**", "*six* seven", "a & b < c", "“quoted”", "\n\n", "\n",
         "# Eight", "- nine", "| a | b |\n|---|---|\n| c | d |", "[link](https://x.example.org)",
         "天气很好", "don't", "😀", "`code`", "> ten"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join) | st.text(max_size=60)


def words(html: str) -> list[str]:
    return speech.UNIT.findall("".join(listen(html).parts))


def test_it_works() -> None:
    html = "<p>One two three <em>four</em> five.</p>"
    assert marked(html, 60, {3: "|"}) == "<p>One two three <em>|four</em> five.</p>"


def test_a_text_that_ends_before_has_no_mark() -> None:
    assert marked("<p>One two.</p>", 60, {2: "|", 3: "|"}) == "<p>One two.</p>"


def test_numbers_of_notes_are_not_said() -> None:
    html = '<p>One<sup><a href="#n" id="x>y">1</a></sup> two</p>'
    assert words(html) == ["One", "two"]


@given(TEXTS)
@example("a&b c&d")
@settings(deadline=None, max_examples=60)
def test_the_words_are_those_that_are_counted(text: str) -> None:
    html = str(markdown(text))
    counted = [speech.units(said(block)) for block in blocks(html)]
    assert len(words(html)) == sum(counted)


@given(TEXTS, st.integers(1, 20))
@settings(deadline=None, max_examples=60)
def test_before_a_mark_are_as_many_words_as_fit(text: str, seconds: int) -> None:
    assume("\x01" not in text)
    html = str(markdown(text))
    found = places(html, 60, [seconds])
    assert bool(found) == (len(words(html)) > seconds)
    for place in found.values():
        assert len(words(html[:place])) == seconds
        bare = marked(html, 60, {seconds: "\x01"})
        assert bare.replace("\x01", "") == html
        assert not re.search(r"<[^>]*\x01", bare)


@given(st.text(st.characters(max_codepoint=127)) | st.text("a1_'.,- "))
def test_the_quick_way_counts_the_same_words(text: str) -> None:
    assert speech.units(text) == len(speech.UNIT.findall(text))
