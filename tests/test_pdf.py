"""PDF files: whatever people type is only ever text, and no letter vanishes."""

import hashlib
import re
from typing import Any

import pytest

from campaign import pdf
from campaign.config import PACKAGE
from campaign.pdf import make_pdf
from campaign.pdf_text import blocks
from tests.pdf import words_of

PROBE = """#import "/components/pdf/text.typ": notes, paper, text-blocks
#let data = json(bytes(sys.inputs.data))
#show: paper.with(data)
= #data.title
#text-blocks(data.blocks)
"""


@pytest.fixture
def probe(app, tmp_path, monkeypatch):
    """Typeset blocks of text with a template of the test's own."""
    templates = tmp_path / "templates"
    (templates / "components").mkdir(parents=True)
    (templates / "components" / "pdf").symlink_to(pdf.TEMPLATES / "components" / "pdf")
    (templates / "probe" / "pdf").mkdir(parents=True)
    (templates / "probe" / "pdf" / "probe.typ").write_text(PROBE, encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATES", templates)

    def typeset(html: str, **data: Any) -> bytes:
        return make_pdf("probe/probe.typ", {"title": "A probe", "blocks": blocks(html)} | data)

    return typeset


def test_it_works(probe):
    made = probe("<h2>Why</h2><p>It is <strong>needed</strong>.</p><ul><li>One</li></ul>")

    assert made.startswith(b"%PDF-")
    assert b"pdfuaid:part>1<" in made
    text = words_of(made)
    assert "It is needed." in text
    assert re.search(r"•\s+One", text)


@pytest.mark.parametrize(
    "typed",
    [
        '#let x = read("/etc/passwd"); #x',
        '#panic("no")',
        "$ 1/0 $ *bold* _x_ `raw` <label> @missing",
        '"); #sys.inputs ("',
        "=cmd|'/c calc'!A1",
        "\\u{202e} \\ # $",
    ],
)
def test_what_is_typed_never_runs(probe, typed):
    from markupsafe import escape

    text = words_of(probe(f"<p>{escape(typed)}</p>", title=typed))

    assert "root:" not in text
    plain = "".join(typed.split())
    assert text.count(plain) == 2 or "".join(text.split()).count(plain) == 2


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Nguyễn Žižek",
        "陈小明",
        "陳大文",
        "محمد",
        "שרה",
        "अमित",
        "Олена",
        "Ελένη",
        "Ana 😀",
    ],
)
def test_names_of_many_scripts_are_printed(probe, name):
    made = probe(f"<p>{name}</p>")

    assert b"pdfuaid:part>1<" in made, "a letter of this name is in no font"


def test_a_letter_that_no_font_has_is_marked_and_said(probe):
    made = probe("<p>ጌታቸው</p>")

    assert b"pdfuaid" not in made
    text = words_of(made)
    assert "Letters shown as a box are not in the fonts of this document: U+130C" in text


def test_other_faults_of_a_template_are_not_swallowed(probe):
    with pytest.raises(RuntimeError):
        probe("", blocks=[{"kind": "p"}])


def test_levels_of_headings_are_never_skipped():
    read = blocks("<h4>Deep</h4><p>x</p><h2>Top</h2><h4>Deep</h4>")

    assert [block["level"] for block in read if block["kind"] == "heading"] == [1, 1, 2]


def test_blocks_keep_what_a_text_says():
    html = (
        "<p>A <a href='https://example.org/x'>link</a> and <a href='/c/x'>ours</a><br>end</p>"
        "<ol><li>first<ul><li>inner</li></ul></li><li><p>second</p></li></ol>"
        "<blockquote><p>said</p></blockquote><hr>"
        "<table><tr><th>a</th><td>b</td></tr></table>"
    )
    read = blocks(html)

    assert [block["kind"] for block in read] == "p item item item quote rule row".split()
    assert read[0]["runs"][1] == {"text": "link", "link": "https://example.org/x"}
    assert "link" not in read[0]["runs"][3]
    assert [block["mark"] for block in read[1:4]] == ["1.", "•", "2."]
    assert read[6]["cells"] == [[{"text": "a"}], [{"text": "b"}]]


def test_the_fonts_are_those_that_their_list_names():
    folder = PACKAGE / "fonts"
    listed = dict(
        line.split("  ")[::-1]
        for line in (folder / "VENDOR.md").read_text(encoding="utf-8").splitlines()
        if re.match(r"[0-9a-f]{64}  ", line)
    )
    found = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in folder.glob("*.ttf")}

    assert found == listed
    assert sum(one.stat().st_size for one in folder.glob("*.ttf")) < 3_000_000
