"""A delivery packet as a PDF: what is asked and why, how many ask it, who."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from ...db import now
from ...factsheet import pins, render
from ...factsheet.rendering import Footnote, note_line
from ...filters import date_words, number
from ...i18n import spoken
from ...pdf import make_pdf
from ...pdf_text import blocks
from ..models import KIND
from .models import Delivery

Rows = Iterable[list[Any]]  # name, ward, comment if that was chosen, code


def packet_pdf(data: dict[str, Any], rows: Rows | None, counted: int) -> bytes:
    """Typeset a packet; without `rows` it says that the names stand in the CSV."""
    with force_locale(data["lang"]):
        wards = grouped(rows) if rows is not None else []
        said = {"numbers": numbers(counted, data["on_paper"]), "wards": wards}
        return make_pdf("petitions/packet.typ", data | said)


def packet_data(delivery: Delivery) -> dict[str, Any]:
    """What the packet says besides numbers and names, as plain values."""
    petition, language = delivery.petition, delivery.choices["language"]
    with force_locale(language):
        text = render(
            spoken(petition.text, language), petition.campaign, pins(KIND, petition.id), language
        )
        return {
            "lang": language,
            "paper": delivery.choices["paper"],
            "title": spoken(petition.title, language),
            "ask": spoken(petition.ask, language),
            "recipient": delivery.recipient,
            "targets": petition.target_lines,
            "by": delivery.organization.name,
            "blocks": blocks(text.html),
            "notes": [note_values(one) for one in text.footnotes],
            "on_paper": delivery.on_paper,
            "words": packet_words(delivery),
        }


def note_values(note: Footnote) -> dict[str, Any]:
    """A footnote; its address stands behind its words, as a link."""
    line = note_line(note).removesuffix(note.url).strip()
    return {"number": note.number, "text": f"{note.statement} {line}", "url": note.url}


def grouped(rows: Rows) -> list[dict[str, Any]]:
    """Names and comments ward by ward."""
    found = []
    for ward, signers in groupby(rows, key=lambda row: row[1]):
        of_ward = list(signers)
        found.append(
            {
                "title": _("Ward %(number)s", number=ward) if ward else _("Elsewhere"),
                "count": number(len(of_ward)),
                "names": [row[0] for row in of_ward],
                "comments": [
                    {"name": row[0], "text": row[2]} for row in of_ward if len(row) > 3 and row[2]
                ],
            }
        )
    return found


def numbers(counted: int, on_paper: int) -> list[str]:
    """The sentences of the cover."""
    said = [
        ngettext(
            "%(count)s person has signed and confirmed by email.",
            "%(count)s people have signed and confirmed by email.",
            counted,
            count=number(counted),
        )
    ]
    if on_paper:
        said.append(
            ngettext(
                "%(count)s more has signed on paper; it was not verified.",
                "%(count)s more have signed on paper; these were not verified.",
                on_paper,
                count=number(on_paper),
            )
        )
    said.append(_("Signatures that were withdrawn or found invalid are left out."))
    return said


def packet_words(delivery: Delivery) -> dict[str, str]:
    body = spoken(delivery.petition.body.name, delivery.choices["language"])
    return {
        "kicker": _("Petition to the %(body)s", body=body),
        "to": _("To"),
        "by": _("Handed over by"),
        "date": _("Date"),
        "today": date_words(now()),
        "signatures": _("Signatures"),
        "why": _("What is asked, and why"),
        "sources": _("Sources"),
        "by_ward": _("Signatures by ward"),
        "ward": _("Ward"),
        "names": _("Who signed"),
        "comments": _("What they say"),
        "only_csv": _("The names stand in the tables that come with this document."),
        "mark": _("Export %(code)s", code=delivery.export.code),
        "page": _("Page"),
    }
