"""Whoever holds the link of a mail sees what is next, confirms, changes and withdraws."""

import pytest
import time_machine

from campaign import tokens
from campaign.db import db
from campaign.hearings.rules.models import Window
from campaign.hearings.speaking import links
from campaign.people.models import Consent
from tests.factories import rows
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.hearings.public.people import (
    ANA,
    URL,
    WRITES,
    in_days,
    join,
    link_in_mail,
    make_led_campaign,
    path_of,
    sent,
    speakers,
    states,
)

DETAILS = {"act": "change", "name": "Ana R.", "ward": "25", "mode": "in_person"}
DETAILS |= {"interpreter": "none", "says": "More.", "edition": "1"}


def act(client, path, name, **fields):
    return client.post(path, data={"act": name} | fields)


def test_opening_the_link_changes_nothing(client):
    make_hearing()
    client.post(f"{URL}/sign-up", data=ANA | {"says": "It is near."})
    path = link_in_mail()
    for _ in range(3):
        page = client.get(path)
        assert (page.status_code, "Confirm that it is you" in page.text) == (200, True)
        assert "It is near." in page.text
        assert "Set-Cookie" not in page.headers
    assert speakers()[0].proven_at is None


def test_confirming_twice_is_once(client):
    make_hearing()
    client.post(f"{URL}/sign-up", data=ANA)
    path = link_in_mail()
    for _ in range(2):
        answer = act(client, path, "confirm")
        assert (answer.status_code, answer.location) == (303, path)
    assert "You are on our list" in client.get(path).text
    assert sent() == [("Ana@example.org", "confirm"), ("Ana@example.org", "standing")]
    assert speakers()[0].proven_at is not None


def test_a_comment_is_signed_up_for_as_well(client):
    make_hearing()
    assert client.post(f"{URL}/comment", data=WRITES).status_code == 303
    path = link_in_mail()
    act(client, path, "confirm")
    [ana] = speakers()
    assert (ana.mode, ana.state) == ("written", "interested")
    assert "Send your comment" in client.get(path).text


def test_it_says_when_to_call_and_what_to_say(client):
    window = Window(
        purpose="speak",
        mode="remote",
        channel="phone",
        closes="1 day before 08:00",
        calls_from="1 day before 10:00",
        calls_to="1 day before 14:00",
        address="(312) 555-0100",
        script={"en": "Say your name and number."},
    )
    hearing = make_hearing(rule=make_rule(windows=[window], turns="draw"))
    ana = make_speaker(hearing, "Ana", mode="remote")
    page = client.get(path_of(ana)).text

    assert "Next: sign up with the body itself" in page
    assert 'href="tel:3125550100"' in page
    assert "Say your name and number." in page
    assert "They call back" in page


WORDS = {
    "ready": "You are on our list",
    "applied": "You are signed up with the body",
    "drawn": "You were drawn",
    "not_drawn": "You were not drawn",
    "confirmed": "You will speak",
    "present": "You are here",
    "spoke": "You have spoken",
    "forfeited": "Your turn was lost",
    "out_of_time": "The time ran out before your turn",
    "filed": "Your comment is filed",
    "waiting": "You are on the waiting list",
    "offered": "A seat is free for you",
    "lapsed": "The offer has lapsed",
    "withdrawn": "You have withdrawn",
}


@pytest.mark.parametrize(("state", "words"), WORDS.items())
def test_every_state_has_plain_words(client, state, words):
    more = {"seat": 1, "offered_until": in_days(1), "queued_at": in_days(-1), "drawn": 3}
    ana = make_speaker(make_hearing(), "Ana", state=state, **more)
    page = client.get(path_of(ana))
    assert page.status_code == 200
    assert f"<h1>{words}" in page.text


def test_details_can_be_changed(client):
    ana = make_speaker(make_hearing(), "Ana")
    answer = client.post(path_of(ana), data=DETAILS | {"access": "A ramp.", "mode": "remote"})

    assert answer.status_code == 303
    [ana] = speakers()
    assert (ana.name, ana.says, ana.access, ana.mode) == ("Ana R.", "More.", "A ramp.", "remote")
    assert ana.ward.number == 25
    assert ana.email == "ana@example.org"


def test_what_is_wrong_stays_typed(client):
    ana = make_speaker(make_hearing(), "Ana")
    answer = client.post(path_of(ana), data=DETAILS | {"name": "=1", "says": "Kept here."})

    assert answer.status_code == 422
    assert "Kept here." in answer.text
    assert speakers()[0].name == "Ana"


