"""Entering sheets: quickly, once, and only when the numbers agree."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.petitions.paper import counting as paper_counting
from tests.accounts.factories import log_in
from tests.factories import rows
from tests.petitions.factories import URL, make_organization, make_petition
from tests.petitions.paper import (
    PAGE,
    enter,
    lines,
    make_omar,
    make_run,
    open_first,
    post,
    sheets,
)

ANA = ("Ana Ruiz", "25", "ana@example.org")


@pytest.fixture
def petition(client):
    petition = make_petition()
    make_run(petition)
    log_in(client, make_omar())
    return petition


def on_paper(client):
    return client.get(f"{URL}/count.json").json["on_paper"]


def test_it_works(client, petition):
    url = open_first(client)
    answer = enter(client, url, ANA, "Eve Li", finish="1")
    assert answer.status_code == 303, answer.text

    assert [(one.name, one.ward and one.ward.number, one.counts) for one in lines()] == [
        ("Ana Ruiz", 25, True),
        ("Eve Li", None, True),
    ]
    assert client.get(f"{URL}/count.json").json["signatures"] == 0
    assert on_paper(client) == 2
    assert "And 2 on paper, not verified." in client.get(URL).text
    assert [one.act for one in rows(Audit)][-1] == "paper.entered"
    assert "ruiz" not in str([one.details for one in rows(Audit)]).lower()


def test_a_half_entered_sheet_waits_and_does_not_count(client, petition):
    url = open_first(client, total=5)
    assert enter(client, url, ANA, total=5).status_code == 303

    assert on_paper(client) == 0
    assert "1 of 5 entered by Omar" in client.get(PAGE).text
    assert 'value="Ana Ruiz"' in client.get(url).text


def test_another_number_than_the_sheet_says_is_refused_and_told(client, petition):
    url = open_first(client, total=3)
    answer = enter(client, url, ANA, "", "Eve Li", total=3, finish="1", struck_4="y")

    assert answer.status_code == 422
    assert "The sheet says 3 signatures, 2 are entered." in answer.text
    assert "Empty lines: 2, 5, 6, 7, 8, 9, 10." in answer.text
    assert "Struck out: 4." in answer.text
    assert 'value="Ana Ruiz"' in answer.text
    assert on_paper(client) == 0
    assert len(lines()) == 3


def test_another_number_with_a_reason_is_taken(client, petition):
    url = open_first(client, total=3)
    enter(client, url, ANA, total=3, note="Two cannot be read.", finish="1")

    assert on_paper(client) == 1
    assert "Two cannot be read." in client.get(url).text


def test_a_struck_line_keeps_no_name(client, petition):
    url = open_first(client, total=1)
    enter(client, url, ANA, "Eve Li", total=1, struck_2="y", finish="1")

    assert [(one.name, one.email, one.is_struck) for one in lines()][1] == ("", "", True)
    assert on_paper(client) == 1


def test_the_same_sheet_twice_is_refused(client, petition):
    enter(client, open_first(client, total=1), ANA, finish="1")
    answer = post(client, f"{PAGE}/open", code=sheets()[0].code, total=1)

    assert answer.status_code == 422
    assert "was entered by Omar already. A sheet counts once." in answer.text


def test_two_people_at_one_sheet_one_keeps_it_and_the_other_is_told(app, client, petition):
    url = open_first(client)
    stale = enter(client, url, "Ana Ruiz", total=2)
    assert stale.status_code == 303
    other = app.test_client()
    log_in(other, make_omar(email="eve@example.org", role="owner"))
    answer = post(other, f"{PAGE}/open", code=sheets()[0].code, total=2)

    assert answer.status_code == 409
    assert "Omar has this sheet" in answer.text
    assert "Omar is entering this sheet" in other.get(url).text
    assert post(other, f"{url}/take-over", url, seen=1).status_code == 303
    late = enter(client, url, "Ana Ruiz", "Lost Words", total=2, seen="1")
    assert late.status_code == 409
    assert "Lost Words" in late.text
    assert [one.name for one in lines()] == ["Ana Ruiz"]


def test_a_stale_save_is_refused_and_keeps_what_was_typed(client, petition):
    url = open_first(client)
    enter(client, url, "Ana Ruiz", total=2)
    late = enter(client, url, "Somebody Else", total=2, seen="0")

    assert late.status_code == 409
    assert "Somebody Else" in late.text
    assert [one.name for one in lines()] == ["Ana Ruiz"]


def test_a_finished_sheet_can_be_corrected(client, petition):
    url = open_first(client, total=1)
    enter(client, url, "Ana Ruis", total=1, finish="1")
    post(client, f"{url}/reopen", url)
    assert on_paper(client) == 0
    enter(client, url, ANA, total=1, finish="1")

    assert on_paper(client) == 1
    assert [one.name for one in lines()] == ["Ana Ruiz"]


def test_what_was_entered_can_be_forgotten(client, petition):
    url = open_first(client, total=1)
    enter(client, url, ANA, finish="1")
    post(client, f"{url}/remove", url)

    assert (on_paper(client), lines(), sheets()[0].state) == (0, [], "out")
    assert open_first(client, total=1) == url


def test_lines_that_look_like_one_person_are_shown(client, petition):
    url = open_first(client, total=2)
    enter(client, url, ("Ruiz, Ána", "25"), ("ana  RUIZ", "25"), finish="1")
    page = client.get(PAGE).text

    assert "Perhaps the same person" in page
    assert "Sheet 1, line 2" in page
    post(client, f"{PAGE}/lines/{lines()[1].id}", act="out")
    assert on_paper(client) == 1
    post(client, f"{PAGE}/lines/{lines()[1].id}", act="in")
    assert on_paper(client) == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("=cmd|x", "25"), "Line 1: Begin the name with a letter."),
        (("Ana", "51"), "Line 1: there is no ward 51."),
        (("Ana", "=1"), "Line 1: there is no ward =1."),
        (("", "25"), "Line 1: enter the name, or strike the line out."),
        (("", "", "ana@example.org"), "Line 1: enter the name"),
        (("Ana", "", "ana@"), "Line 1: Enter an email address"),
        (("A" * 121, "25"), "Line 1: Use at most 120 letters."),
        (("😀😀", "25"), "Line 1: Write the name with letters."),
        (("\u202eanA", "25"), "Line 1: Write the name with letters."),
        (("Ana\x00", "25"), "Line 1: Remove the invisible control characters."),
    ],
)
def test_it_rejects(client, petition, line, sentence):
    url = open_first(client)
    answer = enter(client, url, line, "Eve Kept", total=2, finish="1")

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Eve Kept" in answer.text
    assert lines() == []


@pytest.mark.parametrize("name", ["محمد علي", "陈小明", "Ana 😀 Ruiz", "O’Brien-Łuk"])
def test_names_of_all_scripts_are_taken(client, petition, name):
    enter(client, open_first(client, total=1), (name, "?"), finish="1")

    assert [one.name for one in lines()] == [name]


def test_ten_megabytes_are_refused(client, petition):
    url = open_first(client)

    assert enter(client, url, "a" * 10_000_000).status_code == 413
    assert lines() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "FQE-DFK"}, "has a slip in it"),
        ({"code": ""}, "Enter the code"),
        ({"total": "13"}, "from 0 to 12"),
        ({"total": "11"}, "has 10 lines"),
        ({"total": "x"}, "Not a valid integer"),
    ],
)
def test_opening_says_what_is_wrong(client, petition, fields, sentence):
    answer = post(client, f"{PAGE}/open", **{"code": sheets()[0].code, "total": 2} | fields)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_another_organizations_sheet_is_not_there(client, petition):
    make_organization(petition.campaign, "parents", "partner")
    run = make_run(petition, "parents")
    theirs = sheets()[2]
    assert theirs.run_id == run.id

    answer = post(client, f"{PAGE}/open", code=theirs.code, total=1)
    assert answer.status_code == 422
    assert "None of your organization" in answer.text
    for url in (f"{PAGE}/{theirs.id}", f"{PAGE}/{theirs.id}/remove", f"{PAGE}/{theirs.id}/reopen"):
        assert client.post(url).status_code == 404


def test_everyones_paper_is_one_number(client, petition):
    make_organization(petition.campaign, "parents", "partner")
    make_run(petition, "parents")
    enter(client, open_first(client, total=1), ANA, finish="1")
    log_in(client, make_omar("parents", email="eve@example.org"))
    page = PAGE.replace("neighbors", "parents")
    opened = post(client, f"{page}/open", page, code=sheets()[2].code, total=2)
    enter(client, opened.location, ("Ana R", "25", "ANA@example.org"), "Eve", finish="1")

    db.session.rollback()
    assert paper_counting.count(petition.id) == 2, "one mailbox counts once"
    assert "Ana Ruiz" not in client.get(page).text


def test_of_two_people_who_open_a_sheet_at_once_one_gets_it(app, petition):
    code, barrier = sheets()[0].code, Barrier(2)
    users = [make_omar(email=f"omar{n}@example.org") for n in range(2)]
    clients = [app.test_client() for _ in users]
    for client, user in zip(clients, users, strict=True):
        log_in(client, user)
        client.get(PAGE)
    tokens = [
        re.search(r'name="csrf_token"[^>]* value="([^"]+)"', c.get(PAGE).text) for c in clients
    ]

    def open_it(number):
        with app.app_context():
            barrier.wait()
            data = {"csrf_token": tokens[number][1], "code": code, "total": 2}
            return clients[number].post(f"{PAGE}/open", data=data).status_code

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(open_it, range(2)))
    assert found == [303, 409]
    assert sheets()[0].state == "begun"
