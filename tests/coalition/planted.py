"""A throw-away app on the test's database, with routes planted by a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from campaign import create_app
from campaign.db import db
from campaign.security import Check, allow
from tests.page import PageClient


@contextmanager
def planted_app(app: Flask, routes: dict[str, Check | None]) -> Iterator[PageClient]:
    """A client of a second app in which each address answers “secret” to whom its check lets."""
    other = create_app(app.config["SETTINGS"])
    other.test_client_class = PageClient
    for number, (address, check) in enumerate(routes.items()):
        view = make_view(check)
        other.add_url_rule(address, f"planted{number}", view, methods=["GET", "POST"])
    client = other.test_client()
    assert isinstance(client, PageClient)
    yield client
    with other.app_context():
        db.engine.dispose()


def make_view(check: Check | None):  # type: ignore[no-untyped-def]
    def view(**values: str) -> tuple[str, dict[str, str]]:
        return "secret", {"Content-Type": "text/plain"}

    return view if check is None else allow(check)(view)
