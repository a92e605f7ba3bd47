"""What stands in the fields of one receiver's mail."""

from collections.abc import Sequence

from flask_babel import force_locale

from ...db import db
from ...i18n import spoken
from ...officials.models import Ward
from ...people.models import Person
from ...people.places import ward_name
from ..leaving.links import unsubscribe_link
from ..letters.offices import office_of
from .fields import Field, name_of
from .models import Mailing
from .rendering import fields_of

TITLES = frozenset({"dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sr.", "sra.", "rev."})


class Values:
    """Merge values of one mailing's receivers; wards and officials are looked up once each.

    Made anew for each round of work: who holds an office may change.
    """

    def __init__(self, mailing: Mailing) -> None:
        self.organization_id = mailing.organization_id
        self.organization, self.campaign = mailing.organization.name, mailing.campaign.name
        self.fields = {code: fields_of(mailing, code) for code in mailing.codes}
        self.places: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, person: Person | None, code: str) -> dict[str, str]:
        """The values for one person, None for somebody of whom nothing is known."""
        link = unsubscribe_link(self.organization_id, person.mailbox if person else "")
        fields = self.fields.get(code, [])
        return {"unsubscribe": link} | self.values(person, fields, code, link)

    def values(
        self, person: Person | None, fields: Sequence[Field], code: str, link: str
    ) -> dict[str, str]:
        ward, official = self.place(person.division, code) if person else ("", "")
        name = person.name if person else ""
        known = {
            "first_name": first_name(name),
            "name": name,
            "ward": ward,
            "official": official,
            "organization": self.organization,
            "campaign": spoken(self.campaign, code),
            "unsubscribe": link,
        }
        return {
            name_of(number): known[field.name] or field.fallback
            for number, field in enumerate(fields)
        }

    def place(self, division: str | None, code: str) -> tuple[str, str]:
        """A ward's name and its official in a language; empty where nobody surely is."""
        if not division:
            return "", ""
        found = self.places.get((division, code))
        if found is None:
            found = self.places[division, code] = place_words(division, code)
        return found


def place_words(division: str, code: str) -> tuple[str, str]:
    with force_locale(code):
        name = ward_name(division)
    ward = db.session.scalars(
        db.select(Ward).filter_by(division=division).order_by(Ward.id)
    ).first()
    official = office_of(ward).official if ward else None
    if ward is None or official is None:
        return name, ""
    return name, f"{spoken(ward.body.seat_title, code)} {official.name}".strip()


def first_name(name: str) -> str:
    """How one greets somebody: the first word of their name that is more than a letter.

    “J. Ana Ruiz” is Ana; “Dr. Ana Ruiz” too. Nothing where there is no such word.
    """
    for word in name.split():
        is_initial = len(word.strip(".")) < 2
        if not is_initial and word.casefold() not in TITLES:
            return word
    return ""
