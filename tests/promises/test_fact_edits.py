"""§6 “Edits”: two editors of one fact, to two processes; nothing is overwritten unseen."""

from typing import NamedTuple

from campaign.coalition.models import Organization
from campaign.db import db
from campaign.factsheet import Fact, FactVersion
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership, make_organization, make_partnership
from tests.factsheet.desk import FACTS, controls, hidden
from tests.factsheet.factories import make_campaign, make_fact
from tests.page import PageClient
from tests.promises.conftest import many
from tests.promises.residents import Post, at_once, in_database
from tests.server import Answer, Server, ask

EDIT = f"{FACTS}/rate/edit"


class Editor(NamedTuple):
    name: str
    cookie: str

    def open(self, server: Server) -> dict[str, str]:
        """The form as it stands now, with everything that it would send."""
        connection = server.connect()
        answer = ask(connection, "GET", EDIT, headers={"Cookie": f"session={self.cookie}"})
        connection.close()
        assert answer.status == 200, answer.text
        return controls(answer) | hidden(answer)

    def post(self, form: dict[str, str], statement: str) -> Post:
        fields = form | {"statement": statement}
        return Post(EDIT, fields, {"Cookie": f"session={self.cookie}"})


def make_editors(server: Server) -> list[Editor]:
    """Ana and Omar, organizers of the lead, each logged in."""

    def make() -> list[Editor]:
        campaign = make_campaign()
        group = make_organization("neighbors", name="Neighbors")
        make_partnership(campaign, group)
        make_fact(campaign)
        return [log_in_as(server, name, group) for name in ("Ana", "Omar")]

    found: list[Editor] = in_database(server, make)
    return found


def log_in_as(server: Server, name: str, group: Organization) -> Editor:
    user = make_user_with_phone(f"{name.lower()}@example.org")
    make_membership(user, group)
    client = PageClient(server.app)
    log_in(client, user)
    client.get("/account/password")  # its form puts the token of all forms into the session
    cookie = client.get_cookie("session")
    assert cookie is not None
    return Editor(name, cookie.value)


def statements(server: Server) -> list[str]:
    """What the fact said, version by version."""
    mine = db.select(FactVersion.statement).join(Fact).where(Fact.key == "rate")
    query = mine.order_by(FactVersion.number)
    return list(in_database(server, lambda: list(db.session.scalars(query))))


def test_of_two_editors_the_second_sees_both_texts_every_time(server):
    ana, omar = make_editors(server)
    rounds = many(15, 100)
    for number in range(rounds):
        texts = [f"{one.name} in round {number}." for one in (ana, omar)]
        posts = [
            one.post(one.open(server), text) for one, text in zip((ana, omar), texts, strict=True)
        ]
        answers: list[Answer] = at_once(server, posts)

        assert sorted(one.status for one in answers) == [303, 409], number
        winner = texts[answers[0].status == 409]
        refused = next(one for one in answers if one.status == 409)
        assert all(text in refused.text for text in texts)
        assert statements(server)[-1] == winner
    assert len(statements(server)) == 1 + rounds
