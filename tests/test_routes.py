"""Every route of the app × who calls it: a route that nobody declared is closed to everyone."""

import pytest

from campaign.coalition import invitations
from campaign.coalition.models import PART_ROLES, ROLES, Organization, Partnership
from campaign.coalition.permissions import Member
from campaign.db import db, now
from campaign.security import declared
from tests.accounts.factories import log_in, make_user, make_user_with_phone
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.coalition.planted import planted_app
from tests.factsheet.factories import make_fact
from tests.officials.factories import make_measure
from tests.outreach.factories import make_mailing
from tests.petitions.factories import make_petition
from tests.promises.conftest import once
from tests.promises.hearings_speaking import make_pool
from tests.promises.outreach import make_done, make_open, make_whole
from tests.testimony.factories import make_draft

OPEN = {"public", "plain_form", "without_server"}  # checks that let anyone through
CANARY = "Quetzal Neighbors"
SHARED = {"record": "O2024-0011032", "body": "city-council"}  # what all campaigns read


def all_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def check_of(app, rule):
    return declared(app, rule.endpoint)


def is_open(app, rule):
    return getattr(check_of(app, rule), "__name__", "") in OPEN


def address(app, rule, **values):
    """The rule's address, with something of the right kind in every place."""
    filled = (
        dict.fromkeys(rule.arguments, 1)
        | {"token": "x", "slug": "x", "kind": "pdf"}
        | SHARED
        | values
    )
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, {name: filled[name] for name in rule.arguments})


def methods(rule):
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


@pytest.fixture
def two(app):
    """Two organizations, each with an owner, a campaign with a petition and a fact; and Omar."""
    omar = make_user_with_phone()
    for slug, name in (("south-side", "South Side"), ("quetzal", CANARY)):
        organization = make_organization(slug, name=name)
        campaign = make_campaign(slug=f"{slug}-campaign", name={"en": name}, published_at=None)
        make_partnership(campaign, organization)
        make_membership(make_user(f"{slug}@example.org"), organization, "owner")
        invitations.invite(organization, f"eve@{slug}.example.org", "viewer", by=None)
        petition = make_petition(campaign=campaign, slug=f"{slug}-petition", title={"en": name})
        make_fact(campaign)
        make_testimony(make_pool(campaign, petition.body, petition.slug), name)
        action = make_open(campaign, petition.body, slug=petition.slug)
        make_whole(action, "waiting", name=name)
        make_done(make_mailing(organization, campaign, name=name))
    make_measure(petition.body, SHARED["record"])
    db.session.commit()
    return omar


def make_testimony(speaker, name):
    """What this speaker is going to say names their organization."""
    make_draft(speaker, f"{name}: {{fact:rate}}")


def own(app, rule):
    return at(app, rule, "south-side", 1)


def theirs(app, rule):
    return at(app, rule, "quetzal", 2)


def at(app, rule, organization, number):
    """The rule's address among what an organization has."""
    named = {"campaign": f"{organization}-campaign", "slug": f"{organization}-petition"}
    return address(app, rule, organization=organization, key="rate", number=number, **named)


def test_every_route_says_who_may_call_it(app):
    assert [rule.rule for rule in all_rules(app) if check_of(app, rule) is None] == []


def test_an_undeclared_route_is_closed_to_everyone(app):
    owner = make_user_with_phone()
    make_membership(owner, make_organization(), "owner")
    with planted_app(app, {"/planted": None, "/organize/<organization>/p": None}) as client:
        for _ in ("anonymous", "owner"):
            for url in ("/planted", "/organize/south-side/p"):
                assert client.get(url).status_code == 403
                assert client.post(url).status_code == 403
            log_in(client, owner)


def test_what_needs_a_login_is_closed_to_strangers(app, client, two):
    tried = 0
    for rule in all_rules(app):
        if is_open(app, rule):
            continue
        for method in methods(rule):
            answer = client.open(own(app, rule), method=method)
            is_led = answer.status_code == 302 and answer.location.startswith("/login")
            assert is_led or answer.status_code in (403, 404), (rule.rule, method)
            tried += 1
    assert tried > 10


ALL = once(["owner"], list(ROLES))  # roles
WAYS = [(role, "lead") for role in once(["viewer", "owner", "removed"], [*ROLES, "removed"])]
WAYS += [(role, part) for part in PART_ROLES[1:] for role in once(["owner"], [*ROLES, "removed"])]


@pytest.mark.parametrize(("role", "part"), WAYS)
def test_each_role_may_do_what_its_routes_say(app, client, two, role, part):
    organization = db.session.get(Organization, 1)
    db.session.get(Partnership, 1).role = part
    if role == "removed":
        make_membership(two, organization, "owner", ended_at=now())
    else:
        make_membership(two, organization, role)
    log_in(client, two)
    walk(client)
    for rule in all_rules(app):
        check = check_of(app, rule)
        if isinstance(check, Member) and not ends_membership(rule):
            for method in methods(rule):
                answer = client.open(own(app, rule), method=method)
                fits = is_expected(answer, rule, check, role, part)
                assert fits, (rule.rule, method, role, part, answer.status, answer.location)


def walk(client):
    """Only what is answered counts: pages are not read, and the menu's numbers may be old."""
    client.reads_pages, client.keeps_pages = False, True


def ends_membership(rule):
    """Who leaves may do nothing afterwards: tests/coalition tries these alone."""
    return rule.endpoint.endswith((".leave", ".leave_campaign", ".close"))


def is_expected(answer, rule, check, role, part):
    if role == "removed":
        return answer.status_code == 404
    if ROLES.index(role) < ROLES.index(check.role) or (check.lead and part != "lead"):
        return answer.status_code == (404 if check.hidden else 403)
    if answer.status_code == 302 and answer.location.startswith(("/login", "/verify")):
        return False
    allowed = {200, 302, 303, 400, 422}
    if rule.arguments & {"number", "token", "slug", "record", "body"} or "/letter" in rule.rule:
        allowed |= {404, 409}  # there is none, or it is past that
    if part == "endorser" or (role == "writer" and rule.arguments & {"key", "slug"}):
        allowed.add(403)  # a check lets them in, and the view looks closer
    return answer.status_code in allowed


@pytest.mark.parametrize("role", ALL)
def test_what_another_organization_has_is_not_there(app, client, two, role):
    make_membership(two, db.session.get(Organization, 1), role)
    log_in(client, two)
    walk(client)
    tried = 0
    for rule in all_rules(app):
        if "organization" not in rule.arguments:
            continue
        for method in methods(rule):
            answer = client.open(theirs(app, rule), method=method)
            missing = client.open(theirs(app, rule).replace("quetzal", "nothing"), method=method)
            assert answer.status_code == 404, (rule.rule, method)
            assert answer.text == missing.text.replace("nothing", "quetzal")
            assert CANARY not in answer.text
            tried += 1
    assert tried >= 3


@pytest.mark.parametrize("role", ALL)
def test_no_page_of_ones_own_names_another_organization(app, client, two, role):
    make_membership(two, db.session.get(Organization, 1), role)
    log_in(client, two)
    client.keeps_pages = True
    for rule in all_rules(app):
        check = check_of(app, rule)
        if isinstance(check, Member) or rule.rule == "/organize":
            assert CANARY.encode() not in client.get(own(app, rule)).data, rule.rule
