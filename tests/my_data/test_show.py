"""What stands on the page and in the downloads, and to whom."""

import json
import re
from datetime import timedelta

import pytest

from campaign.coalition import invitations
from campaign.db import db, now
from campaign.mail import OutgoingEmail, suppress
from campaign.people.models import Consent, Person
from campaign.petitions.models import Signature, TallyChange
from tests.accounts.factories import make_user
from tests.coalition.factories import make_membership
from tests.factories import rows
from tests.my_data.factories import ANA, WORDING, link_for, make_signer


def main_of(page):
    return re.search(r"<main.*</main>", page.text, re.DOTALL)[0]


def test_it_shows_what_is_held_and_who_may_use_it(client):
    make_signer()
    words = main_of(client.get(link_for()))

    for said in ("Ana Ruiz", ANA, "It is near.", WORDING, "Parents", "City Council", "Everybody"):
        assert said in words, said
    assert "180 days after the petition has closed" in words
    assert "A mail to you" in words


def test_it_shows_nothing_of_others(client):
    make_signer()
    make_signer("eve@example.org", name="Quetzalcoatl", comment="Far away.")
    text = client.get(link_for()).text

    assert "Quetzalcoatl" not in text
    assert "eve@example.org" not in text
    assert "Far away" not in text


def test_somebody_unknown_reads_that_nothing_is_held(client):
    page = client.get(link_for("eve@example.org"))
    assert "We keep nothing about you." in main_of(page)


def test_opening_changes_nothing(client):
    make_signer()
    before = [
        len(rows(table)) for table in (Signature, Person, Consent, OutgoingEmail, TallyChange)
    ]
    path = link_for()
    for ending in ("", "/correct", "/move", "/erase", "/my-data.json", "/my-data.html"):
        assert client.get(path + ending).status_code == 200

    after = [len(rows(table)) for table in (Signature, Person, Consent, OutgoingEmail, TallyChange)]
    assert before == after


def test_everything_is_in_the_file_for_programs(client):
    petition, partner, _ = make_signer()
    answer = client.get(f"{link_for()}/my-data.json")
    found = json.loads(answer.text)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    by_kind = {one["kind"]: one for one in found["held"]}
    signature = by_kind["signature"]["data"]
    assert (signature["petition"], signature["ward"]) == (petition.slug, 25)
    assert (signature["name"], signature["comment"]) == ("Ana Ruiz", "It is near.")
    [use] = by_kind["record"]["used_by"]
    assert (use["who"], use["wording"]) == (partner.name, WORDING)


def test_the_page_to_keep_needs_nothing_else(client):
    make_signer()
    answer = client.get(f"{link_for()}/my-data.html")

    assert "attachment" in answer.headers["Content-Disposition"]
    assert "It is near." in answer.text
    assert re.findall(r'(?:src|href)="', answer.text) == []


def test_what_people_typed_is_no_markup(client):
    make_signer(comment="<script>alert(1)</script>")
    for ending in ("", "/my-data.html", "/erase"):
        assert "<script>alert" not in client.get(link_for() + ending).text


def test_an_organizer_sees_account_and_invitations(client):
    _, partner, _ = make_signer()
    user = make_user(ANA, name="Ana of the office")
    make_membership(user, partner, "writer")
    invitations.invite(partner, ANA, "owner", by=None, name="Ana O.")
    suppress(ANA, "bounced")
    db.session.commit()
    words = main_of(client.get(link_for()))

    for said in (
        "Your account",
        "Ana of the office",
        "writer",
        "Ana O.",
        "never mail this address",
    ):
        assert said in words, said
    assert user.password not in client.get(f"{link_for()}/my-data.json").text


@pytest.mark.parametrize("ending", ["", "/correct", "/erase", "/my-data.json", "/my-data.html"])
def test_nobody_keeps_these_pages(client, ending):
    answer = client.get(link_for() + ending)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers.getlist("Set-Cookie") == []


def test_a_link_works_for_an_hour_and_for_nothing_else(client, time_machine):
    signature = make_signer()[2]
    path = link_for()
    token = path.rsplit("/", 1)[1]
    assert client.get(f"/my-data/{token}x").status_code == 404
    assert client.get(f"/my-data/new-address/{token}").status_code == 404
    assert client.get(f"/confirm/{token}").status_code == 404
    from campaign.petitions import signing

    other = signing.link(signature.petition_id, signature.id).rsplit("/", 1)[1]
    assert client.get(f"/my-data/{other}").status_code == 404
    time_machine.move_to(now() + timedelta(seconds=3601))
    answer = client.get(path)
    assert answer.status_code == 404
    assert "It works for one hour" in answer.text
    for ending in ("/erase", "/take-back", "/correct"):
        assert client.post(path + ending).status_code == 404
    assert rows(Signature)[0].withdrawn_at is None
    assert now() > signature.signed_at
