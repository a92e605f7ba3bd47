import time
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import current_app

from campaign.accounts import User
from campaign.mail import OutgoingEmail
from tests.accounts.factories import (
    PASSWORD,
    effort,
    fill_in,
    is_logged_in,
    log_in,
    make_hashing_costly,
    make_user,
    text_of,
)
from tests.factories import rows

NEW = "nine otters paint doors"


def ask(client, email="omar@example.org"):
    return fill_in(client, "/reset", email=email)


def link():
    return urlsplit(rows(OutgoingEmail)[-1].merge["link"]).path


def test_it_works(client):
    make_user()
    assert ask(client).status_code == 200
    [email] = rows(OutgoingEmail)
    assert (email.to, email.template) == ("omar@example.org", "accounts/mail/reset")
    assert email.merge["link"].startswith("http://localhost/reset/")
    assert "Open this link within two hours" in text_of(email)

    response = fill_in(client, link(), password=NEW, password_confirm=NEW)
    assert response.location == "/login"
    assert fill_in(client, "/login", email="omar@example.org", password=PASSWORD).status_code == 422
    fill_in(client, "/login", email="omar@example.org", password=NEW)
    assert is_logged_in(client)


def test_the_answer_is_the_same_for_an_unknown_address(client):
    make_user()
    make_user("ana@example.org", active=False)
    texts = [
        ask(client, email).text.replace(email, "")
        for email in ("omar@example.org", "eve@example.org", "ana@example.org")
    ]

    assert "If there is an account with this address" in texts[0]
    assert without_tokens(texts[0]) == without_tokens(texts[1]) == without_tokens(texts[2])
    assert [email.to for email in rows(OutgoingEmail)] == ["omar@example.org"]


def without_tokens(text):
    return [line for line in text.splitlines() if "csrf_token" not in line]


def test_an_unknown_address_costs_the_same_time(client):
    make_user()
    make_hashing_costly()
    known = effort(lambda: ask(client))
    unknown = effort(lambda: ask(client, "eve@example.org"))

    assert 0.5 < known / unknown < 2


def test_the_link_works_once(client):
    make_user()
    ask(client)
    fill_in(client, link(), password=NEW, password_confirm=NEW)
    first = next(email for email in rows(OutgoingEmail) if email.template.endswith("reset"))

    assert client.get(urlsplit(first.merge["link"]).path).location == "/reset"


def test_the_link_is_over_after_two_hours(client):
    make_user()
    ask(client)
    with time_machine.travel(time.time() + 2 * 3600 + 5):
        assert client.get(link()).location == "/reset"


@pytest.mark.parametrize("token", ["x", "WyJhIiwiYiJd.aaaa.bbbb", "é"])
def test_a_forged_link_leads_back(client, token):
    assert client.get(f"/reset/{token}").location == "/reset"
    assert client.post(f"/reset/{token}", data={"password": NEW}).location == "/reset"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "short",
        "password1234",
        "aaaaaaaaaaaaaa",
        "qwertyuiopas",
        "omar@example",
        "four\x00pelicans read",
        "x" * 9_999,
    ],
)
def test_it_refuses_a_bad_password(client, bad):
    make_user()
    ask(client)

    assert fill_in(client, link(), password=bad, password_confirm=bad).status_code == 422


def test_it_ends_all_sessions_and_tells_the_owner(client):
    user, thief = make_user(), current_app.test_client()
    log_in(thief, user)
    ask(client)
    fill_in(client, link(), password=NEW, password_confirm=NEW)

    assert not is_logged_in(thief)
    assert rows(OutgoingEmail)[-1].template == "accounts/mail/changed"


def test_a_mailbox_gets_three_mails_a_day(client):
    make_user()
    for _ in range(5):
        ask(client)

    assert len(rows(OutgoingEmail)) == 3


def test_the_password_is_not_stored_as_it_is(client):
    make_user()
    [user] = rows(User)
    assert PASSWORD not in repr(user.password)
