"""Tags: on one person, on everybody listed, and back."""

import pytest
from sqlalchemy import select

from campaign.coalition import scope
from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.people import tagging
from campaign.people.models import Person, Tag, Tagged, Tagging
from tests.factories import rows
from tests.people.desk_factories import (
    PEOPLE,
    log_in_as_organizer,
    make_person,
    make_two,
    token_of,
)


@pytest.fixture
def world(client):
    lead, partner = make_two()
    log_in_as_organizer(client, lead)
    mine = [make_person(lead), make_person(lead, name="Omar D.", email="omar@example.org")]
    return mine, make_person(partner, name="Eve Quetzal", email="eve@example.org")


@pytest.fixture
def post(client, world):
    token = token_of(client)

    def send(path, **fields):
        return client.post(f"{PEOPLE}/{path}", data={"csrf_token": token, **fields})

    return send


def tagged():
    return {(one.person_id, one.tag_id) for one in rows(Tagged) if one.removed_by_id is None}


def test_it_gives_and_takes_a_tag(client, world, post):
    [ana, _omar], _other = world
    post(f"{ana.id}/tags", tag="Café owner", deed="add")
    assert "Café owner" in client.get(f"{PEOPLE}/{ana.id}").text
    for asked in ({"q": "cafe"}, {"tag": "1"}):
        page = client.get(PEOPLE, query_string=asked).text
        assert "Ana Núñez" in page
        assert "Omar D." not in page

    post(f"{ana.id}/tags", tag="CAFE OWNER", deed="remove")
    assert tagged() == set()
    assert [tag.name for tag in rows(Tag)] == ["Café owner"]
    assert len(rows(Audit, act="people.tagged")) == 2


@pytest.mark.parametrize("fields", [{"tag": ""}, {"tag": "x" * 41}, {"tag": "??"}, {"tag": "<b>"}])
def test_it_refuses(world, post, fields):
    [ana, _omar], _other = world
    answer = post(f"{ana.id}/tags", deed="add", **fields)
    assert answer.status_code == 422
    assert rows(Tagged) == []


def test_everybody_listed_gets_it_and_nobody_else(client, world, post):
    [ana, omar], _other = world
    assert "2 people" in client.get(f"{PEOPLE}/tags").text
    assert "1 person" in client.get(f"{PEOPLE}/tags?q=omar").text
    post("tags?q=omar", tag="volunteer", deed="add")
    assert tagged() == {(omar.id, 1)}
    post("tags", tag="Volunteer", deed="add")
    assert tagged() == {(ana.id, 1), (omar.id, 1)}
    assert [act.count for act in rows(Tagging)] == [1, 1]


def test_undoing_takes_back_what_that_act_did(client, world, post):
    [ana, _omar], _other = world
    post(f"{ana.id}/tags", tag="volunteer", deed="add")
    post("tags", tag="volunteer", deed="add")
    assert "1 person got the tag" in client.get(PEOPLE).text
    post("tags/2/undo")

    assert tagged() == {(ana.id, 1)}
    post("tags/2/undo")
    assert [act.undone_at is not None for act in rows(Tagging)] == [False, True]
    assert len(rows(Audit, act="people.tag-undone")) == 1


def test_undoing_a_removal_gives_the_tag_back_to_those_who_had_it(world, post):
    [ana, _omar], _other = world
    post(f"{ana.id}/tags", tag="volunteer", deed="add")
    post("tags", tag="volunteer", deed="remove")
    assert tagged() == set()
    post("tags/2/undo")
    assert tagged() == {(ana.id, 1)}


def test_tags_of_another_organization_are_not_there(client, world, post):
    _mine, other = world
    with scope.of(other.organization_id):
        tag = tagging.get_tag(other.organization_id, "quetzals")
        act = tagging.change(tag, "add", select(Person.id))
        db.session.commit()
        number, tag_id = act.id, tag.id

    assert "quetzals" not in client.get(PEOPLE).text
    assert "Eve" not in client.get(f"{PEOPLE}?tag={tag_id}").text
    answers = [post(f"tags/{one}/undo") for one in (number, 99999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert tagged() == {(other.id, tag_id)}
