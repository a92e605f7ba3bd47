"""What organizers find at work in the demo: a draft, comments to read, a letter, a charter."""

from datetime import timedelta
from typing import Any

from ..accounts.models import User
from ..coalition import charter
from ..coalition.models import Campaign, Organization
from ..db import db, now
from ..factsheet import cite
from ..mail.outbox import mailbox_hash
from ..petitions.integrity import moderation
from ..petitions.letter import models as sign_on
from ..petitions.models import APPROVED, Petition, Signature
from ..petitions.writing.revisions import begin, content_of
from ..petitions.writing.texts import WORDS
from .files import words

UNREAD = 6  # comments that still wait
LETTER_DAYS = 20


def bring(
    data: dict[str, Any], petition: Petition, organizations: list[Organization], omar: User
) -> None:
    """Bring life into a campaign that has just been loaded; the caller commits."""
    begin_draft(data["draft"], petition, omar)
    review_comments(petition, omar)
    write_letter(data["letter"], data["endorsement"], petition.campaign)
    write_charter(data["charter"], petition.campaign, organizations)


def begin_draft(values: dict[str, Any], model: Petition, omar: User) -> None:
    texts = {name: words(values, name) for name in WORDS}
    content = content_of(model) | texts | {"slug": values["slug"], "goal": values["goal"]}
    begin(Petition(campaign=model.campaign), content, omar)


def review_comments(petition: Petition, omar: User) -> None:
    """Omar has read all comments but the last ones."""
    petition.reviews_comments = True
    written = db.select(Signature.id).where(
        Signature.petition_id == petition.id, Signature.comment != ""
    )
    ids = db.session.scalars(written.order_by(Signature.confirmed_at)).all()
    moderation.decide(petition, ids[:-UNREAD], APPROVED, by=omar.id)


def write_letter(values: dict[str, Any], names: list[dict[str, str]], campaign: Campaign) -> None:
    letter = sign_on.SignOnLetter(
        campaign=campaign,
        title=words(values, "title"),
        text=words(values, "text"),
        published_at=now(),
        closes_at=now() + timedelta(days=LETTER_DAYS),
    )
    db.session.add(letter)
    db.session.flush()
    for code, text in letter.text.items():
        cite(sign_on.KIND, letter.id, text, campaign, place=code)
    for number, one in enumerate(names, 1):
        endorse(letter, f"demo-letter-{number}@example.org", **one)


def endorse(letter: sign_on.SignOnLetter, email: str, name: str, place: str) -> None:
    """An organization that has confirmed already: the demo mails nobody."""
    key = sign_on.key_of(name)
    db.session.add(
        sign_on.LetterEndorsement(
            letter=letter,
            name=name,
            name_key=key,
            standing=key,
            place=place,
            contact="Demo",
            email=email,
            mailbox=mailbox_hash(email),
            language="en",
            confirmed_at=now(),
        )
    )


def write_charter(
    values: dict[str, Any], campaign: Campaign, organizations: list[Organization]
) -> None:
    """The lead has written it, and the first partner has agreed."""
    written = charter.write(
        campaign,
        organizations[0],
        None,
        seen=0,
        fields=values["fields"],
        purposes=values["purposes"],
        ends_on=charter.today() + timedelta(days=values["days"]),
        note=values["note"],
    )
    charter.agree(written, organizations[1], None)
