"""PDF files from Typst templates, tagged for screen readers (PDF/UA-1).

What people typed only ever reaches a template as JSON, so none of it can run as Typst.
Typst downloads nothing: our templates name no packages, and fonts come from `fonts/`.
"""

import json
import re
from functools import lru_cache
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from .config import PACKAGE, ROOT

TEMPLATES = ROOT / "templates"
MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
MOST_NAMED = 20  # letters that a document names as missing


def make_pdf(template: str, data: dict[str, Any]) -> bytes:
    """Typeset `templates/<room>/pdf/<name>.typ` for “room/name.typ”.

    `data` are JSON values; the template reads them with `json(bytes(sys.inputs.data))` and gets
    `lang` and `missing` besides. Letters that no font has stand as boxes; then the document is
    tagged but not PDF/UA-1, and says at its end which letters those are.
    """
    import typst

    room, _slash, name = template.partition("/")
    path = str(TEMPLATES / room / "pdf" / name)
    given = inputs(data)

    def compiled(standards: list[Any]) -> bytes:
        pdf = typst.compile(
            path,
            root=str(TEMPLATES),
            font_paths=fonts(),
            sys_inputs={"data": json.dumps(given)},
            pdf_standards=standards,
        )
        assert isinstance(pdf, bytes)
        return pdf

    try:
        return compiled(["ua-1"])
    except typst.TypstError as error:
        letters = missing_letters(error.diagnostic)
        if not letters:
            raise
        given["missing"] = missing_words(letters)
        return compiled([])


def inputs(data: dict[str, Any]) -> dict[str, Any]:
    """What a template gets; from the same Typst lays nothing out twice."""
    return {"lang": str(get_locale() or "en"), "missing": ""} | data


@lru_cache(1)
def fonts() -> Any:
    """Typst's own fonts and ours, never the machine's: every installation prints the same."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(PACKAGE / "fonts")])


def missing_letters(diagnostic: str) -> list[str]:
    """The letters that an error of typst says no font has, each once."""
    plain = (
        ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
        for text in MISSING.findall(diagnostic)
    )
    return list(dict.fromkeys("".join(plain)))


def missing_words(letters: list[str]) -> str:
    named = ", ".join(f"U+{ord(letter):04X}" for letter in letters[:MOST_NAMED])
    more = " …" if len(letters) > MOST_NAMED else ""
    return _(
        "Letters shown as a box are not in the fonts of this document: %(letters)s.",
        letters=f"{named}{more}",
    )
