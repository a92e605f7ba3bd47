"""A resident writes to their own official."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.mail.mould import render
from campaign.officials.record.models import RollCall, Sponsor, Vote
from campaign.outreach.letters import alike, points
from campaign.outreach.letters.forms import numbers_in
from campaign.outreach.letters.models import Letter, LetterRun
from campaign.outreach.letters.offices import office_of
from campaign.pages import forget
from campaign.people.models import Person
from tests.factories import add, rows
from tests.factsheet.factories import make_fact
from tests.officials.factories import make_measure
from tests.outreach.factories import make_action, make_letter, ward_of
from tests.outreach.letters.writing import ANA, URL, WORDS, WRITE, make_points, the_letter, write
from tests.petitions.factories import make_campaign, make_organization


def make_action_with_fact(**values):
    campaign = make_campaign()
    make_organization(campaign)
    make_fact(campaign, "rate")
    make_fact(campaign, "other", statement="Another sentence.", figure=None, unit=None)
    return make_action(campaign=campaign, facts=["rate"], **values)


def test_it_works(client):
    make_action()
    response = client.post(WRITE, data=ANA)

    assert (response.status_code, response.location) == (303, f"{URL}/thanks")
    letter = the_letter()
    assert (letter.name, letter.email, letter.ward.number) == ("Ana Ruiz", "Ana@example.org", 35)
    assert letter.text == f"{WORDS}\n\n{ANA['answer_2']}"
    assert (letter.state, letter.official.name, letter.street) == (
        "unconfirmed",
        "Official 35",
        "",
    )
    [email] = rows(OutgoingEmail)
    assert (email.to, email.template) == ("Ana@example.org", "outreach/letters/mail/confirm")
    assert "/my-letter/" in email.merge["link"]
    assert "One more step" in client.get(response.location).text


def test_the_form_says_whom_to_and_keeps_no_session(client):
    make_action()
    response = client.get(WRITE)

    assert "Write to Alderperson Official 35" in response.text
    assert "What have you seen?" in response.text
    assert 'value="Please end the contract"' in response.text
    assert "Set-Cookie" not in response.headers
    assert "csrf" not in response.text


def test_without_prompts_of_its_own_an_action_asks_good_questions(client):
    make_action(prompts=[])
    assert "What have you seen or lived through yourself?" in client.get(WRITE).text


def test_votes_on_the_record_are_shown_and_nothing_else(client):
    action = make_action()
    measure = make_measure(action.body)
    action.measure = measure
    official = office_of(ward_of(action.body)).official
    call = add(RollCall(measure=measure, body=action.body, on=date(2024, 5, 22), action="Passage"))
    add(Vote(roll_call=call, official=official, value="nay"))
    add(Sponsor(measure=measure, official=official))
    page = client.get(WRITE).text

    assert "<strong>Nay</strong>" in page
    assert "That is no vote." in page


def test_a_measure_without_a_vote_says_so(client):
    action = make_action()
    action.measure = make_measure(action.body)
    db.session.commit()
    assert "No vote of theirs on it is on the public record." in client.get(WRITE).text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"answer_1": "", "answer_2": ""}, "Write a sentence or two"),
        ({"answer_1": "End it", "answer_2": ""}, "Write a sentence or two"),
        ({"answer_1": "long words " * 1000}, "at most 10,000"),
        ({"answer_1": f"{WORDS} https://example.org/"}, "Leave links out"),
        ({"answer_1": f"{WORDS} {{fact:nothing}}"}, "No fact is called"),
        ({"answer_2": "See {fact:rate"}, "is not closed"),
        ({"answer_2": "a\x07b"}, "invisible control"),
        ({"subject": ""}, "Write a subject."),
        ({"subject": "see www.example.org"}, "Leave links out of the subject."),
        ({"subject": "A\r\nBcc: eve@example.org"}, "on one line"),
        ({"name": "Ana\nBcc: eve@example.org"}, "on one line"),
        ({"name": ""}, "Enter your full name."),
        ({"name": "=1+1"}, "Begin the name with a letter."),
        ({"email": "nobody"}, "Enter an email address"),
        ({"email": "a@example.org\nBcc: eve@example.org"}, "on one line"),
        ({"shows_street": "y"}, "Enter your street address"),
        ({"allow": ["strangers"]}, "Tick organizations of this list."),
        ({"website": "x"}, "hidden field"),
    ],
)
def test_a_faulty_form_says_what_is_wrong_and_keeps_what_was_typed(client, values, words):
    make_action()
    response = client.post(WRITE, data=ANA | {"answer_2": "My own story."} | values)

    assert response.status_code == 422
    assert words in response.text
    assert "My own story." in response.text or "answer_2" in values
    assert rows(Letter) == rows(OutgoingEmail) == []


def test_only_facts_of_the_action_can_be_quoted(client):
    make_action_with_fact()
    page = client.get(WRITE).text
    assert "{fact:rate}" in page
    assert "{fact:other}" not in page

    response = client.post(WRITE, data=ANA | {"answer_1": f"{WORDS} {{fact:other}}"})
    assert response.status_code == 422
    assert write(client, answer_1=f"{WORDS} {{fact:rate}}").text.count("{fact:rate}") == 1


def test_looking_at_it_stores_nothing_and_keeps_what_was_typed(client):
    make_action_with_fact()
    words = f"{WORDS} Only 9% of alerts lead to anything. {{fact:rate}}"
    response = client.post(WRITE, data={"answer_1": words, "act": "check"})

    assert response.status_code == 200
    assert "Dear Alderperson Official 35," in response.text
    assert "Evidence of a gun crime was found after 9.1% of alerts." in response.text
    assert "resident of Ward 35" in response.text
    assert "“9%”?" in response.text
    assert rows(Letter) == []


def test_the_script_gets_the_same(client):
    make_action_with_fact()
    found = client.post(f"{URL}/check?ward=35", data={"answer_1": f"{WORDS} {{fact:rate}}"})

    assert "9.1% of alerts" in found.json["preview"]
    assert "words" in found.json["coach"]
    assert client.post(f"{URL}/check?ward=35", data={}).status_code == 422
    assert client.post(f"{URL}/check?ward=1", data={"answer_1": WORDS}).status_code == 422
    assert client.post(f"{URL}/check", data={}).status_code == 400


def test_no_html_of_a_writer_gets_through(client):
    make_action()
    words = f"{WORDS} <script>alert(1)</script> <img src=x>"
    page = client.post(WRITE, data=ANA | {"answer_1": words, "act": "check"}).text

    assert "<script>alert" not in page
    assert "<img" not in page


def test_points_are_dealt_so_that_writers_differ(client):
    action = make_action()
    made = make_points(action, *"ABCDEF")
    make_letter(action, points=[one.id for one in made[:3]])
    forget("letter points")  # what another test's action left in this process

    assert {one.point.title for one in points.deal(action)} == set("DEF")
    others = points.deal(action, [one.id for one in made[3:]])
    assert {one.point.title for one in others} == set("ABC")


def test_other_points_come_by_a_button_and_nothing_typed_is_lost(client):
    action = make_action()
    made = make_points(action, "Cost", "Stops", "Trust", "Evidence")
    first = "-".join(str(one.id) for one in made[:3])
    page = client.post(WRITE, data=ANA | {"dealt": first, "act": "deal"}).text

    assert "Evidence" in page
    assert WORDS in page
    assert write(client, dealt=first).points == [one.id for one in made[:3]]


def test_retired_and_strange_points_are_not_kept(client):
    action = make_action()
    [point] = make_points(action, "Old")
    point.is_retired = True
    db.session.commit()

    assert write(client, dealt=f"{point.id}-99-x-1e9").points == []


def test_the_street_goes_in_only_when_ticked(client):
    make_action()
    street = {"street": "35 18th Street"}
    assert write(client, **street).street == ""
    assert write(client, **street, shows_street="y").street == "35 18th Street"


def test_consents_are_unticked_and_kept_only_as_wishes(client):
    action = make_action()
    make_organization(action.campaign, "parents", "partner")
    assert " checked" not in client.get(WRITE).text
    letter = write(client, allow=["parents"], by="parents", is_private="y")

    assert list((letter.wanted or {}).values()) == ["Parents may email me about this campaign."]
    assert letter.recruited_by is not None
    assert letter.recruited_by.slug == "parents"
    assert letter.is_private
    assert rows(Person) == []


def test_a_second_post_replaces_the_words_and_mails_at_most_every_ten_minutes(client):
    make_action()
    write(client)
    letter = write(client, answer_1=f"Now: {WORDS}", email="ANA@example.org ")
    assert letter.text.startswith("Now:")
    assert len(rows(OutgoingEmail)) == 1

    letter.asked_at = now() - timedelta(minutes=11)
    db.session.commit()
    write(client)
    assert len(rows(OutgoingEmail)) == 2


@pytest.mark.parametrize("state", ["waiting", "held", "leaving", "sent", "uncertain", "bounced"])
def test_nobody_changes_a_letter_that_is_confirmed(client, state):
    action = make_action()
    make_letter(action, state=state, text="Ana's words", asked_at=now() - timedelta(hours=1))
    response = client.post(WRITE, data=ANA)

    assert response.location == f"{URL}/thanks"
    assert the_letter().text == "Ana's words"
    [email] = rows(OutgoingEmail)
    assert email.template == "outreach/letters/mail/known"


def test_who_withdrew_before_it_left_may_write_anew(client):
    make_letter(make_action(), state="withdrawn")
    assert write(client).state == "unconfirmed"


def test_who_was_forged_gets_no_more_mail(client):
    make_letter(make_action(), state="withdrawn", disowned_at=now())
    assert client.post(WRITE, data=ANA).location == f"{URL}/thanks"
    assert the_letter().state == "withdrawn"
    assert rows(OutgoingEmail) == []


def test_many_letters_from_one_network_wait(client, app):
    make_action()
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, network_limit=1)
    try:
        assert client.post(WRITE, data=ANA).status_code == 303
        response = client.post(WRITE, data=ANA | {"email": "eve@example.org"})
    finally:
        app.config["SETTINGS"] = before
    assert response.status_code == 429
    assert WORDS in response.text
    assert len(rows(Letter)) == 1


def test_similar_letters_are_said_as_a_number(client):
    action = make_action()
    text = f"{WORDS} {ANA['answer_2']}"
    letter = make_letter(action, state="waiting", text=text)
    alike.keep(letter)
    db.session.commit()
    page = client.post(WRITE, data=ANA | {"act": "check"}).text

    assert "Most of this stands in 1 other letter" in page
    assert len(rows(LetterRun)) > 5


def test_the_mails_to_a_writer_can_be_read(app):
    shared = {"title": "Write", "addressee": "Alderperson X", "address": "x@example.org"}
    merge = {"link": "http://localhost/x", "subject": "End it", "words": "a\nb"}
    for name in ("confirm", "known", "remind", "copy"):
        subject, text, html = render(f"outreach/letters/mail/{name}", "en", shared | merge)
        assert "{{" not in subject + text + html
        assert "http://localhost/x" in text


@given(st.text(max_size=60))
def test_dealt_numbers_are_read_from_anything(said):
    assert all(0 <= one < 10**9 for one in numbers_in(said))
