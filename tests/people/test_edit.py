"""One record: shown, corrected, its consent ended, deleted."""

import pytest

from campaign.coalition import scope
from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.people.consents import refuse
from campaign.people.models import Consent, Person, PersonWord, Refusal
from tests.factories import rows
from tests.people.desk_factories import (
    ANA,
    PEOPLE,
    SENTENCE,
    get_person,
    log_in_as_organizer,
    make_person,
    make_two,
    owner_of,
    token_of,
)


@pytest.fixture
def ana(client):
    lead, partner = make_two()
    make_person(partner, name="Ana Quetzal", language="es")
    log_in_as_organizer(client, lead)
    return make_person(lead)


@pytest.fixture
def post(client, ana):
    token = token_of(client)

    def send(path, **fields):
        return client.post(f"{PEOPLE}/{path}", data={"csrf_token": token, **fields})

    return send


def typed(**values):
    fields = {"name": "Ana Núñez Ruiz", "email": ANA["email"], "language": "es", "version": "1"}
    return {**fields, "division": "ocd-division/ward:3", **values}


def test_the_page_tells_what_they_agreed_to(client, ana):
    page = client.get(f"{PEOPLE}/{ana.id}").text

    for words in ("Ana Núñez", "ana@example.org", "Ward 25", SENTENCE):
        assert words in page
    assert "ticked under the petition “Save the clinic”" in page
    assert "Quetzal" not in page


def test_it_corrects(client, ana, post):
    assert client.get(f"{PEOPLE}/{ana.id}/edit").status_code == 200
    answer = post(f"{ana.id}/edit", **typed())

    assert answer.location == f"{PEOPLE}/{ana.id}"
    [other, mine] = rows(Person)
    assert (mine.name, mine.division, mine.language) == typed_details()
    assert other.name == "Ana Quetzal"
    assert client.get(f"{PEOPLE}?q=ruiz").text.count("Ana Núñez Ruiz") == 1
    [act] = rows(Audit, act="person.edited")
    assert (act.about, act.details) == (f"people/{ana.id}", {"fields": ["name", "language"]})


def typed_details():
    return "Ana Núñez Ruiz", "ocd-division/ward:3", "es"


def test_a_new_address_is_the_persons_mailbox(ana, post):
    post(f"{ana.id}/edit", **typed(email="a.nunez@example.org"))

    assert get_person(ana.id).mailbox == owner_of("A.nunez@example.org")
    assert "a.nunez@example.org" in {one.word for one in rows(PersonWord, person_id=ana.id)}
    assert "ana@example.org" not in {one.word for one in rows(PersonWord, person_id=ana.id)}


def test_an_address_whose_owner_said_no_is_not_brought_back(ana, post):
    with scope.everyones():
        refuse(ana.organization_id, owner_of("no@example.org"))
        db.session.commit()
    post(f"{ana.id}/edit", **typed(email="No@example.org"))

    assert get_person(ana.id).mailbox == owner_of("no@example.org")
    assert [one.is_given for one in rows(Consent, person_id=ana.id)] == [False]


def test_of_two_who_correct_at_once_the_second_sees_both(ana, post):
    post(f"{ana.id}/edit", **typed(name="Ana N."))
    answer = post(f"{ana.id}/edit", **typed(name="Ana Ruiz"))

    assert answer.status_code == 409
    assert "Ana N." in answer.text
    assert 'value="Ana Ruiz"' in answer.text
    assert get_person(ana.id).name == "Ana N."
    assert 'name="version" value="2"' in answer.text or 'value="2"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "=1+1"), ("name", "www.example.org"), ("email", "ana"), ("version", "")],
)
def test_it_refuses(ana, post, field, value):
    answer = post(f"{ana.id}/edit", **typed(**{field: value}))

    assert answer.status_code == 422
    assert get_person(ana.id).name == "Ana Núñez"


def test_an_address_of_another_record_is_refused_without_saying_whose(ana, post):
    make_person(ana.organization, name="Omar Díaz", email="omar@example.org")
    answer = post(f"{ana.id}/edit", **typed(email="Omar@example.org"))

    assert answer.status_code == 422
    assert "Omar Díaz" not in answer.text
    assert "Another record has this address" in answer.text


def test_it_ends_a_consent_for_good(client, ana, post):
    assert "End the consent" in client.get(f"{PEOPLE}/{ana.id}/withdraw").text
    assert rows(Refusal) == []
    post(f"{ana.id}/withdraw")

    [theirs, mine] = sorted(rows(Consent), key=lambda one: one.is_given, reverse=True)
    assert (mine.person_id, mine.is_given, theirs.is_given) == (ana.id, False, True)
    [refusal] = rows(Refusal)
    assert (refusal.organization_id, refusal.mailbox) == (ana.organization_id, ana.mailbox)
    assert "taken back on" in client.get(f"{PEOPLE}/{ana.id}").text
    assert post(f"{ana.id}/withdraw").status_code == 303
    assert len(rows(Audit, act="consent.ended")) == 1


def test_it_deletes_after_a_question(client, ana, post):
    number, other = ana.id, rows(Person)[0].id
    assert "cannot be undone" in client.get(f"{PEOPLE}/{number}/delete").text
    assert len(rows(Person)) == 2
    post(f"{number}/delete")

    assert [one.id for one in rows(Person)] == [other]
    assert [one.person_id for one in rows(Consent)] == [other]
    assert rows(PersonWord, person_id=number) == []
    assert [one.about for one in rows(Audit, act="person.deleted")] == [f"people/{number}"]


@pytest.mark.parametrize("path", ["", "/edit", "/withdraw", "/delete", "/merge"])
def test_a_record_of_another_organization_is_not_there(client, ana, post, path):
    other = rows(Person)[0].id
    assert other != ana.id
    answers = [client.get(f"{PEOPLE}/{number}{path}") for number in (other, 99999)]
    if path:
        answers += [post(f"{number}{path}", **typed()) for number in (other, 99999)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.replace("99999", str(other)) for answer in answers}) == 1
    assert len(rows(Person)) == 2


def test_a_post_without_the_forms_token_changes_nothing(client, ana):
    for path in ("edit", "withdraw", "delete"):
        answer = client.post(f"{PEOPLE}/{ana.id}/{path}", data=typed())
        assert answer.status_code in (400, 422)
    assert get_person(ana.id).name == "Ana Núñez"
    assert all(one.is_given for one in rows(Consent))
