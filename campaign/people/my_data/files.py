"""Files of people that wait to be imported: one that names an erased person is not kept on.

It would be gone within a day anyway; its organization brings it again, and the mark that the
erasure left keeps the person out.
"""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from ...db import db
from ..bringing import uploads
from ..models import Import


def drop(addresses: Iterable[str]) -> int:
    """Give up the imports that wait and whose files name one of these addresses; how many."""
    forms = {form for address in addresses for form in spellings(address)}
    waiting = select(Import).where(Import.state.in_(("checking", "checked")))
    found = [one for one in db.session.scalars(waiting) if forms and names_one_of(one, forms)]
    return sum(give_up(one) for one in found)


def spellings(address: str) -> list[bytes]:
    """The address as the encodings write it that tables are read in."""
    return [address.lower().encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]


def names_one_of(one: Import, forms: Iterable[bytes]) -> bool:
    try:
        data = (uploads.folder() / (one.file or "-")).read_bytes().lower()
    except FileNotFoundError:
        return False
    return any(form in data for form in forms)


def give_up(one: Import) -> bool:
    if not uploads.cancel(one):
        return False
    words = _("Somebody in this file had everything about them erased. Bring the file again.")
    one.found = {"fault": words}
    return True
