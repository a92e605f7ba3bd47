"""Another organization's people: 0 reads, 0 writes, 0 names by searching, sorting or counting.

Organization B has 200 people. Somebody of organization A, in every role and part, follows every
link, sends every form and tries B's numbers everywhere; no answer, mail or export tells of them.
"""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from campaign.coalition import scope
from campaign.coalition.models import ROLES
from campaign.db import Model, db
from campaign.mail import OutgoingEmail
from campaign.people import consents as people
from campaign.petitions.models import Signature
from campaign.security import declared, keyed_hash
from tests.accounts.factories import log_in, make_user_with_phone, text_of
from tests.coalition.factories import make_membership
from tests.factories import rows
from tests.factsheet.factories import make_fact
from tests.pdf import words_of
from tests.petitions.factories import make_campaign, make_organization, make_petition
from tests.promises import outreach
from tests.promises.conftest import once
from tests.promises.crawler import Crawler
from tests.promises.hearings_speaking import make_pool
from tests.testimony.factories import make_draft

CANARIES, SIGNERS = 200, 20
CANARY = re.compile(r"(canary|quetzalina )\d{3}", re.IGNORECASE)
PARTS = [("lead", "partner"), ("partner", "lead"), ("endorser", "partner")]  # of A, of B
WAYS = [(role, "lead", "partner") for role in ROLES]
WAYS += [("owner", mine, theirs) for mine, theirs in PARTS[1:]] + [("organizer", "partner", "lead")]
SIGNED = ("mailbox", "name", "email", "comment", "ward_id")  # whether it counts, the lead decides


class World:
    """A shared campaign of A and B, one of B alone, and 200 people who are B's."""

    def __init__(self, role, mine, theirs):
        self.campaign = make_campaign()
        self.a = make_organization(self.campaign, "south-side", mine)
        self.b = make_organization(self.campaign, "quetzal", theirs)
        if "lead" not in (mine, theirs):
            make_organization(self.campaign, "first", "lead")
        make_fact(self.campaign)
        self.petition = make_petition(campaign=self.campaign)
        own = make_campaign(slug="own", name={"en": "Own campaign"}, published_at=None)
        self.b.join(own, "lead")
        self.omar = make_user_with_phone()
        make_membership(self.omar, self.a, role)
        make_membership(make_user_with_phone("eve@example.org"), self.b, "owner")
        self.hatch(is_named=mine != "lead")
        speaker = "Speaker 1" if mine == "lead" else "Quetzalina 199"  # the lead sees who speaks
        made = make_pool(self.campaign, self.petition.body, self.petition.slug, speaker)
        self.draft = make_draft(made, f"I am {speaker}. {{fact:rate}}").id
        outreach.make_mailings(self.b, self.campaign, "Quetzalina 19")
        action = outreach.make_open(self.campaign, self.petition.body)
        outreach.make_whole(action, "waiting", "canary198@birds.example.org", name=speaker)

    def hatch(self, is_named):
        """B's people; the first ones have signed, by B's link. The lead may see signers' names."""
        with scope.everyones():
            for number in range(CANARIES):
                name, email = f"Quetzalina {number:03}", f"canary{number:03}@birds.example.org"
                mailbox = keyed_hash(email, "mailbox")
                details = {"name": name, "email": email, "division": None, "language": "en"}
                people.allow(mailbox, details, {self.b.id: "B may write."}, "a list of B")
                if number < SIGNERS:
                    signer = name if is_named else f"Signer {number}"
                    db.session.add(self.signature(signer, email, mailbox))
            db.session.commit()

    def signature(self, name, email, mailbox):
        moment = self.petition.published_at
        return Signature(
            petition=self.petition,
            mailbox=mailbox,
            name=name,
            email=email,
            comment="",
            is_public=False,
            language="en",
            organization=self.b,
            network="n",
            asks=1,
            asked_at=moment,
            signed_at=moment,
            confirmed_at=moment,
        )

    def theirs(self):
        """Everything that is B's, as it stands in the database."""
        owned = [
            one.class_ for one in Model.registry.mappers if issubclass(one.class_, scope.Owned)
        ]
        found = {
            model.__name__: [values(row) for row in rows(model, organization_id=self.b.id)]
            for model in owned
        }
        signatures = rows(Signature, organization_id=self.b.id)
        found["Signature"] = [{one: values(row)[one] for one in SIGNED} for row in signatures]
        return found


