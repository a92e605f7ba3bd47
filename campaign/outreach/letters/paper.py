"""A letter as its reader gets it: salutation, words with their notes, name and ward.

The page that its writer confirms, the preview and the mail are all made from this.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from ...factsheet import Footnote, Rendered
from ...factsheet.rendering import source_line
from ...i18n import spoken
from ...officials.models import Official, Ward
from ...testimony import speech
from .models import Letter, LetterAction
from .reading import read


@dataclass(frozen=True)
class Paper:
    """One letter in its own language, whatever the language of the page around it."""

    action: LetterAction
    official: Official
    ward: Ward
    name: str
    street: str
    text: str
    language: str

    @classmethod
    def of(cls, letter: Letter) -> "Paper":
        given = {one: getattr(letter, one) for one in ("name", "street", "text", "language")}
        return cls(letter.action, letter.official, letter.ward, **given)

    @cached_property
    def rendered(self) -> Rendered:
        with force_locale(self.language):
            return read(self.action, self.text, self.language, prefix="letter")

    @property
    def ward_name(self) -> str:
        return f"{spoken(self.ward.body.ward_title, self.language)} {self.ward.number}"

    @property
    def addressee(self) -> str:
        """“Alderperson Ana Quetzal”."""
        return f"{spoken(self.ward.body.seat_title, self.language)} {self.official.name}"

    @property
    def greeting(self) -> str:
        with force_locale(self.language):
            return _("Dear %(addressee)s,", addressee=self.addressee)

    @property
    def signed(self) -> str:
        with force_locale(self.language):
            return _("resident of %(ward)s", ward=self.ward_name)

    @property
    def words(self) -> int:
        return speech.units(self.rendered.text)

    @property
    def notes(self) -> list[dict[str, Any]]:
        """The notes as mails show them: each source in a line, with the address that proves it."""
        with force_locale(self.language):
            return [note_of(one) for one in self.rendered.footnotes]

    @property
    def plain(self) -> str:
        """All of it as plain text, notes included."""
        lines = [self.greeting, "", self.rendered.text, "", self.name, self.signed]
        lines += [self.street] if self.street else []
        for note in self.notes:
            sources = (f"{one['words']} {one['url']}".strip() for one in note["sources"])
            lines += ["", f"[{note['number']}] " + "; ".join([*sources, note["url"]])]
        return "\n".join(lines)


def note_of(note: Footnote) -> dict[str, Any]:
    sources = [{"words": source_line(one), "url": one["url"] or ""} for one in note.sources]
    disputes = [_("Disputed by %(name)s.", name=one["by"]) for one in note.disputes]
    return {
        "number": note.number,
        "id": note.id,
        "sources": sources,
        "disputes": " ".join(disputes),
        "url": note.url,
    }
