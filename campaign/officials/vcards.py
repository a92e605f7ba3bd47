"""Offices as vCards 3.0 (RFC 2426), which every address book of a phone or a desk reads.

Escaping and folding are those that RFC 6350, 3.2 and 3.4, gives more strictly for 4.0.
"""

from collections.abc import Iterable, Iterator

from ..i18n import spoken
from .contacts import shown
from .listing import seat_name, title_of
from .models import Contact, Term
from .names import without_suffix

LINE = 75  # octets, without the line break
TYPES = {"phone": "TEL;TYPE=WORK,VOICE", "fax": "TEL;TYPE=WORK,FAX", "email": "EMAIL;TYPE=INTERNET"}


def vcards(terms: Iterable[Term], site: str) -> str:
    """One card for each term, in one text; `site` is the address of the page of an official."""
    return "".join(fold(line) + "\r\n" for term in terms for line in lines(term, site))


def lines(term: Term, site: str) -> Iterator[str]:
    official = term.official
    place = seat_name(term.seat) if term.seat else spoken(term.body.name)
    yield from ("BEGIN:VCARD", "VERSION:3.0")
    yield f"FN:{escape(official.name)}"
    yield f"N:{';'.join(escape(part) for part in name_parts(official.sort_name))}"
    yield f"ORG:{escape(spoken(term.body.name))};{escape(place)}"
    yield f"TITLE:{escape(title_of(term))}"
    for contact in shown(term):
        if contact.bounced_at is None:
            yield detail(contact)
    yield f"UID:{escape(f'{site}{official.slug}#{place}')}"
    yield "END:VCARD"


def detail(contact: Contact) -> str:
    """One way to reach an office; an address is one text here, so it stands as the street."""
    text = escape(contact.value)
    if contact.kind in TYPES:
        return f"{TYPES[contact.kind]}:{text}"
    if contact.kind in ("office", "city_hall"):
        return f"ADR;TYPE=WORK:;;{text};;;;"
    if contact.kind == "website":
        return f"URL:{contact.value}"
    return f"NOTE:{text}"


def name_parts(sort_name: str) -> list[str]:
    """Family, given, additional names, prefixes, suffixes: “Burnett, Walter, Jr.”."""
    family, *rest = sort_name.split(", ")
    suffix = rest.pop() if len(rest) > 1 and without_suffix([rest[-1]])[1] else ""
    return [family, ", ".join(rest), "", "", suffix]


def escape(text: str) -> str:
    for char in "\\,;":
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def fold(line: str) -> str:
    """A long line in pieces of at most 75 octets, none of which ends within a letter."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    return "\r\n".join([*pieces, piece])
