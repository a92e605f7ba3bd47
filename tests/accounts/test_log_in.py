import time

import pytest
import time_machine
from flask import current_app

from campaign.accounts.checks import BY_ACCOUNT, BY_NETWORK, WINDOW
from campaign.db import db
from campaign.limits import LimitCount
from tests.accounts.factories import (
    PASSWORD,
    effort,
    fill_in,
    is_logged_in,
    make_hashing_costly,
    make_user,
)
from tests.factories import rows


def try_password(client, password, email="omar@example.org", url="/login", **more):
    return fill_in(client, url, email=email, password=password, **more)


def test_it_works(client):
    make_user()
    response = try_password(client, PASSWORD, email=" Omar@Example.org ")

    assert response.location == "/organize"
    assert is_logged_in(client)


@pytest.mark.parametrize(("field", "value"), [("password", "wrong"), ("email", "eve@example.org")])
def test_it_does_not_tell_which_part_is_wrong(client, field, value):
    make_user()
    right = {"email": "omar@example.org", "password": PASSWORD}
    response = fill_in(client, "/login", **right | {field: value})

    assert response.status_code == 422
    assert "This address and password do not go together." in response.text
    assert not is_logged_in(client)


def test_an_unknown_address_costs_the_same_time(client):
    user = make_user()
    context = make_hashing_costly()
    user.password = context.hash(PASSWORD)
    db.session.commit()
    known = effort(lambda: try_password(client, "wrong"))
    unknown = effort(lambda: try_password(client, "wrong", "eve@example.org"))

    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize(
    "value", ["", " ", "a\x00b", "a@b\r\nBcc: x", "\u202e", "x" * 100_000, "'--"]
)
def test_it_survives_bad_input(client, field, value):
    make_user()
    right = {"email": "omar@example.org", "password": PASSWORD}

    assert fill_in(client, "/login", **right | {field: value}).status_code == 422


def test_it_takes_no_json_and_no_token(client):
    make_user()
    answer = client.post("/login", json={"email": "omar@example.org", "password": PASSWORD})
    assert answer.status_code == 415
    assert client.get("/login", headers={"Accept": "application/json"}).mimetype == "text/html"


def test_a_form_without_its_token_is_refused(client):
    make_user()
    data = {"email": "omar@example.org", "password": PASSWORD}

    assert client.post("/login", data=data).status_code == 422
    assert not is_logged_in(client)


def test_a_disabled_account_stays_out(client):
    make_user(active=False)

    assert try_password(client, PASSWORD).status_code == 422
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_it_leads_nowhere_else(client, elsewhere):
    make_user()
    answers = [
        client.get("/login", query_string={"next": elsewhere}),
        try_password(client, PASSWORD, next=elsewhere),
        client.get("/reset", query_string={"next": elsewhere}),
    ]

    assert {(answer.status_code, answer.location) for answer in answers} == {(400, None)}


def test_it_goes_on_to_the_page_one_came_for(client):
    make_user()
    first = client.get("/account")
    assert first.location == "/login?next=/account"

    assert try_password(client, PASSWORD, url=first.location).location == "/account"


def test_an_account_has_ten_tries(client):
    make_user()
    with time_machine.travel(aligned(), tick=False):
        for _ in range(BY_ACCOUNT):
            assert try_password(client, "wrong").status_code == 422
        refused = try_password(client, PASSWORD)

        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == str(WINDOW)
        assert "too many tries" in refused.text
        assert try_password(client, "wrong", "ana@example.org").status_code == 422
        assert rows(LimitCount)  # in the database, so a restart forgets nothing
    with time_machine.travel(aligned() + WINDOW, tick=False):
        assert try_password(client, PASSWORD).location == "/organize"


def test_a_network_has_sixty_tries(client):
    with time_machine.travel(aligned(), tick=False):
        for number in range(BY_NETWORK):
            assert try_password(client, "x", f"eve{number}@example.org").status_code == 422
        assert try_password(client, "x", "ana@example.org").status_code == 429
        other = {"REMOTE_ADDR": "203.0.113.9"}
        assert client.get("/login", environ_overrides=other).status_code == 200


def aligned():
    """The begin of a window, so that all tries of a test fall into one."""
    return time.time() // WINDOW * WINDOW + WINDOW


def test_passwords_are_kept_as_argon2id(app):
    security = current_app.extensions["security"]
    assert security.pwd_context.hash("four pelicans").startswith("$argon2id$")


def test_public_pages_set_no_cookie_and_do_not_vary_by_one(client):
    make_user()
    try_password(client, PASSWORD)
    for url in ("/", "/healthz", "/nothing-here"):
        answer = client.get(url)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_package_speaks_spanish_to_who_prefers_it(client):
    assert "¿Has olvidado tu contraseña?" in client.get("/login?lang=es").text