def test_two_at_once_both_see_what_the_other_wrote(client):
    ana = make_speaker(make_hearing(), "Ana")
    path = path_of(ana)
    client.post(path, data=DETAILS | {"says": "The first."})
    answer = client.post(path, data=DETAILS | {"says": "The second."})

    assert answer.status_code == 409
    assert "The first." in answer.text
    assert "The second." in answer.text
    assert speakers()[0].says == "The first."
    again = DETAILS | {"says": "The second.", "edition": str(speakers()[0].edition)}
    assert client.post(path, data=again).status_code == 303
    assert speakers()[0].says == "The second."


def test_withdrawing_deletes_what_was_said(client):
    make_hearing(make_led_campaign())
    client.post(f"{URL}/sign-up", data=ANA | {"says": "It is near.", "allow": ["parents"]})
    path = link_in_mail()
    act(client, path, "confirm")
    for _ in range(2):
        assert act(client, path, "withdraw").status_code == 303

    [ana] = speakers()
    assert (ana.name, ana.email, ana.says, ana.network) == ("", "", "", "")
    assert ana.state == "withdrawn"
    assert rows(Consent) == []
    assert "We have deleted" in client.get(path).text


def test_it_was_not_me(client):
    make_hearing()
    client.post(f"{URL}/sign-up", data=ANA)
    path = link_in_mail()
    answer = act(client, path, "withdraw")

    assert answer.location == f"{URL}/gone"
    assert client.get(answer.location).status_code == 200
    assert speakers() == []
    assert client.get(path).status_code == 404
    assert act(client, path, "confirm").status_code == 404


def test_who_has_withdrawn_can_sign_up_again(client):
    make_hearing()
    path = join(client, "Ana")
    act(client, path, "withdraw")
    with time_machine.travel(in_days(1)):
        join(client, "Ana")
    assert states() == [("Ana", "interested")]
    assert speakers()[0].proven_at is not None


def test_a_confirmation_after_the_end_is_refused(client):
    hearing = make_hearing()
    client.post(f"{URL}/sign-up", data=ANA)
    path = link_in_mail()
    hearing.status = "cancelled"
    db.session.commit()

    assert "cancelled" in client.get(path).text
    assert act(client, path, "confirm").status_code == 410
    assert speakers()[0].proven_at is None
    assert act(client, path, "withdraw").status_code == 303
    assert speakers() == []


def test_to_the_second_it_is_too_late_to_confirm(client):
    hearing = make_hearing()
    path = path_of(make_speaker(hearing, "Ana", proven_at=None))
    with time_machine.travel(hearing.starts_at, tick=False) as clock:
        assert act(client, path, "confirm").status_code == 410
        clock.shift(-1)
        assert act(client, path, "confirm").status_code == 303


def test_who_has_spoken_cannot_withdraw(client):
    ana = make_speaker(make_hearing(), "Ana", state="spoke")
    act(client, path_of(ana), "withdraw")
    assert states() == [("Ana", "spoke")]


def test_other_tokens_do_not_work(client):
    hearing = make_hearing()
    ana = make_speaker(hearing, "Ana")
    odd = [None, "x", [1], {}, [hearing.id, 999], [999, ana.id], ["1", "1"], [1, 2, 3]]
    found = [tokens.make(links.PURPOSE, one) for one in odd]
    found += [tokens.make("petition.signature", [hearing.id, ana.id]), "cut-off", "x" * 3_000]
    for token in found:
        for path in (f"/speaking/{token}", f"/speaking/{token}.ics"):
            assert client.get(path).status_code == 404
        assert act(client, f"/speaking/{token}", "withdraw").status_code == 404
    assert states() == [("Ana", "interested")]


def test_a_link_ends_after_400_days(client):
    path = path_of(make_speaker(make_hearing(), "Ana"))
    assert client.get(path).status_code == 200
    with time_machine.travel(in_days(401)):
        assert client.get(path).status_code == 404


def test_an_unknown_act_is_refused(client):
    path = path_of(make_speaker(make_hearing(), "Ana"))
    assert act(client, path, "win").status_code == 400
    assert client.post(path).status_code == 400


def test_another_site_cannot_press_the_button(client):
    path = path_of(make_speaker(make_hearing(), "Ana"))
    headers = {"Origin": "https://evil.example.org"}
    assert client.post(path, data={"act": "withdraw"}, headers=headers).status_code == 403
    assert states() == [("Ana", "interested")]
