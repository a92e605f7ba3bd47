"""The letters of the demo: they come once, and none of them can leave; others can be written."""

from campaign.db import db
from campaign.demo import council, letters, loading
from campaign.demo.files import read
from campaign.factsheet import importing, pins, stale
from campaign.outreach.letters.models import KIND, Letter, LetterAction
from campaign.outreach.letters.offices import address_for, office_of
from campaign.outreach.letters_desk import alike
from campaign.outreach.letters_desk.publishing import languages
from campaign.outreach.replies.models import LetterReply
from tests.factories import rows
from tests.outreach.factories import ward_of


def test_it_works(app):
    body = loading.load_body()
    campaign = loading.load_campaign(read("campaign.toml")["campaign"])
    db.session.flush()
    importing.load(read("facts.toml"), campaign, by="demo")
    assert council.bring(body, campaign)
    assert letters.bring(body, campaign)
    db.session.commit()
    assert not letters.bring(body, campaign)

    [action] = rows(LetterAction)
    assert all(one.is_good for one in languages(action))
    assert action.measure is not None
    assert {*action.facts} <= pins(KIND, action.id).keys()
    assert stale(KIND, action.id) == []
    written = rows(Letter)
    assert len(written) == len(read("letters.toml")["letter"])
    assert all(one.email.endswith("@example.org") for one in written)
    staying = [one for one in written if one.state in letters.STAYING]
    assert staying
    assert all(address_for(one) is None for one in staying)
    assert office_of(ward_of(body, 35)).can_be_written_to
    assert [len(one.letters) for one in alike.held(action).groups] == [3]
    assert [one.answer for one in rows(LetterReply)] == ["form"]
