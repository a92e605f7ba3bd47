"""Erasing everything, by the person and by command."""

import json

import pytest

from campaign.coalition import invitations, scope
from campaign.coalition.audit import Audit, verify
from campaign.coalition.models import Invitation, Membership, Organization
from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.people.consents import refuse
from campaign.people.models import Consent, Person, Refusal
from campaign.people.my_data import erasing
from campaign.petitions import counting
from campaign.petitions.integrity.models import Invalidation
from campaign.petitions.models import Signature
from tests.accounts.factories import is_logged_in, log_in, make_user
from tests.coalition.factories import make_membership
from tests.factories import add, rows
from tests.my_data.factories import ANA, link_for, make_signer


@pytest.fixture(autouse=True)
def everyones(app, instance):
    (instance / "erasures").unlink(missing_ok=True)
    with scope.everyones():
        yield


def test_it_works(client):
    petition, _, signature = make_signer()
    mark = signature.mailbox
    make_signer("eve@example.org", name="Eve")
    answer = client.post(f"{link_for()}/erase")

    assert answer.location == "/my-data/gone"
    assert [one.name for one in rows(Signature)] == ["Eve"]
    assert [one.name for one in rows(Person)] == ["Eve"]
    assert counting.count(petition.id).total == 1
    assert ANA not in [one.to for one in rows(OutgoingEmail)]
    organizations = {one.id for one in rows(Organization)}
    assert {one.organization_id for one in rows(Refusal, mailbox=mark)} == organizations
    assert "gone" in client.get(answer.location).text


def test_the_page_says_what_goes_and_what_stays(client):
    make_signer()
    page = client.get(f"{link_for()}/erase").text
    for words in ("This cannot be undone", "Your name under", "What stays", "A mark that cannot"):
        assert words in page


def test_the_audit_says_that_and_not_whom(client):
    make_signer()
    client.post(f"{link_for()}/erase")
    [note] = [one for one in rows(Audit) if one.act == "person.erased"]
    assert note.details["by"] == "person"
    assert note.details["erased"]["petitions"] == 1
    assert ANA not in str(note.details) + note.about
    assert list(verify()) == []


def test_erasing_twice_is_once(client):
    make_signer()
    path = link_for()
    assert [client.post(f"{path}/erase").status_code for _ in range(2)] == [303, 303]
    assert rows(Signature) == []


def test_no_import_brings_them_back(client):
    _, partner, signature = make_signer()
    mark = signature.mailbox
    client.post(f"{link_for()}/erase")
    refuse(partner.id, mark)  # twice is once
    db.session.commit()
    assert len(rows(Refusal, organization_id=partner.id, mailbox=mark)) == 1


def test_they_may_sign_again(client):
    petition, _, _ = make_signer()
    client.post(f"{link_for()}/erase")
    make_signer()
    assert counting.count(petition.id).total == 1
    assert [one.is_given for one in rows(Consent)] == [True]


def test_a_staff_account_goes_and_its_number_stays(client):
    _, partner, _ = make_signer()
    omar = make_user("omar@example.org", name="Omar Haddad")
    make_membership(omar, partner, "organizer")
    invitations.invite(partner, "omar@example.org", "owner", by=omar, name="Omar H.")
    db.session.commit()
    log_in(client, omar)
    assert is_logged_in(client)
    assert client.post(f"{link_for('omar@example.org')}/erase").status_code == 303

    assert not is_logged_in(client)
    [user] = [one for one in [omar] if db.session.get(type(omar), one.id)]
    db.session.refresh(user)
    assert (user.name, user.password, user.active) == ("", None, False)
    assert "omar" not in user.email + user.mailbox
    assert [one.is_current for one in rows(Membership)] == [False]
    assert rows(Invitation) == []


def test_an_only_owner_is_not_erased_by_a_link(client):
    _, partner, _ = make_signer()
    make_membership(make_user("omar@example.org"), partner, "owner")
    path = f"{link_for('omar@example.org')}/erase"
    assert "You are the only owner of Parents" in client.get(path).text
    assert client.post(path).status_code == 409
    assert [one.is_current for one in rows(Membership)] == [True]
    make_membership(make_user("eve@example.org"), partner, "owner")
    assert client.post(path).status_code == 303


def test_the_command(campaign):
    petition, _, signature = make_signer()
    mark, moment = signature.mailbox, now()
    result = campaign("erase", " ANA@example.org", "--yes", "--json")

    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["erased"]["petitions"] == 1
    assert rows(Signature) == []
    assert counting.count(petition.id).total == 0
    [(at, kept)] = erasing.remembered()
    assert kept == mark
    assert at >= moment
    assert [one.details["by"] for one in rows(Audit, act="person.erased")] == ["command"]


@pytest.mark.parametrize("words", [["erase", "ana@example.org"], ["erase", "ana"]])
def test_the_command_refuses(campaign, words):
    make_signer()
    result = campaign(*words)
    assert result.exit_code == 1
    assert len(rows(Signature)) == 1


def test_erasing_again_spares_who_came_back_before(campaign, app):
    make_signer()
    campaign("erase", ANA, "--yes")
    make_signer()
    assert erasing.erase_again(now()) == 1, "within the minute of slack it is the same act"
    db.session.rollback()
    from datetime import timedelta

    assert erasing.erase_again(now() + timedelta(hours=1)) == 0
    assert campaign("erase", "--again").output == "Erased again: 1 mailboxes.\n"
    assert rows(Signature) == []


def test_a_cut_line_is_no_erasure():
    text = b"2026-05-04T12:00:00+00:00 " + b"a" * 32 + b"\n2026-05-04T12:00:00+00:00 " + b"b" * 9
    assert [mark for _, mark in erasing.parse(text)] == ["a" * 32]


def test_nothing_is_left_of_a_person_in_two_merged_records(client):
    make_signer()
    [person] = rows(Person)
    from campaign.people.models import OtherMailbox

    other = erasing.mark_of("old@example.org")
    person.others.append(
        OtherMailbox(organization_id=person.organization_id, mailbox=other, email="old@example.org")
    )
    db.session.commit()
    page = client.get(link_for("old@example.org")).text
    assert "Ana Ruiz" in page
    assert ANA not in page, "the owner of one mailbox does not read the other"
    client.post(f"{link_for('old@example.org')}/erase")
    assert rows(Person) == rows(OtherMailbox) == []


def test_a_search_for_the_name_is_forgotten(client):
    petition, _, _ = make_signer(name="Ana Quetzal")
    user = make_user("omar@example.org")
    kept = {"reason": "Robots.", "counted": 1, "by_id": user.id, "finished_at": now()}
    for token, text in (("1", "quétzal"), ("2", "robots")):
        words = {"text": text, "domain": "example.org"}
        add(Invalidation(petition_id=petition.id, token=token, filter=words, **kept))
    client.post(f"{link_for()}/erase")

    assert [one.filter for one in rows(Invalidation)] == [
        {"domain": "example.org"},
        {"text": "robots", "domain": "example.org"},
    ]
