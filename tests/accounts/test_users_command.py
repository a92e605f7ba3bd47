import json
from urllib.parse import urlsplit

import pytest

from campaign.accounts import User
from campaign.coalition.audit import Audit
from campaign.coalition.models import Invitation, Organization
from campaign.db import db
from campaign.mail import OutgoingEmail
from tests.accounts.factories import PASSWORD, fill_in, is_logged_in, log_in, make_user
from tests.coalition.factories import make_membership, make_organization
from tests.factories import rows

INVITE = ("users", "invite", "ana@example.org", "--organization", "south-side")


def test_inviting_prints_the_link_and_queues_the_mail(campaign, client):
    make_organization()
    result = campaign(*INVITE, "--role", "owner", "--name", "Ana")

    assert result.exit_code == 0, result.output
    link = result.output.splitlines()[0]
    assert link.startswith("http://localhost/invitations/")
    [email] = rows(OutgoingEmail)
    assert (email.to, email.merge["link"]) == ("ana@example.org", f"{link}?lang=en")
    assert [(one.act, one.user_id) for one in rows(Audit)] == [("member.invited", None)]
    fields = {"name": "Ana Ruiz", "password": PASSWORD}
    assert fill_in(client, urlsplit(link).path, **fields).location == "/organize"
    assert client.get("/organize").location == "/account/second-factor"


def test_the_first_organization_is_made_on_the_way(campaign):
    result = campaign(*INVITE, "--create-organization", "South Side Neighbors", "--json")

    assert result.exit_code == 0, result.output
    assert set(json.loads(result.output)) == {"link", "expires_at"}
    [organization] = rows(Organization)
    assert (organization.slug, organization.name) == ("south-side", "South Side Neighbors")
    assert [one.role for one in rows(Invitation)] == ["organizer"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (INVITE, "There is no organization 'south-side'."),
        ((*INVITE, "--role", "king"), "'king' is not a role"),
        (("users", "invite", "ana", *INVITE[3:], "--create-organization", "X"), "not an email"),
        ((*INVITE[:4], "South Side", "--create-organization", "X"), "is no short name"),
        ((*INVITE, "--create-organization", " "), "needs a name"),
        (("users", "disable", "eve@example.org"), "There is no account"),
    ],
)
def test_it_refuses_with_one_line(campaign, words, sentence):
    result = campaign(*words)

    assert result.exit_code == 1
    assert sentence in result.output
    assert len(result.output.splitlines()) == 1
    assert rows(Invitation) == []
    assert rows(Organization) == []


def test_an_organization_is_not_made_twice(campaign):
    make_organization()
    assert campaign(*INVITE, "--create-organization", "Again").exit_code == 1


def test_a_member_is_not_invited_again(campaign):
    make_membership(make_user("ana@example.org"), make_organization(), "owner")
    result = campaign(*INVITE)

    assert result.exit_code == 1
    assert "belongs to this organization already" in result.output


def test_wrong_usage_is_exit_code_two(campaign):
    assert campaign("users", "invite").exit_code == 2
    assert campaign("users", "invite", "ana@example.org").exit_code == 2


def test_listing(campaign):
    make_membership(make_user(), make_organization(), "owner")
    make_user("eve@example.org", active=False)
    result = campaign("users", "list")

    assert result.output.splitlines() == [
        "eve@example.org  no role; disabled",
        "omar@example.org  owner of south-side",
    ]
    listed = json.loads(campaign("users", "list", "--json").output)
    assert listed[1]["roles"] == {"south-side": "owner"}
    assert listed[1]["second_factor"] is False


def test_disabling_ends_the_sessions(campaign, client):
    log_in(client, make_user())
    result = campaign("users", "disable", "Omar@example.org")

    assert result.exit_code == 0
    assert not is_logged_in(client)
    [user] = rows(User)
    assert not user.active
    user.active = True
    db.session.commit()
    assert not is_logged_in(client)  # letting somebody in again revives no old session
