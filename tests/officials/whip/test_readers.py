"""Who else may read: named by the lead, as long as they belong to the campaign."""

import pytest

from campaign.coalition.models import Membership, Organization, Partnership
from campaign.db import db, now
from campaign.officials.whip.models import Whip, WhipReader
from tests.accounts.factories import fill_in, log_in, make_user, make_user_with_phone
from tests.coalition.factories import make_membership, make_organization, make_partnership
from tests.factories import rows
from tests.officials.whip.factories import WHIP, at_desk, make_stance, officials

ANA = "ana@example.org"
THEIRS = WHIP.replace("south-side", "parents")
READS = ["", "/1", "/1/print", "/1/result", "/1/officials/official-1"]
KEEPS = ["/begin", "/1/edit", "/1/record", "/1/export", "/readers"]


def make_partner(whip, role="partner", member="viewer"):
    """Ana in another organization of the campaign."""
    parents, ana = make_organization("parents"), make_user_with_phone(ANA)
    make_partnership(db.session.get_one(Whip, whip.id).campaign, parents, role)
    make_membership(ana, parents, member)
    return ana


def name(client, email=ANA):
    return fill_in(client, f"{WHIP}/readers", email=email)


@pytest.fixture
def ana(client):
    """Ana, who was named by Omar and is logged in."""
    whip = at_desk(client)
    make_stance(whip, officials()[0], "strong yes")
    ana = make_partner(whip)
    assert name(client).status_code == 303
    log_in(client, ana)
    return db.session.merge(ana)


def statuses(client, paths=READS, base=THEIRS):
    return {client.get(base + path).status_code for path in paths}


@pytest.mark.parametrize(
    ("role", "member"), [("partner", "viewer"), ("endorser", "owner"), ("partner", "organizer")]
)
def test_without_being_named_there_is_nothing(client, role, member):
    whip = at_desk(client)
    log_in(client, make_partner(whip, role, member))

    assert statuses(client, READS + KEEPS) == {404}
    assert "Whip count" not in client.get("/organize/parents/campaigns/stop-the-contract").text


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_the_leads_own_viewers_and_writers_see_nothing(client, role):
    at_desk(client, role)
    assert statuses(client, READS + KEEPS, WHIP) == {404}


def test_who_is_named_reads_and_prints_and_nothing_else(client, ana):
    assert statuses(client) == {200}
    assert statuses(client, KEEPS) == {404}
    assert "Strong yes" in client.get(f"{THEIRS}/1").text
    for path in ("/1/state", "/entries/1/withdraw", "/1/record", "/readers/1/remove"):
        assert client.post(THEIRS + path, data={"act": "close"}).status_code == 404
    menu = client.get("/organize/parents/campaigns/stop-the-contract").text
    assert f'href="{THEIRS}"' in menu


def test_a_page_for_readers_offers_nothing_that_they_may_not_do(client, ana):
    text = "".join(client.get(THEIRS + path).text for path in READS)
    for path in ("/record", "/edit", "/export", "/readers", "/begin", "/withdraw"):
        assert path not in text, path


def test_naming_is_noted_and_listed(client, ana):
    log_in(client, omar())
    page = client.get(f"{WHIP}/readers").text
    assert ANA in page
    assert "Parents" in page
    assert "Cannot read it now" not in page


def omar():
    return rows(Membership)[0].user


def end(row):
    row.ended_at = now()


def hand_over():
    """Somebody else leads, and Omar's organization is a partner."""
    third = make_organization("third")
    make_partnership(rows(Whip)[0].campaign, third, "lead")
    rows(Partnership)[0].role = "partner"


@pytest.mark.parametrize(
    "end",
    [
        lambda: end(rows(Membership)[1]),
        lambda: end(rows(Partnership)[1]),
        lambda: db.session.delete(rows(WhipReader)[0]),
        hand_over,
    ],
    ids=["membership ended", "organization left", "taken back", "another leads"],
)
def test_it_ends_at_once(client, ana, end):
    assert statuses(client) == {200}
    end()
    db.session.commit()
    assert statuses(client) == {404}


def test_who_comes_back_is_not_let_in_again(client, ana):
    """A naming is for the membership of that day."""
    organization = db.session.get_one(Organization, 2)
    end(rows(Membership)[1])
    db.session.commit()
    organization.add_member(db.session.merge(ana), "organizer")
    db.session.commit()

    assert statuses(client) == {404}
    log_in(client, omar())
    assert "Cannot read it now" in client.get(f"{WHIP}/readers").text
    assert name(client).status_code == 303  # naming again lets in again
    log_in(client, rows(Membership)[1].user)
    assert statuses(client) == {200}
    assert len(rows(WhipReader)) == 1


def test_taking_back(client, ana):
    log_in(client, omar())
    answer = fill_in(client, f"{WHIP}/readers", post_to=f"{WHIP}/readers/1/remove")
    assert answer.status_code == 303
    assert rows(WhipReader) == []


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("eve@example.org", "Nobody with this address belongs"),  # has an account, elsewhere
        ("nobody@example.org", "Nobody with this address belongs"),
        ("omar@example.org", "can read the whip count already"),
        (ANA, "can read the whip count already"),
        ("ana", "Enter an email address, like"),
    ],
)
def test_it_refuses(client, ana, email, sentence):
    make_membership(make_user("eve@example.org"), make_organization("elsewhere"))
    log_in(client, omar())
    answer = name(client, email)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(rows(WhipReader)) == 1


def test_after_a_hand_over_the_new_leads_organizers_see_it_and_the_old_ones_do_not(client, ana):
    mine, theirs = rows(Partnership)
    mine.role, theirs.role = "partner", "lead"
    db.session.commit()
    rows(Membership)[1].role = "organizer"
    db.session.commit()

    assert statuses(client, READS + KEEPS) == {200}
    log_in(client, omar())
    assert statuses(client, READS + KEEPS, WHIP) == {404}
