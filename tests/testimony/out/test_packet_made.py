"""A packet while a job makes it, and for as long as its files are kept."""

from datetime import timedelta

import pytest

from campaign.coalition.audit import Audit
from campaign.coalition.charter import Charter, CharterAgreement
from campaign.coalition.exports import Export
from campaign.coalition.models import Organization
from campaign.config import settings
from campaign.db import db, now
from campaign.testimony.out import packet_orders
from campaign.testimony.out.models import HearingPacket
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import make_membership, make_organization, make_partnership
from tests.factories import add, rows
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_speaker
from tests.hearings.lineup.room import hidden
from tests.testimony.factories import make_draft
from tests.testimony.out.room import TESTIMONY, grow_stale, make_omar

URL = f"{TESTIMONY}/packet/public-safety"


@pytest.fixture
def hearing(client):
    """Ana is approved and cites a fact, Bo wrote too much."""
    hearing = make_omar(client)
    make_fact(hearing.campaign)
    for name, text in (("Ana", "{fact:rate}\n\nCancel it."), ("Bo", "word\n\n" * 130)):
        make_draft(make_speaker(hearing, name), text, seconds=0, state="approved")
    return hearing


def order(client, url=URL):
    answer = client.post(url, data=hidden(client.get(url).text))
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    return answer.location


def fetch(client, url, name):
    return client.post(url, data=hidden(client.get(URL).text) | {"file": name})


def test_it_says_that_it_is_made_and_looks_again(client, hearing):
    page = client.get(order(client))

    assert "is being made" in page.text
    assert page.headers["Refresh"] == "3"
    assert "Look now" in page.text


def test_made_it_has_three_files_and_names_who_wrote_too_much(client, hearing):
    url = order(client)
    packet_orders.make_waiting()
    page = client.get(url)

    assert "Refresh" not in page.headers
    assert page.text.count('name="file"') == 3
    assert "<bdi>Bo</bdi></a>: 4 pages" in page.text
    assert "<bdi>Ana</bdi>" not in page.text
    assert url in client.get(URL).text


def test_two_clicks_are_one_packet(client, hearing):
    form = hidden(client.get(URL).text)
    places = [client.post(URL, data=form).location for _ in range(2)]
    packet_orders.make_waiting()
    places.append(client.post(URL, data=form).location)

    assert len(set(places)) == len(rows(HearingPacket)) == len(rows(Export)) == 1


def test_later_it_is_another(client, hearing):
    first = order(client)
    packet_orders.make_waiting()
    [packet] = rows(HearingPacket)
    packet.made_at -= timedelta(seconds=20)
    db.session.commit()

    assert order(client) != first


def test_it_is_logged_without_names(client, hearing):
    url = order(client)
    packet_orders.make_waiting()
    name = next(iter(rows(HearingPacket)[0].digests))
    fetch(client, url, name).close()

    assert [one.act for one in rows(Audit)][-3:] == [
        "export.made",
        "testimony.packet",
        "testimony.fetched",
    ]
    assert "Ana" not in str([one.details for one in rows(Audit)])


def test_files_go_after_a_day(client, hearing):
    url = order(client)
    packet_orders.make_waiting()
    [packet] = rows(HearingPacket)
    folder, name = packet.path, next(iter(packet.digests))
    assert [one.stat().st_mode & 0o777 for one in (folder.parent, folder)] == [0o700, 0o700]
    packet.made_at = now() - timedelta(days=1, minutes=1)
    db.session.commit()

    assert fetch(client, url, name).status_code == 410
    assert "kept for a day and are gone" in client.get(url).text
    packet_orders.tidy()
    assert not folder.exists()


@pytest.mark.parametrize("name", ["", "../../campaign.db", "x.pdf", "/etc/passwd"])
def test_no_other_file_is_fetched(client, hearing, name):
    url = order(client)
    packet_orders.make_waiting()

    assert fetch(client, url, name).status_code == 410


def test_a_packet_that_cannot_be_made_says_so(client, hearing):
    url = order(client)
    (settings().instance / "uploads").mkdir(exist_ok=True)
    folder = rows(HearingPacket)[0].path
    folder.symlink_to("/proc/version")
    packet_orders.make_waiting()
    folder.unlink()

    assert "could not be made" in client.get(url).text
    assert order(client) != url, "it can be asked for again at once"


def test_a_fact_that_changes_meanwhile_holds_it_back(client, hearing):
    url = order(client)
    grow_stale()
    packet_orders.make_waiting()

    assert "could not be made" in client.get(url).text
    assert "facts that have changed" in client.get(URL).text


def test_each_packet_speaks_the_language_of_who_ordered_it(client, hearing):
    urls = [order(client, f"{URL}?lang=es"), order(client)]
    packet_orders.make_waiting()
    said = []
    for packet in rows(HearingPacket):
        [table] = packet.path.glob("*.csv")
        said.append(table.read_text(encoding="utf-8-sig").split('"')[1])

    assert urls[0] != urls[1]
    assert said == ["Nombre", "Name"]


def test_the_charter_decides(client, hearing):
    lead = db.session.query(Organization).one()
    values = {"number": 1, "fields": ["ward"], "purposes": ["deliver"]}
    charter = Charter(campaign=db.session.merge(hearing).campaign, **values)
    add(charter)
    add(CharterAgreement(charter=charter, organization=lead))

    assert client.post(URL, data=hidden(client.get(URL).text)).status_code == 403
    assert rows(HearingPacket) == []


def test_another_organization_does_not_see_it(client, hearing):
    url = order(client)
    parents = make_organization("parents")
    make_partnership(db.session.merge(hearing).campaign, parents, role="lead")
    eve = make_user("eve@example.org")
    make_membership(eve, parents, "organizer")
    log_in(client, eve)

    assert client.get(url.replace("south-side", "parents")).status_code == 404
    assert client.get(url).status_code in (403, 404)
