"""The hearings of the demo: they come once, lie ahead, and quote facts that there are."""

from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.demo import hearings, loading
from campaign.demo.files import read
from campaign.hearings.models import Hearing
from campaign.hearings.rules.deadlines import holidays_of, openings
from campaign.hearings.speaking import pool
from tests.factories import rows

KEYS = {one["key"] for one in read("facts.toml")["fact"]}


def test_it_works(app):
    body = loading.load_body()
    campaign = loading.load_campaign(read("campaign.toml")["campaign"])
    assert hearings.bring(body, campaign)
    db.session.commit()
    assert not hearings.bring(body, rows(Campaign)[0])

    council, peoples = sorted(rows(Hearing), key=lambda one: one.slug)
    assert council.local_start.strftime("%A %H:%M") == "Wednesday 10:00"
    assert peoples.local_start.strftime("%A %H:%M") == "Saturday 14:00"
    assert min(one.starts_at for one in (council, peoples)) > now()
    assert [one.opens_at is not None for one in openings(council)] == [True, True, True]
    assert holidays_of(council) == frozenset()
    assert pool.counts(peoples) == {"confirmed": 10, "waiting": 2}
    assert sorted(one.seat for one in pool.speakers(peoples, ["confirmed"])) == list(range(1, 11))
    assert all(one.email.endswith("@example.org") for one in pool.speakers(council))


def test_points_quote_facts_that_there_are():
    for point in read("hearings.toml")["point"]:
        assert point["text"].removeprefix("{fact:").removesuffix("}") in KEYS
