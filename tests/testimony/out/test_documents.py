"""Documents of a draft: the same words in the same order, in every language and sort of file."""

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.db import db
from campaign.testimony.models import Comment, Draft
from campaign.testimony.out.letter import BREAK, letter_pdf
from campaign.testimony.out.pages import page_count
from campaign.testimony.out.plain import plain_text
from campaign.testimony.out.printed import Printed, flat, printed
from campaign.testimony.out.word import word_file
from campaign.testimony.out.word_comments import comments_of
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_hearing, make_speaker
from tests.pdf import words_of
from tests.testimony.factories import make_draft, write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = {
    "en": "## Who I am\n\nI live in **Ward 35**. {fact:rate}\n\n- The drones\n- The noise\n\n"
    "> They wake us\n\n{fact:rate} I ask you to cancel the contract.",
    "es": "## Quién soy\n\nVivo en el distrito 35 desde hace años. {fact:rate}\n\n"
    "1. ¿Por qué?\n2. ¡Basta!\n\nPido que cancelen el contrato: mañana será tarde.",
    "pl": "## Kim jestem\n\nMieszkam w okręgu 35. {fact:rate}\n\nŻółta łódź, gęś i źdźbło.\n\n"
    "Proszę o rozwiązanie umowy.",
    "zh": "## 我是谁\n\n我住在第35区。{fact:rate}\n\n晚上我听到声音，孩子们都醒了！\n\n"
    "请取消合同。",
}
HOSTILE = (
    '<script>alert("no")</script>\n\n=cmd|\'/c calc\'!A1\n\n#let x = read("/etc/passwd")\n\n'
    "{fact:nope} {fact: {{fact:rate}}\n\n[a](javascript:alert(1))"
)


@pytest.fixture
def draft(app) -> Draft:
    speaker = make_speaker(make_hearing())
    make_fact(speaker.hearing.campaign)
    return make_draft(speaker, seconds=0)


def words(text: str) -> list[str]:
    """What two documents have in common, however their lines break and where notes stand."""
    return list(re.sub(r"\s|" + BREAK, "", text))


def in_order(text: str, pieces: list[str]) -> bool:
    """Whether these pieces stand in a text, one after the other."""
    squeezed, at = "".join(words(text)), 0
    for piece in pieces:
        found = squeezed.find("".join(words(piece)), at)
        if found < 0:
            return False
        at = found + len("".join(words(piece)))
    return True


def pieces(one: Printed) -> list[str]:
    return [line for line in flat(one.blocks).split("\n") if line.strip()]


def body_of(made: bytes) -> str:
    """The words of a Word file, without its notes."""
    root = ET.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))
    return "\n".join(
        "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))
        for paragraph in root.iter(f"{W}p")
    )


def notes_of(made: bytes) -> list[str]:
    root = ET.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/footnotes.xml"))
    return ["".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in root][2:]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_all_say_the_same_words_in_the_same_order(draft, language):
    draft.main.language = language
    write(draft, TEXTS[language])
    one = printed(draft.main)

    pdf, word, plain = letter_pdf(one), word_file(one), plain_text(one)
    assert b"pdfuaid:part>1<" in pdf, "a letter is in no font"
    # a number of a note stands within its line in a PDF, so sentences are looked for
    sentences = [
        part for line in pieces(one) for part in re.split(r"(?<=[.!?。！？])", line) if part
    ]
    assert in_order(words_of(pdf), sentences)
    assert in_order(plain, sentences)
    assert in_order(body_of(word), sentences)
    [note] = notes_of(word)
    assert one.notes[0].text in note
    assert one.notes[0].url in note
    assert in_order(words_of(pdf), [one.notes[0].text])


