"""An installation with something behind every public address and every form."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from campaign import tokens
from campaign.accounts import User
from campaign.coalition import invitations, partners
from campaign.coalition.models import Campaign, Organization
from campaign.db import db, now
from campaign.factsheet import cite
from campaign.officials.contact.models import Interaction
from campaign.officials.models import Body, Official
from campaign.officials.record.models import RollCall, Vote
from campaign.people.my_data import erasing
from campaign.people.my_data import links as my_data
from campaign.petitions.letter import models as sign_on
from campaign.petitions.letter.models import LetterEndorsement, SignOnLetter
from campaign.petitions.models import KIND, Petition
from tests.accounts.factories import log_in, make_user, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.factories import add, rows
from tests.factsheet.factories import make_fact
from tests.officials.bringing.rosters import make_import
from tests.officials.factories import make_measure, make_official, make_term
from tests.officials.wards.city import bring_map, squares
from tests.officials.whip.factories import make_stance, make_whip
from tests.page import PageClient
from tests.people.desk_factories import make_person
from tests.petitions.factories import (
    link_of,
    make_campaign,
    make_organization,
    make_petition,
    make_signature,
)
from tests.petitions.paper import make_run
from tests.promises import hearings_day, hearings_desk, outreach, testimony
from tests.promises.filled import FILES, FORMS
from tests.promises.hearings_public import make_public
from tests.promises.hearings_speaking import make_pool
from tests.promises.mutations import Request, form, with_file

NUMBERS = ("number", "window", "version")  # arguments that are a row's number
LOGGED_IN = ("/organize", "/account")
OFFICIALS = ("officials", "officials_desk", "contact_desk")  # whose slugs are those of officials
RECORD = "O2024-0011032"


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
        number = outreach.NUMBERS.get(rule.endpoint, 1)
        numbers = {name: number for name in NUMBERS if name in rule.arguments}
        values = {name: known[name] for name in rule.arguments if name not in NUMBERS} | numbers
        if rule.endpoint == "front.campaign":
            values["slug"] = known["campaign"]
        elif rule.endpoint.partition(".")[0] in OFFICIALS and "slug" in values:
            values["slug"] = known["official"]
        elif rule.endpoint.partition(".")[0] in hearings_desk.ROOMS and "slug" in values:
            values["slug"] = hearings_desk.SLUG
        elif rule.endpoint.partition(".")[0] in hearings_day.ROOMS and "slug" in values:
            values["slug"] = hearings_day.SLUG
        elif rule.endpoint.partition(".")[0] in testimony.ROOMS and "slug" in values:
            values["slug"] = hearings_desk.SLUG
        elif rule.endpoint.partition(".")[0] in outreach.ROOMS and "slug" in values:
            values["slug"] = outreach.SLUG
        path = adapter.build(rule.endpoint, values)
        cookie, csrf = self.omar if path.startswith(LOGGED_IN) else self.stranger
        if method == "GET":
            found = Request("GET", path)
        else:
            found = form(path, FORMS.get(rule.endpoint, {}) | {"csrf_token": csrf})
        if method == "POST" and rule.endpoint in FILES:
            found = with_file(found, *FILES[rule.endpoint])
        found = replace(found, query=outreach.QUERIES.get(rule.endpoint, found.query))
        return [found, replace(found, headers=[("Cookie", f"session={cookie}")])]


def make_world(app: Flask, client: PageClient) -> World:
    """Omar owns the organization that leads a campaign, with one of everything in it."""
    campaign = make_campaign()
    parents = make_organization(campaign, "parents")
    make_organization(campaign, "neighbors", "partner")
    petition = make_petition(campaign=campaign)
    make_fact(campaign)
    bring_map(petition.body, squares())
    cite(KIND, petition.id, "{fact:rate}", campaign)
    make_user("ana@example.org")
    omar = make_user_with_phone()
    make_membership(omar, parents, "owner")
    make_person(parents)
    official = talk_to_official(petition, parents)
    make_vote(campaign, petition.body, official)
    hearings_day.make_day(campaign, petition.body, official)
    make_run(petition, "parents")
    hearings_desk.make_hearings(campaign, petition.body)
    make_pool(campaign, petition.body, petition.slug)
    make_import(parents)
    found = {**links_of(petition), **offers_of(parents, omar), **letter_of(petition)}
    found |= make_public(campaign, petition.body, petition.slug)
    found |= testimony.make_testimony(campaign) | {"testimony.begin": found["hearings.mine"]}
    found |= outreach.make_outreach(campaign, parents, petition.body)
    db.session.commit()
    stranger = session_of(client)
    log_in(client, omar)
    return World(
        app,
        {
            "slug": petition.slug,
            "campaign": campaign.slug,
            "official": "ana-quetzal",
            "key": "rate",
            "record": RECORD,
            "body": petition.body.slug,
            "organization": "parents",
            "filename": "style.css",
            "kind": "pdf",
        },
        found,
        stranger,
        session_of(client, "/account/password"),
    )


def talk_to_official(petition: Petition, parents: Organization) -> Official:
    """Somebody holds the first ward, has an address, and was spoken to."""
    term = make_term(petition.body, 1, make_official("Ana Quetzal"))
    said = {"way": "visit", "on": now().date(), "answered": "Yes.", "next_step": "Write to her"}
    mine = {"organization_id": parents.id, "campaign_id": petition.campaign_id}
    return add(Interaction(official=term.official, **mine, **said)).official


def make_vote(campaign: Campaign, body: Body, official: Official) -> None:
    """A measure with one roll call of one vote, and a count on it with one entry."""
    measure = make_measure(body, RECORD)
    call = add(RollCall(measure=measure, body=body, on=date(2024, 9, 18), action=""))
    add(Vote(roll_call=call, official=official, value="yea"))
    make_stance(make_whip(campaign, measure), official, "lean yes")


def links_of(petition: Petition) -> dict[str, list[str]]:
    """Tokens of mails to signers, whole and odd, by the endpoint that takes them."""
    waiting = make_signature(petition, "a@example.org")
    counted = make_signature(petition, "b@example.org", comment="It is near.", confirmed=True)
    links = [link_of(one).rsplit("/", 1)[1] for one in (waiting, counted)]
    links += [tokens.make("invitation", waiting.id), tokens.make("petition.signature", 999)]
    odd: tuple[Any, ...] = (None, "x", [1], {}, [1, 999], [999, waiting.id], ["1", "1"])
    links += [tokens.make("petition.signature", each) for each in odd]
    mark = erasing.mark_of("a@example.org")
    mine = [tokens.make(my_data.OPEN, each) for each in (mark, "0" * 32, [mark], None)]
    new = [tokens.make(my_data.MOVE, each) for each in ([mark, "c@example.org"], [1, 2], "x")]
    opening = ("show", "as_json", "as_html", "take_back", "correct", "ask_to_move")
    return {
        **dict.fromkeys(("petitions.confirm", "petitions.confirm_post"), links),
        "petitions.withdraw": links,
        **{f"my_data.{name}": mine for name in (*opening, "erase", "erase_post")},
        **dict.fromkeys(("my_data.move", "my_data.move_post"), new),
    }


def offers_of(parents: Organization, omar: User) -> dict[str, list[str]]:
    """Tokens of what was offered by mail: a membership, and a part in the campaign."""
    offer = invitations.invite(parents, "eve@example.org", "viewer", by=omar)
    [campaign] = [one.campaign for one in parents.partnerships]
    part = partners.offer(campaign, "group@example.org", "partner", omar)
    invited = invitations.link(offer).rsplit("/", 1)[1]
    asked = tokens.make(partners.PURPOSE, part.id)
    return {
        "coalition.accept": [invited, asked, tokens.make("invitation", "x")],
        "coalition_offers.accept": [asked, invited, tokens.make(partners.PURPOSE, [1])],
    }


def letter_of(petition: Petition) -> dict[str, list[str]]:
    """A public sign-on letter, and the tokens of who signs it."""
    words = {"title": {"en": "A letter"}, "text": {"en": "We ask."}, "published_at": now()}
    letter = add(SignOnLetter(campaign=petition.campaign, **words))
    who = {"name": "Quetzal", "place": "", "contact": "Ana", "email": "d@example.org"}
    assert sign_on.endorse(letter, "n", language="en", **who)
    db.session.commit()
    [endorsement] = rows(LetterEndorsement)
    links = [sign_on.link(endorsement).rsplit("/", 1)[1], tokens.make(sign_on.PURPOSE, "x")]
    return dict.fromkeys(("sign_on.confirm", "sign_on.confirm_post", "sign_on.withdraw"), links)


def session_of(client: PageClient, url: str = "/login") -> tuple[str, str]:
    """The cookie of this browser's session, and the token that its forms carry."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(url).text)
    cookie = client.get_cookie("session")
    assert found is not None
    assert cookie is not None
    return cookie.value, found[1]
