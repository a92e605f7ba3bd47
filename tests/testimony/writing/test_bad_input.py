"""Whatever is typed or pasted: a clear sentence, the text kept, and no page that takes for ever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wtforms import ValidationError

from campaign.testimony.saving import MOST
from campaign.testimony.writing.check import check
from campaign.testimony.writing.faults import MOST as FEW
from campaign.testimony.writing.faults import find_faults, is_too_much
from campaign.testimony.writing.forms import check_text
from tests.growth import assert_gentle, quarter
from tests.testimony.factories import TEXT, make_draft
from tests.testimony.writing.people import page_of, path_of, texts


def table(columns):
    row = "|" + "cell|" * columns + "\n"
    return row + "|" + "-|" * columns + "\n" + row * 3


ROW, TABLE = "|" + "cell|" * 500 + "\n", table(500)
BEARABLE = {
    "emoji": "😀" * 10_000,
    "right to left": "نريد تصويتًا علنيًا " * 400,
    "html": "<script>alert(1)</script><b onclick=x>b</b><!-- -->" * 100,
    "unknown fact": "{fact:nope}",
    "unclosed": "{fact:" * 2_000,
    "braces": "{" * 500 + "fact:x" + "}" * 500,
    "table": TABLE,
    "long word": "x" * MOST,
    "line breaks": "a\r\nb\rc\n\r\nd",
    "backticks": "`" * 5_000,
    "emphasis": "*a_" * 10_000,
    "links": "[a](" * 5_000,
    "quotes": ">" * 20_000,
}
TOO_MUCH = {
    "a book": "word " * 200_000,
    "a book of Chinese": "天" * 300_000,
    "cells": ROW.replace("cell", "a") + "|" + "-|" * 500 + "\n" + "a\n" * 20_000,
    "brackets": "[" * MOST,
}


@pytest.mark.parametrize("name", BEARABLE)
def test_it_is_saved_and_shown(client, name):
    draft = make_draft()
    path = path_of(draft)
    said = {"text": BEARABLE[name], "seen": "1"}
    assert client.post(path, data=said).status_code == 303
    client.reads_pages = False  # what these texts become takes the reader of pages long
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert texts()[-1] == BEARABLE[name].replace("\r\n", "\n").replace("\r", "\n").strip()


@pytest.mark.parametrize("name", TOO_MUCH)
def test_it_is_refused_with_the_text_in_hand(client, name):
    draft = make_draft()
    client.reads_pages = False
    answer = client.post(path_of(draft), data={"text": TOO_MUCH[name], "seen": "1"})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert TOO_MUCH[name].strip() in answer.text
    assert texts() == [TEXT]


@pytest.mark.parametrize("name", [name for name, text in BEARABLE.items() if len(text) > 1_000])
def test_looking_at_it_takes_as_long_as_it_is(app, name):
    """Markup, words, faults, figures and what others say too, all that a page shows of a text."""
    version, text = make_draft().main, BEARABLE[name]
    less = table(125) if name == "table" else quarter(text)  # a quarter of its letters is no table
    with app.test_request_context():
        assert_gentle(lambda one: check(version, one, None).fragments(), less, text)


@pytest.mark.parametrize("name", TOO_MUCH)
def test_refusing_it_takes_no_longer(app, name):
    text = TOO_MUCH[name]
    with app.test_request_context():
        assert_gentle(refuse, quarter(text), text)


def refuse(text):
    with pytest.raises(ValidationError):
        check_text(text)


def test_the_page_of_a_strange_text_is_whole(client):
    draft = make_draft()
    said = {"text": "".join(BEARABLE[name] for name in ("html", "braces", "table")), "seen": "1"}
    assert client.post(path_of(draft), data=said | {"act": "check"}).status_code == 200


def test_control_characters_are_named(client):
    draft = make_draft()
    answer = client.post(path_of(draft), data={"text": "Mine\x07 too.", "seen": "1"})
    assert answer.status_code == 422
    assert "Mine too." in answer.text


def test_a_flood_is_refused(client):
    draft = make_draft()
    assert client.post(path_of(draft), data={"text": "x" * 5_000_000}).status_code == 413


def test_marks_that_lead_nowhere_are_named_with_their_line(client):
    draft = make_draft()
    said = {"text": "Good.\n{fact:nope}\n\n{fact:oops and {fact:A B}", "act": "check"}
    figures = client.post(page_of(draft, "/check"), data=said).json["figures"]
    assert "Line 2: No fact is called “nope”" in figures
    assert "Line 4: “{fact:oops” is not closed" in figures
    assert "Line 4: “{fact:A” is not closed" in figures


@given(st.text(alphabet="{}fact:-a \n|[", max_size=200))
@settings(deadline=None, max_examples=50)
def test_faults_are_few_and_have_lines(text: str) -> None:
    found = find_faults(text, ["a"])
    assert len(found) <= FEW + 1
    assert all(0 < one.line <= text.count("\n") + 1 for one in found)
    assert not is_too_much(text)
