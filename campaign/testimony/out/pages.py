"""How many pages a written comment has, against what the body takes."""

from ..models import Version
from .letter import lay_out, letter_data
from .printed import Printed, printed


def page_count(version: Version, text: str | None = None) -> int:
    """The pages of a version, or of a text in its place, as its PDF has them: typeset, no guess."""
    return pages_of(printed(version, text))


def pages_of(one: Printed) -> int:
    [found] = lay_out("testimony/letter.typ", letter_data(one))
    return found.number
