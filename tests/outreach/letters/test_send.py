"""Letters leave for their offices: once, in order, spread over the hours."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.factsheet import decide, stale
from campaign.mail import OutgoingEmail
from campaign.outreach.letters import acts, sending
from campaign.outreach.letters.models import KIND, Letter
from campaign.outreach.letters.offices import address_for
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.officials.factories import make_term
from tests.outreach.factories import make_action, make_letter, ward_of
from tests.outreach.letters.writing import path_of, reread
from tests.petitions.factories import make_campaign, make_organization


def waiting(action, number=0, **values):
    """A letter that was confirmed so many minutes before others with smaller numbers."""
    moment = now() - timedelta(minutes=number)
    given = {"state": "waiting", "confirmed_at": moment} | values
    return make_letter(action, f"a{number}@example.org", **given)


def states(*letters):
    return [reread(one).state for one in letters]


def later(action, minutes):
    """As if so many minutes had passed since the last letter left."""
    for letter in rows(Letter, action_id=action.id):
        if letter.left_at:
            letter.left_at -= timedelta(minutes=minutes)
    db.session.commit()


def make_action_with_fact(**values):
    campaign = make_campaign()
    make_organization(campaign)
    return make_fact(campaign, "rate"), make_action(campaign=campaign, facts=["rate"], **values)


def test_it_works(client, sink, deliver):
    _fact, action = make_action_with_fact()
    text = "End it. {fact:rate}\n\nI live on 18th Street."
    letter = make_letter(action, text=text, street="35 18th Street")
    client.post(f"{path_of(letter)}/confirm")
    assert sending.send() == 1
    deliver()

    message, _copy = sink.messages
    assert [to for to, _data in sink.arrived] == ["ward35@example.org", "ana@example.org"]
    assert message["To"] == "ward35@example.org"
    assert message["From"].startswith("Ana Ruiz via Save the clinic <")
    assert message["Reply-To"] == "ana@example.org"
    assert message["Subject"] == "Please end the contract"
    assert message["Auto-Submitted"] is None
    assert message["List-Unsubscribe"] is None
    assert len(message.get_all("From")) == 1
    said = message.get_body(("plain",)).get_content()
    for words in (
        "Dear Alderperson Official 35,",
        "Evidence of a gun crime was found after 9.1% of alerts. [1]",
        "Ana Ruiz\nresident of Ward 35\n35 18th Street",
        "[1] The Use of ShotSpotter Technology, Office of Inspector General, August 24, 2021",
        "https://oig.example.org/report",
        "confirmed their mailbox before it left",
    ):
        assert words in said.replace("\r\n", "\n")
    html = message.get_body(("html",)).get_content()
    assert 'href="https://oig.example.org/report"' in html
    assert "<script" not in html


def test_the_row_may_go_out_once_and_names_the_resident(app):
    action = make_action()
    letter = waiting(action)
    sending.send()

    [email] = rows(OutgoingEmail)
    assert (email.key, email.at_most_once, email.budgeted) == (f"letter:{letter.id}:0", True, False)
    assert (email.reply_to, email.sender_name) == ("a0@example.org", "Ana Ruiz via Save the clinic")
    assert (email.batch_id, email.list_unsubscribe) == (None, None)
    assert reread(letter).state == "leaving"
    assert (letter.outgoing_email_id, letter.contact.value) == (email.id, "ward35@example.org")


def test_the_writer_gets_a_copy_and_the_office_s_mail_is_emptied(client, deliver):
    letter = waiting(make_action())
    sending.send()
    deliver()
    sending.send()

    assert reread(letter).state == "sent"
    assert letter.sent_at is not None
    to_office, copy = rows(OutgoingEmail)
    assert (to_office.shared, to_office.reply_to, to_office.sender_name) == ({}, None, None)
    assert (copy.to, copy.template) == ("a0@example.org", "outreach/letters/mail/copy")
    assert "keep my children awake" in copy.merge["words"]
    assert copy.shared["address"] == "ward35@example.org"
    assert "keep" not in str(copy.shared)
    assert "Your letter has gone out" in client.get(path_of(letter)).text


def test_nothing_goes_twice_however_often_the_job_runs(deliver, sink):
    waiting(make_action())
    for _ in range(3):
        sending.send()
        deliver()
    assert [to for to, _data in sink.arrived].count("ward35@example.org") == 1


def test_letters_to_one_office_are_spread_oldest_first(app):
    action = make_action(per_hour=6)
    new, old = waiting(action, 1), waiting(action, 2)
    sending.send()
    sending.send()
    assert states(old, new) == ["leaving", "waiting"]

    later(action, 9)
    sending.send()
    assert states(old, new) == ["leaving", "waiting"]
    later(action, 2)
    sending.send()
    assert states(old, new) == ["leaving", "leaving"]


def test_an_office_gets_no_more_than_a_day_s_letters(app):
    action = make_action(per_hour=6, per_day=2)
    letters = [waiting(action, number) for number in range(3)]
    for _ in range(4):
        sending.send()
        later(action, 15)
    assert sorted(states(*letters)) == ["leaving", "leaving", "waiting"]


def test_a_quick_pace_is_kept_within_a_minute_too(app):
    action = make_action(per_hour=180, per_day=1000)
    letters = [waiting(action, number) for number in range(5)]
    sending.send()
    sending.send()
    assert sorted(states(*letters)).count("leaving") == 3


def test_offices_do_not_wait_for_each_other(app):
    action = make_action()
    make_term(action.body, 2)
    letters = [waiting(action, 1), waiting(action, 2, ward=ward_of(action.body, 2))]
    assert sending.send() == 2
    assert states(*letters) == ["leaving", "leaving"]


@pytest.mark.parametrize("state", ["unconfirmed", "held", "withdrawn", "failed", "sent"])
def test_only_what_waits_leaves(app, state):
    make_letter(make_action(), state=state)
    assert sending.send() == 0


def test_a_paused_action_sends_nothing(app):
    action = make_action(paused_at=now())
    letter = waiting(action)
    assert sending.send() == 0
    action.paused_at = None
    db.session.commit()
    assert sending.send() == 1
    assert states(letter) == ["leaving"]


def test_what_was_confirmed_leaves_after_the_close(app):
    waiting(make_action(closed_at=now()))
    assert sending.send() == 1


def test_a_letter_waits_while_a_fact_that_it_quotes_is_undecided(app):
    fact, action = make_action_with_fact()
    citing, other = waiting(action, 2, text="So it is: {fact:rate}"), waiting(action, 1)
    change(fact, statement="Evidence was found after 8% of alerts.")
    assert sending.send() == 1
    assert states(citing, other) == ["waiting", "leaving"]

    decide(stale(KIND, action.id)[0].citation, "update", "", "Omar")
    db.session.commit()
    later(action, 60)
    sending.send()
    assert states(citing) == ["leaving"]
    email = rows(OutgoingEmail)[-1]
    assert "8% of alerts" in email.shared["text"]
    assert reread(citing).versions == {"rate": 2}


def test_without_an_address_that_works_it_waits(client):
    letter = waiting(make_action())
    contact = address_for(letter)
    assert contact is not None
    contact.bounced_at = now()
    db.session.commit()

    assert sending.send() == 0
    assert states(letter) == ["waiting"]
    assert "no address that works now" in client.get(path_of(letter)).text


def test_what_a_person_sends_again_is_a_new_mail(app):
    letter = waiting(make_action())
    sending.send()
    letter = reread(letter)
    letter.state = "uncertain"
    acts.send_again(letter)
    db.session.commit()
    sending.send()

    assert [one.key[-2:] for one in rows(OutgoingEmail)] == [":0", ":1"]


def test_a_name_with_commas_and_accents_stays_one_header(deliver, sink):
    letter = waiting(make_action(), name='Ana "Nia" Ruíz, jr.', subject="¿Por qué? " * 12)
    sending.send()
    deliver()

    [message] = [one for one in sink.messages if one["To"] == "ward35@example.org"]
    assert message.defects == []
    assert message["Subject"] == " ".join(letter.subject.split())
    assert set(message.keys()) == {
        *("From", "To", "Date", "Message-ID", "Reply-To", "Subject"),
        *("MIME-Version", "Content-Language", "Content-Type"),
    }


def test_a_spanish_letter_is_spanish_throughout(app):
    action = make_action()
    campaign = db.session.get_one(Campaign, action.campaign_id)
    campaign.name = {"en": "Save the clinic", "es": "Salvar la clínica"}
    waiting(action, language="es")
    sending.send()

    [email] = rows(OutgoingEmail)
    assert email.locale == "es"
    assert email.shared["campaign"] == "Salvar la clínica"


def test_a_sentence_that_is_no_fact_any_more_goes_nowhere(app):
    action = make_action()
    lost, other = waiting(action, 2, text="So it is: {fact:lost}"), waiting(action, 1)
    sending.send()
    assert states(lost, other) == ["waiting", "leaving"]


@given(
    per_hour=st.integers(1, 5_000),
    per_day=st.integers(1, 5_000),
    hour=st.integers(0, 5_000),
    more=st.integers(0, 5_000),
    seconds=st.integers(0, 90_000),
)
def test_no_office_gets_more_than_its_pace(per_hour, per_day, hour, more, seconds):
    action = SimpleNamespace(per_hour=per_hour, per_day=per_day)
    last = {1: now() - timedelta(seconds=seconds)}
    pace = sending.Pace(action, last, Counter({1: hour}), Counter({1: hour + more}))
    room = pace.room(1)

    assert 0 <= room <= max(1, per_hour // 60)
    assert not room or (hour + room <= per_hour and hour + more + room <= per_day)
    assert not room or seconds + 1 >= 3600 / per_hour
