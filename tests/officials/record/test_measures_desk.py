"""Organizers' pages of measures: found, shown with their votes, added, corrected."""

from datetime import UTC, datetime

import pytest

from campaign.coalition.audit import Audit
from campaign.officials.record.models import AgendaItem, Measure, Meeting, Sponsor, Vote
from tests.factories import add, rows
from tests.officials.factories import make_body, make_committee
from tests.officials.record.desk import DESK, hidden, log_in_with, make_desk, poster
from tests.officials.record.factories import make_numbered, roll_call
from tests.petitions.factories import make_campaign, make_organization

NEW = {"record": "O2024-0011032", "title": "Keep the\r\nclinic open", "standing": "Introduced"}


@pytest.fixture
def council(client):
    return make_desk(client)


@pytest.fixture
def post(client, council):
    return poster(client)


@pytest.fixture
def measure(council, bring):
    bring("votes", roll_call("Yea", "Yea", "Yea", "Nay", action="Passed 3-1"))
    return rows(Measure)[0]


def test_the_list_finds_by_words_number_and_status(client, council):
    make_numbered(council, "R2023-0002234", "R2023-775", status="Adopted")
    make_numbered(council, "O2024-1", status="Introduced")
    for query, is_found in (
        ("", True),
        ("?q=sr2023-0775", True),
        ("?q=CLINIC+open", True),
        ("?q=2234", True),
        ("?q=100%25", False),
        ("?status=Adopted", True),
        ("?status=Introduced", False),
    ):
        page = client.get(f"{DESK}/measures{query}").text
        assert ("R2023-0002234" in page) is is_found, query


def test_a_measure_shows_its_votes(client, measure):
    page = client.get(f"{DESK}/measures/so2024-11032").text

    assert "<h1>SO2024-0011032</h1>" in page
    for words in ("3–1", "3 needed:", "enough", "Quetzal, Ana", "Ward 1"):
        assert words in page
    assert page.count('class="tile vote yea"') == 3
    assert page.count('class="tile vote nay"') == 1


def test_it_shows_sponsors_and_meetings(client, council, measure):
    ana = rows(Vote)[0].official
    add(Sponsor(measure=measure, official=ana, is_chief=True))
    at = datetime(2024, 6, 12, 15, tzinfo=UTC)
    meeting = Meeting(body=make_committee(council), external="1", starts_at=at)
    meeting.items = [AgendaItem(position=1, title="It", measure=measure, action="Passed")]
    add(meeting)
    page = client.get(f"{DESK}/measures/SO2024-0011032").text

    assert "Ana Quetzal" in page
    assert "Jun 12, 2024, 10:00" in page
    assert "Committee on Public Safety" in page


def test_it_adds(post, council):
    answer = post("measures/new", **NEW, introduced_on="2024-02-21", needs="4")

    assert answer.location == f"{DESK}/measures/O2024-0011032"
    [measure] = rows(Measure)
    assert (measure.title, measure.status) == ("Keep the clinic open", "Introduced")
    assert measure.by_hand == ["introduced_on", "needs", "status", "title"]
    assert [one.act for one in rows(Audit)] == ["measure.added"]


def test_a_later_import_fills_in_what_was_left_empty(post, bring, council):
    post("measures/new", **NEW)
    bring("measures", "record,title,kind,status\nSO2024-11032,Other,Ordinance,Passed\n")

    [measure] = rows(Measure)
    assert (measure.title, measure.kind, measure.status) == (
        "Keep the clinic open",
        "Ordinance",
        "Introduced",
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("record", "", "Write a record number"),
        ("record", "the order", "Write a record number"),
        ("title", " ", "Write what it is about"),
        ("needs", "0", "Write a whole number from 1"),
        ("url", "javascript:alert(1)", "Enter a web address"),
        ("introduced_on", "0024-01-01", "Look at the year"),
    ],
)
def test_it_rejects(post, council, field, value, sentence):
    answer = post("measures/new", **NEW | {field: value})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(Measure) == []


def test_a_number_that_is_taken_is_refused(post, council):
    make_numbered(council, "SO2024-11032")
    answer = post("measures/new", **NEW)

    assert answer.status_code == 422
    assert "O2024-0011032 is SO2024-11032 here already." in answer.text


