"""One hearing: shown with numbers alone, edited, published, deleted; and the list of all."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.hearings.day.models import Heard
from campaign.hearings.models import Hearing
from campaign.hearings.rules.models import SpeakingRule
from tests.coalition.factories import make_campaign
from tests.factories import add, rows
from tests.hearings.desk.world import DESK, PARTNER, make_desk, make_one, make_template
from tests.hearings.factories import make_rule, make_speaker, make_speakers
from tests.officials.desk import enter, hidden, send
from tests.officials.factories import make_measure

START = datetime(2027, 5, 19, 15, tzinfo=UTC)
SAID = {"title_en": "Public Safety", "title_es": "Seguridad", "coordinator": ""}


@pytest.fixture
def draft(app):
    return make_one(make_rule(make_desk()), starts_at=START, published_at=None)


@pytest.fixture
def url(draft):
    return f"{DESK}/{draft.slug}"


def test_it_shows_numbers_and_no_names(client, draft, url):
    enter(client, "viewer", "south-side")
    make_speakers(draft, 3, state="applied")
    make_speaker(draft, "Ana Quetzal", proven_at=None)
    page = client.get(url.replace("neighbors", "south-side")).text
    assert "<strong>3</strong> Applied to the body" in page
    assert "<strong>1</strong> not confirmed by mail yet" in page
    assert "Quetzal" not in page
    assert "Speaker 1" not in page
    assert "May 19, 2027, 10:00\u202fAM CDT" in page
    assert "Sudden change" not in page
    assert f"{PARTNER}/{draft.slug}/edit" not in page


def test_what_closes_next(client, url):
    with time_machine.travel(START - timedelta(hours=1), tick=False):
        enter(client)
        assert "Closes next:" in client.get(url).text
    with time_machine.travel(START, tick=False):
        page = client.get(url).text
        assert "Closed" in page
        assert "Closes next:" not in page


def test_edit(client, draft, url):
    omar = enter(client)
    measure = make_measure(draft.body)
    fields = {"start": "2027-05-20T18:30", "ends": "20:00", "place": "Library"}
    fields |= {"measures": "o2024-11032", "is_vote_expected": "y", "coordinator": str(omar.id)}
    answer = send(client, f"{url}/edit", **SAID | fields)
    assert answer.status_code == 303, answer.text
    [stored] = rows(Hearing)
    assert stored.starts_at == datetime(2027, 5, 20, 23, 30, tzinfo=UTC)
    assert stored.ends_at == datetime(2027, 5, 21, 1, tzinfo=UTC)
    assert stored.measures == [measure]
    assert (stored.place, stored.is_vote_expected, stored.takes_sign_ups) == (
        "Library",
        True,
        False,
    )
    assert stored.coordinator_id == omar.id
    assert (stored.edition, stored.sequence) == (2, 0)
    assert measure.record in client.get(url).text


def test_when_a_public_one_takes_place_is_changed_elsewhere(client, draft, url):
    enter(client)
    draft.published_at = now()
    db.session.commit()
    assert f'href="{url}/change"' in client.get(f"{url}/edit").text
    sneaky = {"start": "2027-05-20T18:30", "place": "Library", "ends": "12:00"}
    assert send(client, f"{url}/edit", **SAID | sneaky).status_code == 303
    [stored] = rows(Hearing)
    assert (stored.starts_at, stored.place) == (START, "City Hall, 121 N LaSalle St")
    assert stored.title["en"] == "Public Safety"
    assert stored.ends_at == START + timedelta(hours=2)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title_en": ""}, "Give it a title."),
        ({"start": "2027-03-14T02:30"}, "does not exist on 2027-03-14"),
        ({"start": "2026-11-01T01:30"}, "comes twice on 2026-11-01"),
        ({"ends": "09:59"}, "Let it end after it begins."),
        ({"measures": "O2024-1"}, "We know no such record: O2024-1."),
        ({"coordinator": "999"}, "Not a valid choice"),
    ],
)
def test_it_rejects(client, url, fields, sentence):
    enter(client)
    answer = send(
        client, f"{url}/edit", **{"start": "2027-05-19T10:00", "place": "Attic"} | SAID | fields
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Attic" in answer.text
    assert rows(Hearing)[0].edition == 1


def test_two_editors(client, url):
    enter(client)
    page = client.get(f"{url}/edit").text
    said = SAID | {"start": "2027-05-19T10:00", "place": "Library"}
    send(client, f"{url}/edit", **said)
    answer = client.post(f"{url}/edit", data=hidden(page) | said | {"place": "Attic"})
    assert answer.status_code == 409
    assert "Library" in answer.text
    assert "Attic" in answer.text
    assert rows(Hearing)[0].place == "Library"


def test_publish_and_hide(client, draft, url):
    enter(client)
    assert send(client, f"{url}/publish", url).location == url
    assert rows(Hearing)[0].published_at
    send(client, f"{url}/publish", url, act="hide")
    assert rows(Hearing)[0].published_at is None
    send(client, f"{url}/publish", url)
    make_speaker(draft)
    send(client, f"{url}/publish", url, act="hide")
    assert "People have signed up for it." in client.get(url).text
    assert rows(Hearing)[0].published_at
    acts = [one.act for one in rows(Audit)]
    assert acts == ["hearing.published", "hearing.hidden", "hearing.published"]


def test_publishing_what_somebody_has_changed(client, url):
    enter(client)
    page = client.get(url).text
    send(client, f"{url}/edit", **SAID, start="2027-05-19T10:00")
    client.post(f"{url}/publish", data=hidden(page, f"{url}/publish"))
    assert "Somebody has changed it meanwhile." in client.get(url).text
    assert rows(Hearing)[0].published_at is None


def test_delete(client, draft, url):
    enter(client)
    token = hidden(client.get(url).text)
    ana = make_speaker(draft)
    client.post(f"{url}/delete", data=token)
    assert "Only a draft for which nobody has signed up" in client.get(url).text
    db.session.delete(db.session.merge(ana))
    add(Heard(hearing_id=draft.id, kind="remark", text="Thank you."))
    assert client.post(f"{url}/delete", data=token).location == DESK
    assert rows(Hearing) == []
    assert rows(SpeakingRule) == []


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_only_organizers_change(client, url, role):
    enter(client, role)
    assert client.get(url).status_code == 200
    assert client.get(f"{url}/edit").status_code == 403
    for act in ("publish", "delete"):
        assert client.post(f"{url}/{act}").status_code == 403


def test_others_do_not_exist(client, draft):
    enter(client)
    other = make_one(make_rule(draft.body), slug="theirs", campaign=make_campaign(slug="other"))
    assert other.slug not in client.get(DESK).text
    for page in ("", "/edit", "/change"):
        assert client.get(f"{DESK}/theirs{page}").status_code == 404


def test_the_list(client, draft):
    enter(client)
    body = draft.body
    committee = body.parts[0]
    make_one(make_rule(committee), slug="soon", title={"en": "Public Safety soon"})
    past = now() - timedelta(days=30)
    make_one(make_rule(body), slug="gone", title={"en": "Long gone"}, starts_at=past)
    assert listed(client) == ["soon", draft.slug]
    assert listed(client, show="drafts") == [draft.slug]
    assert listed(client, show="past") == ["gone"]
    assert listed(client, q="SAFETY soon") == ["soon"]
    assert listed(client, body="public-safety") == ["soon"]
    assert listed(client, q="nowhere") == []


def test_the_month(client, draft):
    enter(client)
    assert listed(client, grid="month", month="2027-05") == [draft.slug]
    assert listed(client, grid="month", month="2027-06") == []
    page = client.get(f"{DESK}?grid=month&month=2027-05").text
    assert "May 2027" in page
    assert "month=2027-04" in page
    assert "month=2027-06" in page
    for odd in ("", "9999-12", "0001-01", "soon"):
        assert client.get(f"{DESK}?grid=month&month={odd}").status_code == 200


def listed(client, **asked):
    page = client.get(DESK, query_string=asked).text
    slugs = {one.slug for one in rows(Hearing)}
    places = [(page.find(f'href="{DESK}/{slug}"'), slug) for slug in slugs]
    return [slug for place, slug in sorted(places) if place >= 0]


def test_a_template_may_be_used_at_once(client, draft):
    enter(client)
    assert make_template(draft.body).name in client.get(f"{DESK}/new").text