def test_a_word_file_has_real_styles_lists_and_notes(draft):
    write(draft, TEXTS["en"])
    made = word_file(printed(draft.main))
    document = Document(io.BytesIO(made))

    styles = [one.style.name for one in document.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 1", "List Bullet", "Quote"} <= set(styles)
    files = zipfile.ZipFile(io.BytesIO(made))
    inside = files.read("word/document.xml").decode()
    assert inside.count("<w:footnoteReference ") == 1
    assert "NOTEREF _RefNote1" in inside, "the second mark points at the first"
    assert "footnotes.xml" in files.read("[Content_Types].xml").decode()
    assert 'w:eastAsia="SimSun"' in files.read("word/styles.xml").decode()


def test_a_word_file_tells_nothing_of_who_made_the_software(draft):
    write(draft, TEXTS["en"])
    files = zipfile.ZipFile(io.BytesIO(word_file(printed(draft.main))))
    whole = b"".join(files.read(name) for name in files.namelist())

    assert b"python-docx" not in whole
    assert [name for name in files.namelist() if "docProps" in name] == ["docProps/core.xml"]
    about = Document(files.fp).core_properties
    assert (about.author, about.language) == ("Ana Quetzal", "en-US")


def test_every_style_that_a_word_file_names_is_in_it(draft):
    write(draft, TEXTS["en"] + "\n\n[a](https://example.org)\n\n|a|b|\n|-|-|\n|c|d|")
    db.session.add(Comment(version=draft.main, number=draft.main.number, end=9, text="Why?"))
    db.session.commit()
    made = word_file(printed(draft.main), comments_of(draft.main))
    files = zipfile.ZipFile(io.BytesIO(made))
    whole = "".join(files.read(name).decode() for name in files.namelist() if name[:4] == "word")

    known = set(re.findall(r'w:styleId="([^"]+)"', whole))
    names = r'<w:(?:[pr]Style|tblStyle|basedOn|link|next) w:val="([^"]+)"'
    assert set(re.findall(names, whole)) <= known


def test_lists_begin_at_one_again(draft):
    write(draft, "1. a\n2. b\n\nBetween.\n\n1. c\n2. d")
    found = re.findall(r'<w:numId w:val="(\d+)"/>', xml_of(draft))

    assert len(found) == 4
    assert found[0] == found[1] != found[2] == found[3]


def xml_of(draft: Draft, comments: Any = ()) -> str:
    made = word_file(printed(draft.main), comments)
    return zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()


def test_hebrew_and_arabic_run_from_right_to_left(draft):
    write(draft, "שלום עולם\n\nHello")

    assert xml_of(draft).count("<w:bidi/>") == 1
    assert b"pdfuaid:part>1<" in letter_pdf(printed(draft.main))


def test_comments_stand_at_their_passage(draft):
    write(draft, "I live **here** and work there.\n\nThe end.")
    start = draft.main.text.index("here")
    comment = Comment(
        version=draft.main, number=draft.main.number, start=start, end=start + 15, text="Where?"
    )
    db.session.add(comment)
    write(draft, "Well: I live **here** and work there, too.\n\nThe end.")
    inside = xml_of(draft, comments_of(draft.main))

    _before, _start, rest = inside.partition("<w:commentRangeStart")
    said = re.findall(r"<w:t[^>]*>(.*?)</w:t>", rest.partition("<w:commentRangeEnd")[0])
    assert "".join(said) == "here and work"
    assert "commentRange" not in xml_of(draft), "the body never gets them"


def test_a_comment_whose_passage_is_gone_names_it(draft):
    db.session.add(Comment(version=draft.main, number=draft.main.number, end=6, text="Why?"))
    write(draft, "Something else entirely")
    made = word_file(printed(draft.main), comments_of(draft.main))

    [comment] = Document(io.BytesIO(made)).comments
    assert comment.text == "About: “Cancel”\nWhy?"
    assert comment.author == "Ana Quetzal"


def test_what_is_typed_is_only_ever_text(draft):
    write(draft, HOSTILE)
    one = printed(draft.main)
    pdf, word = words_of(letter_pdf(one)), body_of(word_file(one))

    for made in (pdf, word, plain_text(one)):
        assert '<script>alert("no")</script>' in made
        assert "root:" not in made
    assert "javascript:" not in plain_text(one).replace("(javascript:alert(1))", "")
    assert b"javascript:" not in zipfile.ZipFile(io.BytesIO(word_file(one))).read(
        "word/_rels/document.xml.rels"
    )


def test_no_address_of_a_speaker_is_in_it(draft):
    draft.speaker.phone, draft.speaker.address = "(312) 555-0134", "1 Elm St"
    db.session.commit()
    one = printed(draft.main)
    whole = plain_text(one) + words_of(letter_pdf(one)) + body_of(word_file(one))

    for private in ("example.org", "555-0134", "Elm St"):
        assert private not in whole.replace(one.notes[0].url if one.notes else "\0", "")


def test_pages_are_typeset_not_guessed(draft):
    assert page_count(draft.main, "Short.") == 1
    assert page_count(draft.main, "word " * 900) == 2
    assert page_count(draft.main, "line\n\n" * 100) > 2


def test_a_table_too_wide_for_paper_keeps_its_cells(draft):
    row = "|".join(f"c{n}" for n in range(500))
    write(draft, f"|{row}|\n|{'-|' * 500}\n|{row}|")
    one = printed(draft.main)

    for made in (words_of(letter_pdf(one)), body_of(word_file(one))):
        assert "c499" in made
    assert page_count(draft.main) < 5


def test_short_rows_under_a_wide_head_do_not_grow_without_bound(draft):
    head = f"|{'h|' * 500}\n|{'-|' * 500}\n"
    write(draft, head + "".join(f"|b{n}|\n" for n in range(300)))
    one = printed(draft.main)

    assert str(one.reading.rendered.html).count("<td>") < 3_000
    for made in (words_of(letter_pdf(one)), body_of(word_file(one))):
        assert in_order(made, [f"b{n}" for n in range(300)])


def test_a_word_of_many_letters_is_broken(draft):
    write(draft, "x" * 20_000)

    assert page_count(draft.main) > 3
    assert sum(one == "x" for one in words_of(letter_pdf(printed(draft.main)))) >= 20_000


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(
        alphabet=st.one_of(
            st.characters(codec="utf-8", exclude_categories=("Cs",)),
            st.sampled_from("#*_>|-[]()!`<&{}\n\n\t 1.a字ش😀\x00\x0b\x85\ufffe"),
        ),
        max_size=300,
    )
)
def test_any_text_can_be_printed(draft, text):
    one = printed(draft.main, text)
    made = word_file(one)

    assert letter_pdf(one).startswith(b"%PDF-")
    Document(io.BytesIO(made))
    assert in_order(body_of(made).replace("\t", " "), pieces(one))
    plain_text(one).encode()
