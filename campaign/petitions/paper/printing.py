"""The sheets themselves, as a PDF to print."""

from typing import Any

import segno
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from ...config import settings
from ...i18n import spoken
from ...pdf import make_pdf
from .codes import shown
from .models import PaperRun


def consent_sentence(organization: str) -> str:
    """What somebody ticks on a sheet, in the words of the sign form."""
    return _("%(organization)s may email me about this campaign.", organization=organization)


def sheets_pdf(run: PaperRun) -> bytes:
    """All sheets of a run, in the language that it was printed in."""
    with force_locale(run.language):
        return make_pdf("petitions/sheet.typ", sheet_data(run))


def sheet_data(run: PaperRun) -> dict[str, Any]:
    petition, organization = run.petition, run.organization
    place = spoken(petition.body.name, run.language)
    title = spoken(petition.title, run.language)
    address = f"{settings().base_url}/petitions/{petition.slug}"
    return {
        "lang": run.language,
        "paper": run.paper,
        "title": title,
        "ask": spoken(petition.ask, run.language),
        "to": _("Petition to the %(body)s", body=place),
        "lines": run.lines,
        "qr": qr(f"{address}/sign?by={organization.slug}"),
        "url": address.partition("//")[2],
        "sheets": [
            {
                "code": shown(sheet.code or ""),
                "number": _(
                    "Sheet %(number)s of %(organization)s",
                    number=sheet.number,
                    organization=organization.name,
                ),
            }
            for sheet in run.sheets
        ],
        "words": sheet_words(place, organization.name, run.lines),
    }


def qr(address: str) -> str:
    code = segno.make(address, error="m").svg_inline(scale=4, border=0)
    return code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def sheet_words(body: str, organization: str, lines: int) -> dict[str, str]:
    """The words around the lines; what is kept and why is said where people sign."""
    return {
        "names": _("Name, in print"),
        "place": _("Ward, or street"),
        "signature": _("Signature"),
        "email": _("Email (optional)"),
        "privacy": _(
            "Your name and ward go to the %(body)s with this petition. If you give your email"
            " address, %(organization)s asks you once to confirm your signature; nobody else"
            " gets it.",
            body=body,
            organization=organization,
        ),
        "tick": _("Tick the box after your address only if you agree:"),
        "consent": consent_sentence(organization),
        "strike": _("A mistake? Draw a line through the whole row."),
        "online": _("Sign online instead"),
        "total": ngettext(
            "Signatures on this sheet (of %(num)s):",
            "Signatures on this sheet (of %(num)s):",
            lines,
        ),
        "gatherer": _("Gathered by:"),
        "date": _("Date:"),
        "code": _("Code of this sheet"),
        "qr": _("QR code of the sign page"),
    }
