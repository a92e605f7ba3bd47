"""What testimony puts on the first page, and in the search: for who may know the speakers."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine

from campaign.coalition import exports
from campaign.db import db
from campaign.testimony.models import STATES
from campaign.testimony.out.models import HearingPacket
from tests.accounts.factories import make_user
from tests.dashboard.test_today import items
from tests.factsheet.factories import change, make_fact
from tests.hearings.factories import make_speaker
from tests.hearings.speaking.desk import at_desk
from tests.testimony.factories import make_draft, write

START = datetime(2026, 12, 16, 16, tzinfo=UTC)
LINK = re.compile(r"(\d+) testimon[^<]*.*?href=\"([^\"]*/testimony\?[^\"]*)\"")
DESK = "/organize/south-side/campaigns/stop-the-contract/testimony"


def shown(client, *states, before=timedelta(days=5), role="organizer", part="lead", **values):
    """What waits for Omar, with one draft in each of these states."""
    with time_machine.travel(START - before, tick=False):
        hearing = at_desk(client, role, part, starts_at=START)
        for place, state in enumerate(states):
            make_draft(make_speaker(hearing, f"Speaker {place}"), state=state, **values)
        found = " ".join(items(client))
    assert "Speaker 0" not in found
    return found


def test_what_waits_for_review(client):
    found = shown(client, "in_review", "in_review", "draft", "approved")
    assert "2 testimonies in review have no reviewer" in found
    assert f"{DESK}?state=in_review" in found
    assert "your review" not in found


def test_my_own_come_first(client):
    found = shown(client, "in_review", reviewer_id=1)
    assert "1 testimony waits for your review" in found
    assert f"{DESK}/next" in found


def test_what_another_reviews_does_not_wait_for_me(client):
    with time_machine.travel(START - timedelta(days=5), tick=False):
        hearing = at_desk(client, starts_at=START)
        make_draft(make_speaker(hearing), state="in_review", reviewer=make_user("eve@example.org"))
        assert "review" not in " ".join(items(client))


def test_a_packet_that_could_not_be_made(client):
    with time_machine.travel(START - timedelta(days=5), tick=False):
        hearing = at_desk(client, starts_at=START)
        made = {"organization": hearing.campaign.partners("lead")[0], "count": 1}
        noted = exports.note("testimony", fields=[], campaign=hearing.campaign, **made)
        failed = HearingPacket(hearing=hearing, export=noted, choices={}, state="failed", **made)
        db.session.add(failed)
        db.session.commit()
        found = " ".join(items(client))
        assert f"Packet {noted.code} could not be made" in found
        assert f"{DESK}/packet/{hearing.slug}/{failed.id}" in found
        db.session.add(HearingPacket(hearing=hearing, export=noted, choices={}, **made))
        db.session.commit()
        assert "could not be made" not in " ".join(items(client))


def test_a_fact_that_changed(client):
    with time_machine.travel(START - timedelta(days=5), tick=False):
        hearing = at_desk(client, starts_at=START)
        fact = make_fact(hearing.campaign)
        draft = make_draft(make_speaker(hearing))
        write(draft, f"We read: {{fact:{fact.key}}}")
        change(fact, statement="It was 10.9% of alerts.")
        db.session.commit()
        assert "1 testimony says a fact that has changed" in " ".join(items(client))


def test_what_is_unfinished_shortly_before(client):
    found = shown(client, "draft", "changes_asked", "approved", before=timedelta(hours=47))
    assert "2 testimonies for “Committee on Public Safety” are not finished" in found


def test_what_is_counted_is_what_the_link_shows(client):
    """Drafts in every state, of one who has withdrawn too, with a fact that has changed."""
    with time_machine.travel(START - timedelta(hours=47), tick=False):
        hearing = at_desk(client, starts_at=START)
        fact = make_fact(hearing.campaign)
        for place, state in enumerate((*STATES, *STATES)):
            draft = make_draft(make_speaker(hearing, f"Speaker {place}"), state="draft")
            write(draft, f"We read: {{fact:{fact.key}}}")
            draft.state = state
            draft.speaker.state = "withdrawn" if place == 0 else draft.speaker.state
        change(fact, statement="It was 10.9% of alerts.")
        db.session.commit()
        found = [one for item in items(client) for one in LINK.findall(item)]
        asked = {url: int(number) for number, url in found}
        assert len(asked) == 3
        for url, number in asked.items():
            assert client.get(unescape(url)).text.count('name="numbers"') == number


def test_far_off_nothing_is_unfinished(client):
    assert "not finished" not in shown(client, "draft", before=timedelta(hours=49))


@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("owner", "partner")])
def test_who_may_not_see_speakers_sees_nothing(client, role, part):
    found = shown(client, "in_review", "draft", before=timedelta(hours=47), role=role, part=part)
    assert "testimon" not in found.casefold()


@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("owner", "partner")])
def test_nor_finds_anything(client, role, part):
    make_draft(make_speaker(at_desk(client, role, part), "Speaker 0"))
    assert DESK not in client.get("/organize/south-side/search?q=speaker").text


def test_it_is_found_by_name(client):
    make_draft(make_speaker(at_desk(client), "Speaker 0"))
    page = client.get("/organize/south-side/search?q=speak").text
    assert f"{DESK}/1" in page
    assert "Committee on Public Safety" in page
    assert DESK in client.get("/organize/south-side/search?q=testim").text