def test_it_corrects(client, post, measure):
    path = "measures/O2024-0011032/edit"
    seen = hidden(client, path)
    answer = post(path, title="A better title", needs="4", seen=seen)

    assert answer.status_code == 303
    [measure] = rows(Measure)
    assert (measure.title, measure.needs, measure.by_hand) == (
        "A better title",
        4,
        ["needs", "title"],
    )
    assert "not enough" in client.get(f"{DESK}/measures/O2024-0011032").text


def test_who_saves_second_is_told(client, post, measure):
    path = "measures/O2024-0011032/edit"
    seen = hidden(client, path)
    post(path, title="The first", seen=seen)
    answer = post(path, title="The second", seen=seen)

    assert answer.status_code == 409
    assert "Somebody has changed this since you opened the page." in answer.text
    assert "The first" in answer.text
    assert "The second" in answer.text
    assert rows(Measure)[0].title == "The first"


def test_it_adds_a_number_and_takes_it_off(client, post, measure):
    post("measures/O2024-0011032/numbers", number="R2023-775")
    assert client.get(f"{DESK}/measures/R2023-0000775").status_code == 200
    answer = post("measures/O2024-0011032/numbers/remove", key="R2023-0000775")

    assert "no longer means this measure" in client.get(answer.location).text
    assert client.get(f"{DESK}/measures/R2023-0000775").status_code == 404
    assert rows(Measure)[0].by_hand == ["numbers"]
    post("measures/O2024-0011032/numbers", number="R2023-775")
    assert len(rows(Measure)[0].numbers) == 2


def test_the_shown_number_stays(client, post, measure):
    post("measures/O2024-0011032/numbers/remove", key="O2024-0011032")

    assert len(rows(Measure)[0].numbers) == 1


def test_it_refuses_a_number_of_another_measure(post, council, measure):
    make_numbered(council, "R2023-775")
    answer = post("measures/O2024-0011032/numbers", number="R2023-0775")

    assert answer.status_code == 422
    assert "R2023-0775 is R2023-775 here already." in answer.text


def test_it_corrects_a_vote(client, post, measure):
    vote = rows(Vote)[1]
    path = f"measures/O2024-0011032/votes/{vote.id}"
    seen = hidden(client, path)
    assert post(path, value="recused", seen=seen).status_code == 303
    again = post(path, value="nay", seen=seen)

    assert again.status_code == 409
    assert [(one.value, one.by_hand) for one in rows(Vote)][1] == ("recused", ["value"])
    assert post(path, value="perhaps", seen=seen).status_code == 422
    assert rows(Audit)[-1].details == {"official": "omar-heron", "vote": "recused"}


def test_a_vote_of_another_measure_is_not_found(client, council, measure):
    make_numbered(council, "R2023-775")

    assert client.get(f"{DESK}/measures/R2023-775/votes/{rows(Vote)[0].id}").status_code == 404
    assert client.get(f"{DESK}/measures/R2023-776").status_code == 404


@pytest.mark.parametrize(
    ("role", "part", "status"), [("viewer", "partner", 403), ("writer", "lead", 403)]
)
def test_who_may_read_but_not_change(client, role, part, status):
    council = make_desk(client, role, part)
    make_numbered(council, "O2024-1")
    page = client.get(f"{DESK}/measures/O2024-1")

    assert page.status_code == 200
    assert "Correct" not in page.text
    assert poster(client)("measures/O2024-1/edit", title="No").status_code == status
    assert client.get("/organize/parents/campaigns/clinic/measures").status_code == 404


def test_a_second_council_has_its_own(client, council):
    make_numbered(council, "O2024-1", status="Here")
    other = make_body(wards=1, slug="other", name={"en": "Other Council"})
    make_numbered(other, "O2024-1", status="There")
    page = client.get(f"{DESK}/measures/O2024-1?body=other").text

    assert "There" in page
    assert f"{DESK}/measures/O2024-0000001/edit?body=other" in page
    assert "Here" in client.get(f"{DESK}/measures/O2024-1").text
    assert client.get(f"{DESK}/measures?body=elsewhere").status_code == 404


def test_without_a_council_one_is_started_first(client):
    log_in_with(client, make_organization(make_campaign(), "neighbors"), "organizer")
    answer = client.get(f"{DESK}/measures")

    assert answer.location == f"{DESK}/bodies"
    assert "No council yet" in client.get(f"{DESK}/bodies").text
