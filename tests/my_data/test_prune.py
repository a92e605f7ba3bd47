"""Personal data ends on its date: counted first, ended by command and every night."""

import json
from datetime import timedelta

import pytest

from campaign.accounts.models import User
from campaign.coalition import exports, invitations, scope
from campaign.coalition.audit import Audit
from campaign.coalition.models import Invitation
from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.people.models import Consent, Person
from campaign.people.my_data import pruning
from campaign.petitions import counting
from campaign.petitions.models import Signature
from tests.accounts.factories import make_user
from tests.factories import rows
from tests.my_data.factories import make_signer


@pytest.fixture(autouse=True)
def everyones(app):
    with scope.everyones():
        yield


def past():
    return {str(one.words): one.number for one in pruning.look() if one.number}


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    db.session.commit()


def days_ago(number):
    return now() - timedelta(days=number)


def test_nothing_is_past_its_date_at_first(app):
    make_signer()
    make_user("omar@example.org")
    assert past() == {}


@pytest.mark.parametrize(("closed", "is_over"), [(181, True), (179, False)])
def test_names_end_after_delivery(app, closed, is_over):
    petition, partner, signature = make_signer()
    change(petition, closed_at=days_ago(closed))
    exports.note(
        "packet", organization=partner, campaign=None, fields=["name"], count=1
    ).at = days_ago(closed)
    db.session.scalars(db.select(exports.Export)).one().campaign_id = petition.campaign_id
    db.session.commit()
    ward = signature.ward_id
    assert ("names under petitions that are over" in past()) == is_over
    pruning.prune()

    [signature] = rows(Signature)
    assert (signature.name == "") == (signature.email == "") == is_over
    assert (signature.comment == "") == (not signature.is_shown) == is_over
    assert signature.ward_id == ward
    assert counting.count(petition.id).total == 1, "it still counts"
    assert "names under petitions that are over" not in past()


@pytest.mark.parametrize(("closed", "is_over"), [(731, True), (400, False)])
def test_names_under_what_was_never_delivered_end_later(app, closed, is_over):
    petition, _, _ = make_signer()
    change(petition, closed_at=days_ago(closed))
    assert ("names under petitions that are over" in past()) == is_over


def test_an_open_petition_keeps_its_names(app):
    petition, _, _ = make_signer()
    change(petition, published_at=days_ago(2000))
    assert past() == {}


def test_people_who_allow_nothing_are_forgotten(app):
    make_signer()
    change(rows(Consent)[0], withdrawn_at=days_ago(31))
    change(rows(Person)[0], created_at=days_ago(90))
    assert past() == {"people who allow their organization nothing": 1}
    pruning.prune()
    assert rows(Person) == []
    assert past() == {}


def test_marks_of_networks_end_after_thirty_days(app):
    _, _, signature = make_signer()
    change(signature, signed_at=days_ago(31))
    assert past() == {"marks of networks": 1}
    pruning.prune()
    [signature] = rows(Signature)
    assert (signature.network, signature.name) == ("", "Ana Ruiz")


def test_invitations_that_are_over_end(app):
    _, partner, _ = make_signer()
    for n, email in enumerate(("eve@example.org", "omar@example.org")):
        offer = invitations.invite(partner, email, "viewer", by=None)
        offer.expires_at = days_ago(29 + 2 * n)
    db.session.commit()
    assert past() == {"invitations that are over": 1}
    pruning.prune()
    assert [one.email for one in rows(Invitation)] == ["eve@example.org"]


def test_accounts_that_are_off_end_after_a_year(app):
    for email, days in (("omar@example.org", 366), ("eve@example.org", 364)):
        user = make_user(email)
        user.disable()
        change(user, disabled_at=days_ago(days))
    assert past() == {"accounts that are switched off": 1}
    pruning.prune()
    omar, eve = rows(User)
    assert (omar.name, omar.password) == ("", None)
    assert eve.name == "Eve"
    assert past() == {}


def test_mails_are_emptied_after_thirty_days(app):
    make_signer()
    [email] = rows(OutgoingEmail)
    change(email, queued_at=days_ago(31), due_at=None, state="sent")
    assert past() == {"receivers and words of mails, 30 days after": 1}


def test_the_command_only_says_it_unless_told(campaign):
    _, _, signature = make_signer()
    change(signature, signed_at=days_ago(31))
    for words in (["prune"], ["prune", "--dry-run"], ["prune", "--dry-run", "--yes"]):
        result = campaign(*words)
        assert result.exit_code == 0
        assert "       1  marks of networks" in result.output
        assert "campaign prune --yes" in result.output
    assert rows(Signature)[0].network == "n"
    result = campaign("prune", "--yes", "--json")
    assert json.loads(result.stdout)["past"]["marks of networks"] == 1
    assert rows(Signature)[0].network == ""
    assert [one.details for one in rows(Audit, act="people.pruned")] == [{"number": 1}]


def test_every_night_does_the_same(app):
    _, _, signature = make_signer()
    change(signature, signed_at=days_ago(31))
    app.extensions["jobs"].open()
    from campaign.jobs import _jobs

    function, minutes = _jobs["people.prune"]
    assert minutes == 1440
    function()
    assert rows(Signature)[0].network == ""
