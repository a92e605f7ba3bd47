"""Which points are covered at which hearing, and by how many testimonies."""

from campaign.hearings.lineup.models import Deal
from campaign.testimony.facts.points import coverage
from tests.accounts.factories import log_in, make_user_with_phone
from tests.factories import add
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_hearing, make_point, make_rule, make_speaker
from tests.hearings.speaking.desk import at_desk
from tests.testimony.factories import make_draft

PAGE = "/organize/south-side/campaigns/stop-the-contract/testimony/points"


def test_it_works(client):
    hearing = at_desk(client)
    make_fact(hearing.campaign)
    point = make_point(hearing.campaign, text="{fact:rate}", wanted=3, is_must=True)
    bare = make_point(hearing.campaign, "No fact")
    make_point(hearing.campaign, "Retired", is_retired=True)
    ana, eve = (make_speaker(hearing, name) for name in ("Ana Quetzal", "Eve Ibis"))
    add(Deal(hearing_id=hearing.id, speaker_id=ana.id, point_id=point.id, why="must", is_made=True))
    make_draft(ana, "{fact:rate} and {fact:rate}")
    make_draft(eve, "Nothing of it.")
    other = make_hearing(hearing.campaign, make_rule(hearing.body), slug="council")

    found = coverage(hearing.campaign)
    assert found.points == [point, bare]
    cell = found.cell(point, hearing)
    assert (cell.dealt, cell.made, len(cell.drafts)) == (1, 1, 1)
    assert found.cell(point, other).drafts == set()
    page = client.get(PAGE)
    for words in ("dealt to 1 of 3", "made by 1", "1 testimony", "nobody says it"):
        assert words in page.text
    assert "Retired" not in page.text


def test_it_says_when_there_is_nothing(client):
    at_desk(client)
    assert "There are no points yet." in client.get(PAGE).text


def test_it_stays_private(client):
    at_desk(client, part="partner")
    assert client.get(PAGE).status_code == 403
    log_in(client, make_user_with_phone("eve@example.org"))
    assert client.get(PAGE).status_code == 404
