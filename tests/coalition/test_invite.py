import pytest

from campaign.coalition import invitations
from campaign.coalition.models import Invitation
from campaign.db import db
from campaign.mail import OutgoingEmail
from tests.accounts.factories import fill_in, log_in, make_user_with_phone
from tests.coalition.factories import make_membership, make_organization
from tests.factories import rows

PAGE = "/organize/south-side"
URL = f"{PAGE}/invitations"


@pytest.fixture
def owner(client):
    """A client in which Omar, an owner, is logged in."""
    omar = make_user_with_phone()
    make_membership(omar, make_organization(), "owner")
    log_in(client, omar)
    return client


def invite(client, emails="ana@example.org", role="writer"):
    return fill_in(client, PAGE, post_to=URL, emails=emails, role=role)


def test_it_works(owner):
    assert invite(owner).location == PAGE
    [invitation] = rows(Invitation)
    assert (invitation.email, invitation.role) == ("ana@example.org", "writer")
    assert invitation.invited_by.email == "omar@example.org"
    [email] = rows(OutgoingEmail)
    assert email.template == "coalition/mail/invitation"
    assert "ana@example.org" in owner.get(PAGE).text


def test_several_at_once_each_once(owner):
    invite(owner, "ana@example.org\n eve@example.org, ANA@example.org\n\n")

    assert [one.email for one in rows(Invitation)] == ["ana@example.org", "eve@example.org"]


@pytest.mark.parametrize(
    ("emails", "role", "sentence"),
    [
        ("", "writer", "Enter an email address."),
        ("ana", "writer", "“ana” is not an email address."),
        ("ana@example.org\neve@", "writer", "“eve@” is not an email address."),
        ("a@b\r\nBcc: x@example.org", "writer", "is not an email address."),
        ("ana@example.org\x00", "writer", "Remove the invisible control characters."),
        ("josé@example.org", "writer", "is not an email address."),
        ("\n".join(f"p{n}@example.org" for n in range(21)), "writer", "at most 20"),
        ("ana@example.org", "king", "Not a valid choice."),
        ("ana@example.org", "", "Choose a role."),
        ("omar@example.org", "writer", "omar@example.org belongs to this organization already."),
        ("ana@example.org\nomar@example.org", "writer", "belongs to this organization already."),
    ],
)
def test_it_says_what_is_wrong_and_invites_nobody(owner, emails, role, sentence):
    response = invite(owner, emails, role)

    assert response.status_code == 422
    assert sentence in response.text
    assert rows(Invitation) == []
    assert rows(OutgoingEmail) == []


def test_withdrawing(owner):
    invite(owner)
    [invitation] = rows(Invitation)
    number = invitation.id
    response = fill_in(owner, PAGE, post_to=f"{URL}/{number}/withdraw")

    assert response.location == PAGE
    assert not rows(Invitation)[0].is_open
    assert "None waits for an answer." in owner.get(PAGE).text


def test_another_organizations_invitation_is_not_found(owner):
    other = make_organization("north-side")
    offer = invitations.invite(other, "eve@example.org", "viewer", by=None)
    db.session.commit()
    number = offer.id

    assert fill_in(owner, PAGE, post_to=f"{URL}/{number}/withdraw").status_code == 404
    assert rows(Invitation)[0].is_open


def test_only_owners_may(client):
    omar = make_user_with_phone()
    make_membership(omar, make_organization(), "organizer")
    log_in(client, omar)

    assert client.post(URL, data={"emails": "ana@example.org"}).status_code == 403
    assert client.post(f"{URL}/1/withdraw").status_code == 403
    assert rows(Invitation) == []


def test_nobody_mails_strangers_in_numbers(owner, monkeypatch):
    monkeypatch.setattr(invitations, "OFFERS", 3)
    assert invite(owner, "a@example.org\nb@example.org").status_code == 302
    answer = invite(owner, "c@example.org\nd@example.org")

    assert answer.status_code == 422
    assert "Go on tomorrow." in answer.text
    assert [one.email for one in rows(Invitation)] == ["a@example.org", "b@example.org"]
    assert len(rows(OutgoingEmail)) == 2
