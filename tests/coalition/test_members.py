"""Roles, leaving, removing; an owner always stays."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import event

from campaign.coalition import audit
from campaign.coalition.audit import Audit
from campaign.coalition.models import Invitation, Membership, Organization
from campaign.db import db
from campaign.mail import OutgoingEmail
from tests.accounts.factories import is_logged_in, make_user
from tests.coalition.desk import SOUTH, Desk, at_once, make_desk, membership
from tests.coalition.factories import make_membership, make_organization
from tests.factories import rows

ROUNDS = 3


@pytest.fixture
def omar(app):
    """An owner of South Side, in a browser."""
    return make_desk(app, make_organization())


def add_ana(role="organizer"):
    organization = db.session.scalars(db.select(Organization)).one()
    return make_membership(make_user("ana@example.org"), organization, role)


def roles():
    return {one.user.email[:4]: one.role for one in rows(Membership) if one.is_current}


def test_changing_a_role(omar):
    number = add_ana().id
    answer = omar.post(f"{SOUTH}/members/{number}", role="viewer")

    assert answer.location == SOUTH
    assert roles() == {"omar": "owner", "ana@": "viewer"}
    noted = rows(Audit)[-1]
    assert (noted.act, noted.details["was"], noted.details["role"]) == (
        "member.role_changed",
        "organizer",
        "viewer",
    )


def test_a_lower_role_holds_at_once(app, omar):
    ana = add_ana()
    desk, number = Desk(app, ana.user), ana.id
    assert desk.get(f"{SOUTH}/campaigns/new").status_code == 200
    omar.post(f"{SOUTH}/members/{number}", role="viewer")

    assert desk.get(f"{SOUTH}/campaigns/new").status_code == 403


@pytest.mark.parametrize("role", ["", "king"])
def test_a_role_that_is_none_changes_nothing(omar, role):
    number = add_ana().id
    assert omar.post(f"{SOUTH}/members/{number}", role=role).status_code == 422
    assert roles()["ana@"] == "organizer"


def test_removing_ends_sessions_in_every_browser(app, omar):
    ana = add_ana()
    number, browsers = ana.id, [Desk(app, ana.user), Desk(app, ana.user)]
    assert all(one.get(SOUTH).status_code == 200 for one in browsers)
    page = f"{SOUTH}/members/{number}"
    assert omar.post(f"{page}/remove", page=page).location == SOUTH

    for one in browsers:
        assert one.get(SOUTH).status_code == 302
        assert not is_logged_in(one.client)
    assert roles() == {"omar": "owner"}
    assert rows(Audit)[-1].act == "member.removed"
    assert omar.get(SOUTH).status_code == 200


def test_who_was_removed_logs_in_and_finds_nothing(app, omar):
    number = add_ana().id
    page = f"{SOUTH}/members/{number}"
    omar.post(f"{page}/remove", page=page)
    again = Desk(app, membership("ana@example.org").user)

    assert again.get(SOUTH).status_code == 404
    assert again.get("/organize").status_code == 200


def test_leaving(app, omar):
    desk = Desk(app, add_ana().user)
    assert desk.post(f"{SOUTH}/leave").location == "/organize"
    assert desk.get(SOUTH).status_code == 404
    assert rows(Audit)[-1].act == "member.left"


def test_the_last_owner_stays(omar):
    add_ana()
    page = f"{SOUTH}/members/{membership('omar@example.org').id}"
    demoted = omar.post(page, role="viewer")
    removed = omar.post(f"{page}/remove", page=page)
    left = omar.post(f"{SOUTH}/leave", page=page)

    for answer in (demoted, removed, left):
        assert answer.status_code == 422
    assert roles() == {"omar": "owner", "ana@": "organizer"}
    assert "You are its last owner." in omar.get(f"{SOUTH}/leave").text


def test_an_owner_who_cannot_log_in_is_none(omar):
    ana = add_ana("owner")
    ana.user.active = False
    db.session.commit()

    assert omar.post(f"{SOUTH}/leave", page=SOUTH).status_code == 422


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_of_two_owners_who_leave_at_once_one_stays(app, omar, round_):
    ana = add_ana("owner")
    ana.user.tf_primary_method, ana.user.tf_totp_secret = "authenticator", "x"
    db.session.commit()
    other = Desk(app, ana.user)
    answers = at_once(app, omar.ready(f"{SOUTH}/leave"), other.ready(f"{SOUTH}/leave"))

    assert sorted(answers) == [303, 422]
    assert list(roles().values()) == ["owner"]
    assert list(audit.verify()) == []


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_of_two_owners_who_demote_each_other_one_stays(app, omar, round_):
    ana = add_ana("owner")
    ana.user.tf_primary_method, ana.user.tf_totp_secret = "authenticator", "x"
    db.session.commit()
    other, hers = Desk(app, ana.user), ana.id
    his = membership("omar@example.org").id
    answers = at_once(
        app,
        omar.ready(f"{SOUTH}/members/{hers}", role="viewer"),
        other.ready(f"{SOUTH}/members/{his}", role="viewer"),
    )

    assert sorted(answers) == [303, 403]
    assert sorted(roles().values()) == ["owner", "viewer"]


def test_members_of_others_are_not_found(omar):
    other = make_organization("north-side")
    theirs = make_membership(make_user("eve@example.org"), other, "owner").id
    url = f"{SOUTH}/members/{theirs}"

    assert omar.get(url).status_code == 404
    assert omar.post(url, page=SOUTH, role="viewer").status_code == 404
    assert omar.post(f"{url}/remove", page=SOUTH).status_code == 404
    assert len(roles()) == 2


def test_inviting_again_ends_the_first_link(omar):
    invite = {"emails": "ana@example.org", "role": "writer", "language": "es"}
    omar.post(f"{SOUTH}/invitations", page=SOUTH, **invite)
    [first] = rows(Invitation)
    omar.post(f"{SOUTH}/invitations/{first.id}/again", page=SOUTH)

    assert [one.is_open for one in rows(Invitation)] == [False, True]
    assert [one.locale for one in rows(OutgoingEmail)] == ["es", "es"]
    assert rows(OutgoingEmail)[1].merge["link"].endswith("?lang=es")
    assert rows(Audit)[-1].act == "invitation.sent_again"


def test_an_account_is_mailed_in_its_language(omar):
    make_user("ana@example.org", locale="es")
    invite = {"emails": "ana@example.org", "role": "writer", "language": "en"}
    omar.post(f"{SOUTH}/invitations", page=SOUTH, **invite)

    assert rows(OutgoingEmail)[0].locale == "es"


def test_what_somebody_offered_ends_when_they_are_removed(app, omar):
    ana = make_desk(app, rows(Organization)[0], "owner", "ana@example.org")
    ana.post(f"{SOUTH}/invitations", page=SOUTH, emails="eve@example.org", role="owner")
    omar.post(f"{SOUTH}/invitations", page=SOUTH, emails="luis@example.org", role="viewer")
    number = membership("ana@example.org").id
    omar.post(f"{SOUTH}/members/{number}/remove", page=f"{SOUTH}/members/{number}")

    open_to = {one.email: one.is_open for one in rows(Invitation)}
    assert open_to == {"eve@example.org": False, "luis@example.org": True}


def test_who_accepts_locks_the_organization_first(app, omar, client):
    """As whoever closes it does: in another order the two would wait in a circle."""
    omar.post(f"{SOUTH}/invitations", page=SOUTH, emails="eve@example.org", role="viewer")
    path = urlsplit(rows(OutgoingEmail)[0].merge["link"]).path
    order = []

    def note(connection, cursor, sql, *more):
        order.extend(table for table in ("organization", "invitation") if f"FROM {table} " in sql)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert order[1:3] == ["organization", "invitation"]  # after a look whose it is