def values(row):
    return {one.key: getattr(row, one.key) for one in row.__table__.columns}


def words_in(answer):
    """What an answer says, inside a PDF and a ZIP too."""
    data = answer.get_data()
    if answer.mimetype == "application/pdf":
        return words_of(data)
    if answer.mimetype == "application/zip":
        with ZipFile(BytesIO(data)) as found:
            data = b"".join(found.read(name) for name in found.namelist())
    return data.decode("utf-8", "replace")


@pytest.fixture
def make_world(app, client):
    def make(role, mine, theirs):
        world = World(role, mine, theirs)
        client.keeps_pages = True  # the menu's numbers are remembered for some seconds
        client.reads_pages = False  # tests/test_routes.py reads the same ones
        log_in(client, world.omar)
        return world

    return make


@pytest.mark.parametrize(("role", "mine", "theirs"), once(WAYS[4:5], [WAYS[0], *WAYS[3:]]))
def test_nothing_tells_of_them(client, make_world, role, mine, theirs):
    world = make_world(role, mine, theirs)
    before, found, seen = world.theirs(), set(), []

    def look(address, answer):
        seen.append(address)
        if answer.status_code >= 500 or CANARY.search(f"{answer.headers}\n{words_in(answer)}"):
            found.add((address, answer.status))

    Crawler(client, "Quetzalina", look).crawl("/organize")
    assert found == set()
    assert len(seen) > 20
    assert world.theirs() == before
    mails = [one for one in rows(OutgoingEmail) if not CANARY.search(one.to)]
    assert [one.template for one in mails if CANARY.search(text_of(one))] == []


@pytest.mark.parametrize("way", once(WAYS[4:5], WAYS[3:6]), ids=str)
def test_their_numbers_lead_nowhere(app, client, make_world, way):
    """Every address that takes a number, in A's name, with each number of B's people."""
    world = make_world(*way)
    before, tried = world.theirs(), 0
    numbers = [row["id"] for row in before["Person"][:2] + before["Person"][-2:]]
    slugs = {"organization": "south-side", "campaign": "clinic", "slug": "save-the-clinic"}
    slugs |= {"key": "rate", "record": "O2026-1", "official": "ana-quetzal", "kind": "pdf"}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if {"organization", "number"} <= rule.arguments:
            for number in numbers:
                given = dict.fromkeys(("number", "window", "version"), number) | slugs
                path = adapter.build(rule.endpoint, {one: given[one] for one in rule.arguments})
                for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                    answer = client.open(path, method=method, data={"numbers": numbers})
                    assert not CANARY.search(
                        f"{answer.headers}{answer.data.decode(errors='replace')}"
                    ), path
                    tried += 1
    assert tried > 10
    assert world.theirs() == before


@pytest.mark.parametrize("way", once(WAYS[4:5], WAYS[3:]), ids=str)
def test_looking_for_them_is_like_looking_for_nobody(client, make_world, way):
    make_world(*way)
    crawler = Crawler(client, "Quetzalina")
    crawler.read(["/organize"])
    asked = [one for one in crawler.seen if "Quetzalina" in one]

    assert asked
    for address in asked:
        for word, nobody in (("Quetzalina", "Zorzalinas"), ("canary", "zorzal")):
            theirs_ = client.get(address.replace("Quetzalina", word)).text
            none = client.get(address.replace("Quetzalina", nobody)).text
            assert plain(theirs_, word) == plain(none, nobody), address


def plain(page, word):
    """A page without the word that was looked for and without the tokens of its forms."""
    return re.sub(r'name="csrf_token"[^>]*', "", page.replace(word, ""))


def test_every_page_of_an_organization_is_declared_with_a_role(app):
    """A route under /organize/<organization> is for its members: no other check guards one."""
    from campaign.coalition.permissions import Member

    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "organization" in rule.arguments and rule.rule.startswith("/organize/")
        if not isinstance(declared(app, rule.endpoint), Member)
    ]
    assert odd == []
