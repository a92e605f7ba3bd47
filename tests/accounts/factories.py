"""Accounts, and ways to act as their owner in a browser."""

import re
import time
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

from flask import current_app
from passlib.totp import TOTP

from campaign.accounts import User, register
from campaign.db import db
from campaign.mail import MailBatch, OutgoingEmail
from campaign.mail.mould import Moulds
from tests.factories import add
from tests.page import PageClient

PASSWORD = "four pelicans read maps"


def make_user(email: str = "omar@example.org", **values: Any) -> User:
    """A user whose password is PASSWORD; hashing is as cheap as argon2 lets it be."""
    security = current_app.extensions["security"]
    security.pwd_context.update(argon2__memory_cost=8, argon2__time_cost=1)
    user = register(email, email.partition("@")[0].title(), PASSWORD)
    for name, value in values.items():
        setattr(user, name, value)
    return add(user)


def make_user_with_phone(email: str = "omar@example.org", **values: Any) -> User:
    """A user who has set up a second factor; `code_of` is what the phone shows."""
    secret = current_app.extensions["security"].totp_factory.generate_totp_secret()
    return make_user(email, tf_primary_method="authenticator", tf_totp_secret=secret, **values)


def code_of(user: User, seconds_from_now: int = 0) -> str:
    """The six digits that the user's phone shows."""
    key = current_app.extensions["security"].totp_factory.get_totp_b32_key(user.tf_totp_secret)
    return code_of_key(key, seconds_from_now)


def code_of_key(key: str, seconds_from_now: int = 0) -> str:
    return str(TOTP(key=key).generate(time.time() + seconds_from_now).token)


def log_in(client: PageClient, user: User, seconds_ago: int = 0) -> None:
    """Give this client the session that a login makes."""
    uniquifier = user.fs_uniquifier
    db.session.rollback()
    with client.session_transaction() as kept:
        kept.clear()
        kept.update(_user_id=uniquifier, _fresh=True, fs_paa=time.time() - seconds_ago)


def fill_in(client: PageClient, url: str, post_to: str | None = None, **fields: str) -> Any:
    """Open a page, fill its form in and send it, as a browser does."""
    page = client.get(url)
    assert page.status_code == 200, page.location or page.status
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)
    assert token, "no form on this page"
    return client.post(post_to or url, data={"csrf_token": token[1], **fields})


def is_logged_in(client: PageClient) -> bool:
    return bool(client.get("/account").status_code == 200)


def text_of(email: OutgoingEmail) -> str:
    """Subject and text of a mail as its reader sees them."""
    batch = db.session.get(MailBatch, email.batch_id) if email.batch_id else None
    mould = Moulds().get(email.template, email.locale, email.shared, email.merge, batch)
    subject, body = mould.fill(email.merge)
    message = message_from_bytes(mould.head + b"\r\n" + body, policy=default)
    text = message.get_body(("plain",))
    assert text is not None
    assert message.get_body(("html",)) is not None
    return f"{subject}\n{text.get_content()}"


def make_hashing_costly() -> Any:
    """Let a password's hash outweigh all else in a request, so that its absence shows."""
    context = current_app.extensions["security"].pwd_context
    context.update(argon2__memory_cost=19_456, argon2__time_cost=12)
    return context


def effort(act: Callable[[], object]) -> float:
    """Processor seconds of an act, the least of three tries."""
    tries = []
    for _ in range(3):
        start = time.process_time()
        act()
        tries.append(time.process_time() - start)
    return min(tries)
