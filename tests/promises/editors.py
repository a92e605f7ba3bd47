"""People who edit over HTTP, at the same moment, each with a session of their own."""

import re
import time
from html import unescape
from typing import Any

from flask import Flask

from campaign.accounts import User
from campaign.db import db
from tests.accounts.factories import make_user_with_phone
from tests.coalition.factories import make_membership
from tests.promises.residents import Post, in_database
from tests.server import Answer, Server


class Editor:
    """An organizer's browser: a cookie, and the pages it has open."""

    def __init__(self, server: Server, email: str, organization: str) -> None:
        self.server = server
        self.cookie = in_database(server, lambda: session_of(server.app, email, organization))

    def open(self, path: str) -> dict[str, str]:
        """Open a page with a form; what it would send if nothing were touched."""
        answer = self.server.get(path, Cookie=self.cookie)
        assert answer.status == 200, answer.text
        if "set-cookie" in answer.headers:  # it carries the token of the form
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return fields_of(answer.text)

    def post(self, path: str, fields: dict[str, str]) -> Post:
        return Post(path, fields, {"Cookie": self.cookie})

    def send(self, path: str, fields: dict[str, str]) -> Answer:
        return self.server.post(path, fields, Cookie=self.cookie)


def session_of(app: Flask, email: str, slug: str) -> str:
    """The cookie that a login would set, for a new organizer of this organization."""
    from campaign.coalition.models import Organization

    organization = db.session.scalars(db.select(Organization).filter_by(slug=slug)).one()
    user = make_user_with_phone(email)
    make_membership(user, organization, "organizer")
    return cookie_of(app, user)


def cookie_of(app: Flask, user: User) -> str:
    signer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    values = {"_user_id": user.fs_uniquifier, "_fresh": True, "fs_paa": time.time()}
    return f"session={signer.dumps(values)}"


def fields_of(page: str) -> dict[str, str]:
    """The fields of the page's form in which one writes."""
    form = page[page.index('class="write"') :]
    form = form[: form.index("</form>")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in given and (
            given.get("type") not in ("checkbox", "radio") or " checked" in tag
        ):
            found[given["name"]] = unescape(given.get("value", ""))
    areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL)
    found |= {name: unescape(text) for name, text in areas}
    lists = re.findall(r'<select[^>]* name="(\w+)".*?value="([^"]*)"', form, re.DOTALL)
    return found | dict(lists)
