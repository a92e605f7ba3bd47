import pytest
from flask import current_app

from campaign.accounts.passwords import find_faults
from campaign.mail import OutgoingEmail
from tests.accounts.factories import (
    PASSWORD,
    fill_in,
    is_logged_in,
    log_in,
    make_user,
    text_of,
)
from tests.factories import rows

NEW = "nine otters paint doors"
URL = "/account/password"


def change(client, password=PASSWORD, new=NEW, again=None):
    fields = {"password": password, "new_password": new, "new_password_confirm": again or new}
    return fill_in(client, URL, **fields)


def test_it_works(client):
    log_in(client, make_user())

    assert change(client).location == "/account"
    assert is_logged_in(client)
    [email] = rows(OutgoingEmail)
    assert not email.budgeted
    assert "Your password has changed" in text_of(email)
    client.post("/logout")
    fill_in(client, "/login", email="omar@example.org", password=NEW)
    assert is_logged_in(client)


def test_it_ends_the_sessions_on_other_devices(client):
    user, other = make_user(), current_app.test_client()
    log_in(client, user)
    log_in(other, user)
    change(client)

    assert is_logged_in(client)
    assert not is_logged_in(other)


def test_it_asks_for_the_old_one(client):
    log_in(client, make_user())

    assert change(client, password="wrong").status_code == 422
    assert change(client, again="something else here").status_code == 422
    assert change(client, new=PASSWORD).status_code == 422


def test_it_needs_a_login(client):
    assert client.get(URL).location == "/login?next=/account/password"
    assert client.post(URL).location.startswith("/login")


@pytest.mark.parametrize(
    "bad",
    [
        "Password1234",
        "p@ssw0rd2026",
        "abcdefghijkl",
        "lkjhgfdsapoiuy",
        "123456789012",
        "121212121212",
        "welcome2chicago",
        "omar.cruz2026",
        "correct horse battery staple",
        "x" * 300,
    ],
)
def test_these_are_tried_first(app, bad):
    with app.test_request_context():
        assert find_faults(bad, "omar.cruz@example.org", "Omar Cruz")


@pytest.mark.parametrize(
    "good", [PASSWORD, NEW, "zQ8#mm2!vLp0x", "tres gatos leen mapas", "日本語の長い合言葉です"]
)
def test_these_are_fine(app, good):
    with app.test_request_context():
        assert find_faults(good, "omar@example.org", "Omar") == []
