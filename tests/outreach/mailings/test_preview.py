"""Looking before sending: as any receiver, what the checks find, tests to members alone."""

import pytest

from campaign.accounts.models import User
from campaign.coalition import scope
from campaign.mail.models import OutgoingEmail
from campaign.outreach.mailings import checks, desk_preview
from campaign.outreach.mailings.spam import suspicions
from tests.coalition.desk import make_desk
from tests.factories import rows
from tests.outreach.factories import make_mailing, make_person

from .desk import URL, make_house, make_omar


@pytest.fixture
def house(app):
    return make_house()


def test_it_works(app, house):
    omar = make_omar(app, house, "writer")
    ana = make_person(house.lead)
    other = make_person(house.lead, "omar@example.org", name="Omar Diaz")
    make_person(house.partner, "eve@example.org", name="Eve Lopez")
    words = {"en": "Dear {first_name|friend}", "es": "Hola, {first_name|amiga}"}
    mailing = make_mailing(house.lead, house.campaign, text=words, subject=words)
    url = f"{URL}/{mailing.id}/preview"
    page = omar.get(url).text

    assert "As Ana Ruiz gets it" in page
    assert f"person={other.id}" in page
    assert "ana@example.org" not in page
    assert "Dear Omar" in omar.get(f"{url}?person={other.id}").text
    assert "Hola, Omar" in omar.get(f"{url}?person={other.id}&language=es").text
    assert "Omar Diaz" in omar.get(f"{url}?q=diaz").text
    assert "Nobody in the segment" in omar.get(f"{url}?q=lopez").text
    omar.client.reads_pages = False  # a mail carries its style itself
    frame = omar.client.get(f"{url}.html?person={ana.id}")
    assert "Dear Ana" in frame.text
    assert "default-src 'none'" in frame.headers["Content-Security-Policy"]
    assert "sandbox" in frame.headers["Content-Security-Policy"]


def test_another_organizations_person_is_not_shown(app, house):
    eve = make_person(house.partner, "eve@example.org", name="Eve Lopez")
    mailing = make_mailing(house.lead, house.campaign)
    page = make_omar(app, house).get(f"{URL}/{mailing.id}/preview?person={eve.id}").text
    assert "Eve" not in page
    assert "of whom nothing is known" in page


def test_tests_go_to_members_alone(app, house, monkeypatch):
    omar = make_omar(app, house, "writer")
    eve = make_desk(app, house.partner, "organizer", "eve@example.org")
    make_person(house.lead)
    mailing = make_mailing(house.lead, house.campaign)
    url, page = f"{URL}/{mailing.id}/test", f"{URL}/{mailing.id}/preview"
    [omar_id, eve_id] = [one.id for one in map(user, (omar, eve))]

    assert omar.post(url, page, members=str(eve_id), language="en").status_code == 422
    assert omar.post(url, page, language="en").status_code == 422
    assert omar.post(url, page, members=str(omar_id), language="xx").status_code == 422
    assert rows(OutgoingEmail) == []
    assert omar.post(url, page, members=str(omar_id), language="en", person="0").status_code == 303
    [row] = rows(OutgoingEmail)
    assert (row.to, row.shared["is_test"], row.merge["field_0"]) == (
        "omar@example.org",
        True,
        "Ana",
    )
    monkeypatch.setattr(desk_preview, "TESTS", 1)
    assert omar.post(url, page, members=str(omar_id), language="en").status_code == 422


def user(desk):
    return rows(User, email=desk.email)[0]


def found(house, text, spoken=None):
    words = {"text": {"en": text}, "subject": {"en": "The vote is near"}}
    mailing = make_mailing(house.lead, house.campaign, **words)
    with scope.of(house.lead.id):
        return [(one.level, one.words) for one in checks.run(mailing, 1, spoken or {"en": 1})]


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("[a page](https://example.com/x)", "stop", "only an example"),
        ("[a page](https://localhost/x)", "stop", "no address that a mail"),
        ("[a page](/facts)", "stop", "no address that a mail"),
        ("[a page](http://city.gov/x)", "warn", "not encrypted"),
        ("[here](https://city.gov/x)", "warn", "Say on the link"),
        ("[](https://city.gov/x)", "warn", "Say on the link"),
        ("[{name|x}](https://city.gov/{name|x})", "stop", "a field cannot stand"),
        ("a page\n\n{frist_name}", "stop", "Line 3: there is no field"),
        ("{first_name}", "warn", "Line 1: some people have no first name"),
        ("{fact:nothing}", "stop", "nothing"),
        ("word " * 30_000, "warn", "Gmail cuts"),
        ("word " * 300_000, "stop", "too much for one mail"),
        ("CALL THE CITY COUNCIL NOW " * 20, "warn", "in capitals"),
        ("Hurry! " * 7, "warn", "exclamation marks"),
    ],
)
def test_the_checks_find(app, house, text, level, words):
    assert [one for one in found(house, text) if one[0] == level and words in one[1]]


def test_a_good_mail_has_nothing_to_mend(app, house):
    text = "Dear {first_name|friend},\n\nread [the agenda](https://city.gov/agenda)."
    levels = [level for level, words in found(house, text) if "postal" not in words]
    assert set(levels) == {"good"}


def test_a_missing_language_and_a_missing_footer_show(app, house):
    said = found(house, "Come.", spoken={"en": 1, "es": 3, "xx": 1})
    assert ("warn", "3 people read Español and get it in English.") in said
    assert [one for one in said if "postal address" in one[1]]


@pytest.mark.parametrize(
    "subject", ["VOTE NOW", "Vote!!", "Re: the vote", "Vote! Now!", "FWD: VOTE"]
)
def test_a_subject_that_looks_like_spam(app, subject):
    assert list(suspicions(subject, "Come."))
    assert not list(suspicions("The vote is near", "Come!"))
