import re
import time

import pytest
import time_machine

from campaign.accounts import User
from campaign.accounts.checks import BY_ACCOUNT
from campaign.mail import OutgoingEmail
from tests.accounts.factories import (
    PASSWORD,
    code_of,
    code_of_key,
    fill_in,
    is_logged_in,
    log_in,
    make_user,
    make_user_with_phone,
    text_of,
)
from tests.factories import rows

SETUP = "/account/second-factor"


def enter_password(client):
    return fill_in(client, "/login", email="omar@example.org", password=PASSWORD)


def enter_code(client, code):
    return fill_in(client, "/login/code", code=code)


def show_key(client):
    """Begin the set-up; the key and the address that takes the first code."""
    page = fill_in(client, SETUP, setup="authenticator").text
    assert '<img class="qr" src="data:image/svg+xml' in page
    key = re.search(r"<code>([A-Z2-7 -]+)</code>", page)[1]
    action = re.search(rf'action="({SETUP}/[^"]+)"', page)[1]
    return key.replace("-", "").replace(" ", ""), action


def test_setting_it_up(client):
    log_in(client, make_user())
    key, action = show_key(client)
    [user] = rows(User)
    assert not user.has_second_factor  # not before a code has shown that it works

    fill_in(client, SETUP, post_to=action, code=code_of_key(key))
    [user] = rows(User)
    assert user.has_second_factor
    assert key not in user.tf_totp_secret
    [email] = rows(OutgoingEmail)
    assert "Your second factor has changed" in text_of(email)
    assert "Turn it off" in client.get(SETUP).text


def test_a_wrong_first_code_changes_nothing(client):
    log_in(client, make_user())
    key, action = show_key(client)
    right = code_of_key(key)
    page = fill_in(client, SETUP, post_to=action, code=f"{(int(right) + 1) % 10**6:06}")

    assert page.status_code == 422
    assert "This code is not right" in page.text
    assert not rows(User)[0].has_second_factor


def test_after_a_wrong_first_code_the_scanned_key_still_works(client):
    log_in(client, make_user())
    key, action = show_key(client)
    page = fill_in(client, SETUP, post_to=action, code="12").text
    assert key in page.replace("-", "")
    assert f"secret={key}&amp;issuer=" in page

    fill_in(client, SETUP, post_to=action, code=code_of_key(key))
    assert rows(User)[0].has_second_factor


def test_another_users_setup_token_does_not_work_without_the_code(client):
    log_in(client, make_user())
    _, action = show_key(client)
    log_in(client, make_user("eve@example.org"))
    fill_in(client, SETUP, post_to=action, code="000000")

    assert not any(user.has_second_factor for user in rows(User))


def test_setting_it_up_needs_a_fresh_login(client):
    log_in(client, make_user(), seconds_ago=3600)
    assert client.get(SETUP).location == f"/account/verify?next={SETUP}"

    response = fill_in(client, f"/account/verify?next={SETUP}", password=PASSWORD)
    assert response.location == SETUP
    assert client.get(SETUP).status_code == 200


def test_the_wrong_password_does_not_freshen(client):
    log_in(client, make_user(), seconds_ago=3600)

    assert fill_in(client, "/account/verify", password="wrong").status_code == 422
    assert client.get(SETUP).status_code == 302


def test_logging_in_asks_for_the_code(client):
    user = make_user_with_phone()
    assert enter_password(client).location.startswith("/login/code")
    assert not is_logged_in(client)

    assert enter_code(client, code_of(user)).location == "/organize"
    assert is_logged_in(client)


def test_a_wrong_code_stays_out(client):
    user = make_user_with_phone()
    enter_password(client)
    wrong = f"{(int(code_of(user)) + 1) % 10**6:06}"

    assert enter_code(client, wrong).status_code == 422
    assert enter_code(client, "123").status_code == 422
    assert enter_code(client, "½½½").status_code == 422
    assert not is_logged_in(client)


def test_an_old_code_stays_out(client):
    user = make_user_with_phone()
    enter_password(client)

    assert enter_code(client, code_of(user, -120)).status_code == 422


def test_a_code_works_once(client):
    user = make_user_with_phone()
    code = code_of(user)
    enter_password(client)
    enter_code(client, code)
    client.post("/logout")
    enter_password(client)

    assert enter_code(client, code).status_code == 422
    with time_machine.travel(time.time() + 60):
        assert enter_code(client, code_of(user)).location == "/organize"


def test_codes_cannot_be_guessed_through(client):
    make_user_with_phone()
    enter_password(client)
    with time_machine.travel(time.time() // 900 * 900 + 900, tick=False):
        answers = [enter_code(client, "000000").status_code for _ in range(BY_ACCOUNT + 1)]

    assert answers[-1] == 429


def test_the_code_page_alone_leads_to_the_login(client):
    assert client.get("/login/code").location == "/login"
    assert client.get("/login/recovery-code").location == "/login"


def test_turning_it_off(client):
    log_in(client, make_user_with_phone())
    fill_in(client, SETUP, setup="disable")

    assert not rows(User)[0].has_second_factor
    assert "Your second factor is off" in text_of(rows(OutgoingEmail)[0])


@pytest.mark.parametrize("method", ["sms", "email", "x", ""])
def test_there_is_no_other_method(client, method):
    log_in(client, make_user())
    assert fill_in(client, SETUP, setup=method).status_code == 422


def make_codes(client):
    page = fill_in(client, "/account/recovery-codes", generate_new_codes="1").text
    return re.findall(r"<li><code>([0-9a-f-]+)</code>", page)


def test_a_recovery_code_lets_in_once(client):
    log_in(client, make_user_with_phone())
    codes = make_codes(client)
    assert len(set(codes)) == 8
    assert not any(code in str(rows(User)[0].mf_recovery_codes) for code in codes)
    client.post("/logout")

    enter_password(client)
    typed = codes[3].upper().replace("-", " ")
    assert fill_in(client, "/login/recovery-code", code=typed).location == "/organize"
    assert is_logged_in(client)
    assert "7 unused codes" in client.get("/account").text
    client.post("/logout")
    enter_password(client)
    assert fill_in(client, "/login/recovery-code", code=codes[3]).status_code == 422


def test_recovery_codes_are_shown_once(client):
    log_in(client, make_user_with_phone())
    codes = make_codes(client)
    again = client.get("/account/recovery-codes?show_codes=1").text

    assert not any(code in again for code in codes)
    assert "8 unused codes" in again


def test_a_recovery_code_of_another_user_does_not_work(client):
    log_in(client, make_user_with_phone("eve@example.org"))
    codes = make_codes(client)
    client.post("/logout")
    make_user_with_phone()
    enter_password(client)

    assert fill_in(client, "/login/recovery-code", code=codes[0]).status_code == 422


@pytest.mark.parametrize("url", ["/login/rescue", "/login/select"])
def test_what_is_not_used_is_not_there(client, url):
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
