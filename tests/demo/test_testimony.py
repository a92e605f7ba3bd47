"""The testimony of the demo: it comes once, and the ShotSpotter story can be followed in it."""

import re

from flask import Flask

from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.demo import hearings, life, loading, testimony
from campaign.demo.files import read
from campaign.factsheet import all_stale, importing
from campaign.petitions.letter import models as sign_on
from campaign.testimony.facts.waiting import MyUsesForm, waiting
from campaign.testimony.models import KIND, Draft, Filing
from campaign.testimony.words import LABELS
from tests.factories import rows

DATA = read("testimony.toml")
KEYS = {one["key"] for one in read("facts.toml")["fact"]} | {"contract-end"}


def bring() -> Campaign:
    body = loading.load_body()
    campaign = loading.load_campaign(read("campaign.toml")["campaign"])
    db.session.flush()
    importing.load(read("facts.toml"), campaign, by="demo")
    testimony.say_first(campaign)
    life.write_letter(read("life.toml")["letter"], [], campaign)
    assert hearings.bring(body, campaign)
    assert testimony.bring(campaign)
    db.session.commit()
    return campaign


def test_it_works(app: Flask) -> None:
    campaign = bring()
    assert not testimony.bring(campaign)
    drafts = rows(Draft)
    assert len(drafts) == 8
    assert {one.state for one in drafts} == {*LABELS} - {"delivered"}
    assert {one.main.language for one in drafts} == {"en", "es"}
    assert all(one.speaker.language == one.main.language for one in drafts)
    assert all(one.is_approved for one in drafts if one.state == "approved")
    assert rows(Filing)[0].receipt


def test_every_text_that_says_the_first_date_is_listed_with_its_sentence(app: Flask) -> None:
    campaign = bring()
    found = all_stale(campaign)
    citing = {str(one.id) for one in rows(Draft) if "{fact:contract-end}" in one.main.text}
    assert {one.document for one in found if one.document[0] == KIND} == {
        (KIND, one) for one in citing
    }
    assert [one.document[0] for one in found if one.document[0] != KIND] == [sign_on.KIND]
    assert all("February 16, 2024" in one.old_sentence for one in found)
    assert all("September 22, 2024" in one.new_sentence for one in found)
    approved = next(one for one in rows(Draft) if one.state == "approved")
    with app.test_request_context():
        [story] = waiting(approved, MyUsesForm)
    assert len(story.said) == 2  # in English and in Spanish, where it is cited


def test_drafts_quote_facts_that_there_are() -> None:
    texts = str(DATA["draft"]) + str(read("life.toml"))
    assert {*re.findall(r"\{fact:([^}]*)\}", texts)} <= KEYS
