"""What tests of residents' letters share: a valid form, and the links of letters."""

from typing import Any

from campaign.db import db
from campaign.hearings.lineup.models import Point
from campaign.outreach.letters.links import make_token
from campaign.outreach.letters.models import Letter, LetterAction
from tests.factories import add, rows
from tests.page import PageClient

URL = "/letters/write-to-your-alderperson"
WRITE = f"{URL}/write?ward=35"
WORDS = "Please let the contract end in September, and tell your neighbors on 18th Street why."
ANA: dict[str, Any] = {
    "answer_1": WORDS,
    "answer_2": "I live two blocks from the park, and my children walk there.",
    "subject": "Please end the contract",
    "name": "Ana Ruiz",
    "email": "Ana@example.org",
}


def path_of(letter: Letter) -> str:
    return f"/my-letter/{make_token(letter)}"


def the_letter() -> Letter:
    """The one letter that there is."""
    [letter] = rows(Letter)
    return letter


def write(client: PageClient, **values: Any) -> Letter:
    """Ana writes by the form; her letter, unconfirmed."""
    response = client.post(WRITE, data=ANA | values)
    assert response.status_code == 303, response.text
    return the_letter()


def make_points(action: LetterAction, *titles: str) -> list[Point]:
    points = [Point(campaign=action.campaign, title=one) for one in titles]
    return [add(one) for one in points]


def reread(letter: Letter) -> Letter:
    db.session.expire_all()
    found = db.session.get(Letter, letter.id)
    assert found is not None
    return found
