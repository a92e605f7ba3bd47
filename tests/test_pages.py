"""Kept pages: quick, fresh enough, the same for everyone."""

import gzip

import pytest
from sqlalchemy import event

from campaign import pages
from campaign.db import db
from tests.petitions.factories import URL, make_petition, make_signature

COUNT = f"{URL}/count.json"


@pytest.fixture
def keeping(client):
    client.keeps_pages = True
    client.application.extensions["pages"].clear()
    return client


@pytest.fixture
def statements(app):
    """The SQL that is run from now on."""
    seen = []

    def note(connection, cursor, statement, *rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def grow_older(client, seconds):
    for page in client.application.extensions["pages"].pages.values():
        page.made_at -= seconds


@pytest.mark.parametrize("address", [URL, COUNT, f"{URL}/sign"])
def test_a_warm_page_asks_the_database_nothing(keeping, statements, address):
    make_petition()
    first = keeping.get(address)
    statements.clear()

    assert keeping.get(address).data == first.data
    assert statements == []


def test_a_page_is_made_again_after_two_seconds(keeping):
    petition = make_petition()
    assert keeping.get(COUNT).json["signatures"] == 0
    make_signature(petition, confirmed=True)
    assert keeping.get(COUNT).json["signatures"] == 0

    grow_older(keeping, 2.1)
    assert keeping.get(COUNT).json["signatures"] == 1


def test_languages_and_recruiters_are_kept_apart(keeping):
    make_petition()
    english = keeping.get(URL, headers={"Accept-Language": "en"}).text
    spanish = keeping.get(URL, headers={"Accept-Language": "es-MX"}).text

    assert "Save the clinic" in english
    assert "Salven la clínica" in spanish
    assert keeping.get(f"{URL}?by=neighbors").text != english


def test_errors_are_not_kept(keeping):
    assert keeping.get(URL).status_code == 404
    make_petition()
    assert keeping.get(URL).status_code == 200


def test_who_has_the_page_already_gets_304(keeping):
    make_petition()
    etag = keeping.get(URL).headers["ETag"]
    answer = keeping.get(URL, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("address", [URL, "/static/style.css?v=1"])
def test_it_goes_out_packed(keeping, address):
    make_petition()
    plain = keeping.get(address)
    packed = keeping.get(address, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_static_files_last_and_stay_inside_their_folder(client):
    answer = client.get("/static/style.css?v=1")
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/static/..%2fcampaign/config.py").status_code == 404


def test_many_addresses_do_not_fill_the_memory(keeping):
    make_petition()
    for number in range(320):
        keeping.get(f"{COUNT}?x={number}")
    assert len(keeping.application.extensions["pages"].pages) == 300


def test_what_is_forgotten_is_made_anew_and_nothing_else(app):
    numbers = iter(range(10))
    made = {one: pages.remember((one, 1), lambda: next(numbers), 60) for one in ("menu", "other")}
    pages.forget("menu")

    assert pages.remember(("menu", 1), lambda: next(numbers), 60) == 2
    assert pages.remember(("other", 1), lambda: next(numbers), 60) == made["other"]
