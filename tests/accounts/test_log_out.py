from flask import current_app

from campaign.accounts import User
from tests.accounts.factories import is_logged_in, log_in, make_user
from tests.factories import rows


def test_it_works(client):
    log_in(client, make_user())
    assert client.post("/logout").location == "/login"
    assert not is_logged_in(client)


def test_it_ends_the_sessions_on_every_device(client):
    user, phone = make_user(), current_app.test_client()
    log_in(client, user)
    log_in(phone, user)
    client.post("/logout")

    assert not is_logged_in(phone)


def test_a_copied_cookie_is_worth_nothing_afterwards(client):
    log_in(client, make_user())
    cookie = client.get_cookie("session").value
    client.post("/logout")
    client.set_cookie("session", cookie)

    assert not is_logged_in(client)


def test_others_stay_logged_in(client):
    make_user("ana@example.org")
    before = rows(User)[0].fs_uniquifier
    log_in(client, make_user())
    client.post("/logout")

    assert rows(User)[0].fs_uniquifier == before


def test_a_link_elsewhere_cannot_do_it(client):
    log_in(client, make_user())

    assert client.get("/logout").status_code == 405
    assert client.post("/logout", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert is_logged_in(client)


def test_without_a_session_it_leads_to_the_login(client):
    assert client.post("/logout").location == "/login"
