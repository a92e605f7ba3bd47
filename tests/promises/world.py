"""An installation with something behind every public address and every form."""

import re
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from campaign import tokens
from campaign.coalition import invitations
from campaign.db import db
from tests.accounts.factories import PASSWORD, log_in, make_user, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.factsheet.factories import make_fact
from tests.page import PageClient
from tests.petitions.factories import ANA, link_of, make_organization, make_petition, make_signature
from tests.promises.mutations import Request, form

FORMS: dict[str, dict[str, Any]] = {
    "petitions.sign": {
        **ANA,
        "comment": "It is near.",
        "is_public": "y",
        "allow": ["parents"],
        "by": "parents",
        "website": "",
        "lang": "en",
    },
    "security.login": {"email": "ana@example.org", "password": PASSWORD, "next": "/organize"},
    "security.forgot_password": {"email": "omar@example.org"},
    "security.reset_password": {"password": "five herons fold paper", "password_confirm": "five"},
    "security.two_factor_token_validation": {"code": "123456"},
    "security.mf_recovery": {"code": "aaaa-bbbb-cccc"},
    "security.verify": {"password": "not the one it is"},
    "security.change_password": {
        "password": "not the one it is",
        "new_password": "five herons fold paper",
        "new_password_confirm": "five herons fold paper",
    },
    "security.two_factor_setup": {"setup": "authenticator"},
    "security.two_factor_setup_validate": {"code": "123456"},
    "security.mf_recovery_codes": {"generate_codes": "y"},
    "coalition.accept": {"name": "Eve", "password": "seven storks share soup"},
    "coalition_desk.invite": {"emails": "eve@example.org\nana@example.org", "role": "viewer"},
}
LOGGED_IN = ("/organize", "/account")
ENDS_SESSIONS = {"security.logout"}


@dataclass
class World:
    """The addresses to try, and as whom: cookies and form tokens of strangers and of Omar."""

    app: Flask
    values: dict[str, str]
    tokens: dict[str, list[str]]
    stranger: tuple[str, str]
    omar: tuple[str, str]

    def requests(self) -> list[Request]:
        """Every route with every method, its forms filled in rightly."""
        adapter = self.app.url_map.bind("localhost")
        return [
            request
            for rule in self.app.url_map.iter_rules()
            for token in self.tokens.get(rule.endpoint, ["x"])
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            for request in self.request(rule, method, adapter, token)
        ]

    def request(self, rule: Rule, method: str, adapter: Any, token: str) -> list[Request]:
        known = self.values | {"token": token}
        numbers = {"number": 1} if "number" in rule.arguments else {}
        values = {name: known[name] for name in rule.arguments if name != "number"} | numbers
        if rule.endpoint == "front.campaign":
            values["slug"] = known["campaign"]
        path = adapter.build(rule.endpoint, values)
        cookie, csrf = self.omar if path.startswith(LOGGED_IN) else self.stranger
        if method == "GET":
            found = Request("GET", path)
        else:
            found = form(path, FORMS.get(rule.endpoint, {}) | {"csrf_token": csrf})
        return [found, replace(found, headers=[("Cookie", f"session={cookie}")])]


def make_world(app: Flask, client: PageClient) -> World:
    petition = make_petition()
    campaign = petition.campaign
    parents = make_organization(campaign, "parents", "partner")
    make_fact(campaign)
    make_user("ana@example.org")
    omar = make_user_with_phone()
    make_membership(omar, parents, "owner")
    offer = invitations.invite(parents, "eve@example.org", "viewer", by=omar)
    waiting, counted = (
        make_signature(petition, "a@example.org"),
        make_signature(petition, "b@example.org", confirmed=True),
    )
    links = [link_of(one).rsplit("/", 1)[1] for one in (waiting, counted)]
    links += [tokens.make("invitation", waiting.id), tokens.make("petition.signature", 999)]
    odd = (None, "x", [1], {}, [1, 999], [999, waiting.id], ["1", "1"])
    links += [tokens.make("petition.signature", each) for each in odd]
    confirming = dict.fromkeys(
        ("petitions.confirm", "petitions.confirm_post", "petitions.withdraw"), links
    )
    invited = {"coalition.accept": [invitations.link(offer).rsplit("/", 1)[1], links[0]]}
    db.session.commit()
    stranger = session_of(client)
    log_in(client, omar)
    return World(
        app,
        {
            "slug": petition.slug,
            "campaign": campaign.slug,
            "key": "rate",
            "organization": "parents",
            "filename": "style.css",
        },
        confirming | invited,
        stranger,
        session_of(client, "/account/password"),
    )


def session_of(client: PageClient, url: str = "/login") -> tuple[str, str]:
    """The cookie of this browser's session, and the token that its forms carry."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(url).text)
    cookie = client.get_cookie("session")
    assert found is not None
    assert cookie is not None
    return cookie.value, found[1]
