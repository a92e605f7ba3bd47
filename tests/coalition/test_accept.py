import time
from urllib.parse import urlsplit

import pytest
import time_machine

from campaign import tokens
from campaign.accounts import User
from campaign.coalition import invitations
from campaign.coalition.audit import Audit
from campaign.coalition.models import INVITATION_LASTS, Invitation, Membership, Organization
from campaign.db import db, now
from campaign.mail import OutgoingEmail
from tests.accounts.factories import (
    PASSWORD,
    fill_in,
    is_logged_in,
    log_in,
    make_user,
    text_of,
)
from tests.coalition.factories import make_membership, make_organization
from tests.factories import rows

ANA = {"name": "Ana Ruiz", "password": PASSWORD}


def make_invitation(email="ana@example.org", role="organizer", by=None):
    """Invite; the path of the link that the mail carries."""
    organization = db.session.scalar(db.select(Organization)) or make_organization()
    offer = invitations.invite(organization, email, role, by=by, name="Ana")
    path = urlsplit(invitations.link(offer)).path
    db.session.commit()
    return path


def test_it_works_for_somebody_new(client):
    path = make_invitation()
    [email] = rows(OutgoingEmail)
    number = path.partition(".")[0]  # of the invitation; the rest says when the link was made
    assert (email.to, urlsplit(email.merge["link"]).path.partition(".")[0]) == (
        "ana@example.org",
        number,
    )
    assert "You are invited to work with South Side" in text_of(email)
    assert 'value="Ana"' in client.get(path).text

    assert fill_in(client, path, **ANA).location == "/organize"
    [membership] = rows(Membership)
    assert (membership.user.email, membership.user.name) == ("ana@example.org", "Ana Ruiz")
    assert (membership.role, membership.organization.slug) == ("organizer", "south-side")
    assert membership.user.confirmed_at
    assert is_logged_in(client)
    [row] = rows(Audit)
    assert (row.act, row.user_id) == ("member.joined", membership.user_id)


def test_looking_joins_nobody(client):
    client.get(make_invitation())

    assert rows(User) == []
    assert rows(Membership) == []


def test_it_works_for_somebody_with_an_account(client):
    ana = make_user("ana@example.org")
    path = make_invitation("Ana@example.org")
    assert f"/login?next={path}" in client.get(path).text.replace("%2F", "/")

    log_in(client, ana)
    assert fill_in(client, path).location == "/organize"
    assert [one.user_id for one in rows(Membership)] == [rows(User)[0].id]


def test_the_link_alone_does_not_open_an_account_that_exists(client):
    make_user("ana@example.org")
    path = make_invitation()
    client.post(path, data={"name": "Eve", "password": "some other pass phrase"})

    assert rows(Membership) == []
    assert not is_logged_in(client)


def test_somebody_elses_account_cannot_take_it(client):
    log_in(client, make_user("eve@example.org"))
    make_user("ana@example.org")
    for path in (make_invitation(), make_invitation("omar@example.org")):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403
    assert rows(Membership) == []


def test_it_works_once(client):
    path = make_invitation()
    fill_in(client, path, **ANA)
    client.post("/logout")

    assert client.get(path).status_code == 410
    assert client.post(path, data=ANA).status_code == 410


def test_it_is_over_after_seven_days(client):
    path = make_invitation()
    with time_machine.travel(time.time() + INVITATION_LASTS.total_seconds() - 60):
        assert client.get(path).status_code == 200
    with time_machine.travel(time.time() + INVITATION_LASTS.total_seconds() + 60):
        assert client.get(path).status_code == 410


def test_it_is_over_when_withdrawn(client):
    path = make_invitation()
    [invitation] = rows(Invitation)
    invitation.withdrawn_at = now()
    db.session.commit()

    assert client.get(path).status_code == 410


def test_a_second_invitation_ends_the_first(client):
    first, second = make_invitation(), make_invitation("Ana@example.org", "viewer")

    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("purpose", ["confirm", "my-data", "reset"])
def test_a_token_for_something_else_is_no_invitation(client, purpose):
    make_invitation()
    token = tokens.make(purpose, rows(Invitation)[0].id)

    assert client.get(f"/invitations/{token}").status_code == 404


@pytest.mark.parametrize("value", [0, -1, 99, None])
def test_a_link_to_nothing_is_not_found(client, value):
    answer = client.get(f"/invitations/{tokens.make('invitation', value)}")
    assert answer.status_code == 404


@pytest.mark.parametrize("token", ["x", "é", "a.b.c", "%00"])
def test_a_forged_link_is_not_found(client, token):
    assert client.get(f"/invitations/{token}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "  "),
        ("name", "=cmd"),
        ("name", "a\x00b"),
        ("name", "www.evil.example"),
        ("name", "x" * 121),
        ("password", ""),
        ("password", "short"),
        ("password", "password1234"),
        ("password", "x" * 100_000),
        ("password", "ana@example.org"),
    ],
)
def test_it_rejects(client, field, value):
    path = make_invitation()

    assert fill_in(client, path, **ANA | {field: value}).status_code == 422
    assert rows(User) == []


def test_a_disabled_account_is_not_revived(client):
    make_user("ana@example.org", active=False)
    path = make_invitation()
    client.post(path, data=ANA)

    assert rows(Membership) == []
    assert not rows(User)[0].active


def test_coming_back_gives_the_new_role(client):
    ana, organization = make_user("ana@example.org"), make_organization()
    make_membership(ana, organization, "owner", ended_at=now())
    path = make_invitation(role="viewer")
    log_in(client, ana)
    fill_in(client, path)

    assert [(one.role, one.ended_at) for one in rows(Membership)] == [("viewer", None)]
