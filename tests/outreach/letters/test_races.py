"""Many at once: the unique key, locks and the outbox's key decide, not a look before."""

from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.outreach.letters import alike, sending
from campaign.outreach.letters.models import Letter
from campaign.people.models import Consent
from tests.coalition.desk import at_once
from tests.factories import rows
from tests.officials.factories import make_term
from tests.outreach.factories import make_action, make_letter, ward_of
from tests.outreach.letters.writing import ANA, WORDS, WRITE, path_of, reread, the_letter, write
from tests.petitions.factories import make_organization


class Done:
    """What `at_once` takes for an answer."""

    status_code = 200


def posts(app, count, url, data=None):
    """The same post of so many browsers."""
    return [lambda: app.test_client().post(url, data=data or {}) for _ in range(count)]


def test_one_form_posted_16_times_at_once_is_one_letter_and_one_mail(app):
    make_action()
    assert set(at_once(app, *posts(app, 16, WRITE, ANA))) == {303}
    assert the_letter().state == "unconfirmed"
    assert len(rows(OutgoingEmail)) == 1


def test_one_link_used_64_times_at_once_confirms_once(app, client):
    action = make_action()
    make_organization(action.campaign, "parents", "partner")
    letter = write(client, allow=["parents"])
    assert set(at_once(app, *posts(app, 64, f"{path_of(letter)}/confirm"))) == {303}
    assert reread(letter).state == "waiting"
    assert len(rows(Consent)) == 1


def test_letters_to_two_wards_confirmed_at_once_are_one(app):
    action = make_action()
    make_term(action.body, 2)
    letters = [make_letter(action), make_letter(action, ward=ward_of(action.body, 2))]
    acts = [one for each in letters for one in posts(app, 4, f"{path_of(each)}/confirm")]
    assert set(at_once(app, *acts)) == {303}
    assert sorted(reread(one).state for one in letters) == ["unconfirmed", "waiting"]


def test_of_letters_that_are_alike_no_more_leave_than_may(app):
    action = make_action()
    letters = [
        make_letter(action, f"a{number}@example.org", text=WORDS)
        for number in range(alike.MANY + 3)
    ]
    acts = [one for each in letters for one in posts(app, 1, f"{path_of(each)}/confirm")]
    at_once(app, *acts)
    states = [reread(one).state for one in letters]
    assert (states.count("waiting"), states.count("held")) == (alike.MANY, 3)


def test_jobs_at_once_write_one_mail_a_letter(app):
    action = make_action(per_hour=6)
    make_term(action.body, 2)
    for number in range(4):
        make_letter(action, f"a{number}@example.org", state="waiting")
        ward = ward_of(action.body, 2)
        make_letter(action, f"b{number}@example.org", ward=ward, state="waiting")

    def send():
        sending.send()
        return Done

    at_once(app, *[send] * 8)
    assert len(rows(OutgoingEmail)) == 2
    assert [one.state for one in rows(Letter)].count("leaving") == 2


def test_withdrawing_while_it_leaves_is_one_or_the_other(app):
    action = make_action(per_hour=3600, per_day=3600)
    for number in range(4):
        letter = make_letter(action, f"a{number}@example.org", state="waiting")

        def send():
            sending.send()
            return Done

        at_once(app, send, *posts(app, 3, f"{path_of(letter)}/withdraw"), send)
        db.session.expire_all()
        email = db.session.scalar(db.select(OutgoingEmail).filter_by(id=letter.outgoing_email_id))
        assert reread(letter).state == "withdrawn"
        assert email is None or email.state == "dropped"
