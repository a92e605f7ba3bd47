"""What a receiver gets: the words of the batch, their own in the fields, nothing that runs."""

from email import message_from_bytes
from email.policy import default

import pytest

from campaign.coalition import scope
from campaign.db import db
from campaign.mail.message import Sender, compose
from campaign.mail.models import MailBatch, OutgoingEmail
from campaign.mail.mould import Moulds
from campaign.outreach.mailings.models import OutreachSettings
from campaign.outreach.mailings.rendering import code_for
from campaign.outreach.mailings.saving import cite_all
from tests.factories import add, rows
from tests.factsheet.factories import make_fact
from tests.officials.factories import make_body, make_term
from tests.outreach.factories import make_mailing, make_person

from .desk import House, make_due, make_house, work


@pytest.fixture
def house(app) -> House:
    return make_house()


def sent(app, number=0):
    """The mail of a row as its receiver's program reads it: subject, text, HTML."""
    row, batch = rows(OutgoingEmail)[number], rows(MailBatch)[0]
    data = compose(row, Sender.of(app.config["SETTINGS"]), Moulds(), batch)
    message = message_from_bytes(data, policy=default)
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return message, text, html


def test_it_works(app, house):
    add(OutreachSettings(organization_id=house.lead.id, footer={"en": "PO Box 1, Chicago"}))
    make_term(make_body(), 35)
    make_fact(house.campaign, "beds", statement="There are 12 beds.")
    make_person(house.lead, division="ocd-division/ward:35")
    text = (
        "Dear {first_name|friend},\n\n{official|your alderperson} votes. {fact:beds}\n\n"
        "- **Come** to [the hall](https://hall.example.net/a_b)\n- or [leave]({unsubscribe})."
    )
    mailing = make_due(house, subject={"en": "{first_name|Friend}, a vote"}, text={"en": text})
    cite_all(mailing)
    db.session.commit()
    work()
    message, plain, html = sent(app)
    link = rows(OutgoingEmail)[0].list_unsubscribe

    assert message["Subject"] == "Ana, a vote"
    assert message["List-Unsubscribe"] == f"<{link}>"
    assert "Neighbors" in message["From"]
    for part in (plain, html):
        assert "Dear Ana," in part
        assert "Alderperson" in part
        assert "your alderperson" not in part
        assert "There are 12 beds." in part
        assert "/c/clinic/facts/beds/v1" in part
        assert "PO Box 1, Chicago" in part
        assert "You get this because you agreed that Neighbors may email you." in part
        assert part.count(link) == 2
    assert "Come to the hall (https://hall.example.net/a_b)" in plain
    assert f'href="{link}"' in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "name", ["<b>Ana</b>", "Ana\r\nBcc: eve@example.org", "{first_name}", "*A*"]
)
def test_a_name_is_only_a_name(app, house, name):
    make_person(house.lead, name=name)
    make_due(house, text={"en": "Dear {name|friend}"}, subject={"en": "Hello {name|friend}"})
    work()
    message, plain, html = sent(app)

    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    assert "<b>Ana" not in html
    assert "<em>" not in html
    assert "first_name" not in html or name == "{first_name}"
    assert name.split("\r")[0] in plain


def test_each_gets_their_language_else_english(app, house):
    make_person(house.lead, language="es")
    make_person(house.lead, "omar@example.org", name="", language="pl")
    words = {"en": "Dear {first_name|friend}", "es": "Hola, {first_name|amiga}"}
    make_due(house, text=words, subject={"en": "News", "es": "Noticias"})
    work()

    spanish, english = sent(app, 0), sent(app, 1)
    assert (spanish[0]["Subject"], english[0]["Subject"]) == ("Noticias", "News")
    assert "Hola, Ana" in spanish[1]
    assert "Dear friend" in english[1]


def test_a_language_without_a_subject_is_not_sent(app, house):
    mailing = make_mailing(house.lead, house.campaign, text={"en": "a", "es": "b"})
    assert code_for(mailing, "es") == "en"
    mailing.subject, mailing.text = {"es": "Hola"}, {"es": "b"}
    assert code_for(mailing, "en") == "es"


def test_the_words_stand_once_in_the_batch(app, house):
    for number in range(3):
        make_person(house.lead, f"r{number}@example.org", name=f"Ana {number}")
    make_due(house)
    work()

    assert "come to the hearing" in rows(MailBatch)[0].shared["en"]["text"]
    assert all("hearing" not in str(row.merge) + str(row.shared) for row in rows(OutgoingEmail))
    with scope.of(house.lead.id):
        assert len({sent(app, number)[1] for number in range(3)}) == 3
