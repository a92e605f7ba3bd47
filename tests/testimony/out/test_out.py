"""Taking a draft out: for its writer by private link, for organizers of the lead, nobody else."""

import pytest

from campaign.db import db
from campaign.testimony.models import Comment
from tests.hearings.factories import make_speaker
from tests.hearings.lineup.room import other_hearing
from tests.testimony.factories import make_draft, write
from tests.testimony.out.room import (
    TESTIMONY,
    at,
    at_version,
    grow_stale,
    make_ana,
    make_omar,
    with_fact,
)

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "card.pdf": "application/pdf",
}


def test_it_works(client):
    draft = make_ana()
    page = client.get(at_version(draft, "/out"))

    assert page.status_code == 200
    assert "Subject line that the body asks for" in page.text
    assert "Public comment, May 19" in page.text
    assert "Evidence of a gun crime" in page.text
    assert "1 page" in page.text
    assert "noindex" in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_each_sort_of_file(client, kind):
    draft = make_ana()
    answer = client.get(at_version(draft, f"/testimony.{kind}"))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == KINDS[kind]
    assert f'filename="public-safety-en-0.{kind}"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/out", *(f"/testimony.{kind}" for kind in KINDS)])
def test_nothing_goes_out_with_a_stale_fact(client, path):
    draft = make_ana()
    grow_stale()
    answer = client.get(at_version(draft, path))

    assert answer.status_code == 409
    assert answer.text.count('class="button"') == 1
    assert "Evidence was found after 8.4% of alerts." in answer.text


def test_a_version_without_that_fact_goes_out(client):
    draft = make_ana()
    write(draft, "No facts.")
    grow_stale()
    assert client.get(at_version(draft, "/testimony.pdf")).status_code == 200


def test_an_empty_text_offers_no_file(client):
    page = client.get(at_version(make_ana(text="  "), "/out"))
    assert "Nothing is written here yet." in page.text


def test_too_many_pages_are_said(client):
    page = client.get(at_version(make_ana(text="word\n\n" * 120), "/out"))
    assert "the body takes at most 2" in page.text


@pytest.mark.parametrize("path", ["/999/out", "/999/testimony.pdf", "/0/testimony.exe"])
def test_what_there_is_not(client, path):
    assert client.get(at(make_ana(), path)).status_code == 404


def test_a_forged_link_leads_nowhere(client):
    draft = make_ana()
    forged = at_version(draft, "/testimony.pdf").replace("/drafts/", "/drafts/x")
    assert client.get(forged).status_code == 404


def test_the_version_of_another_draft_is_none(client):
    draft = make_ana()
    other = make_draft(make_speaker(draft.hearing, "Eve Ibis"))
    assert client.get(at(draft, f"/{other.main.id}/testimony.pdf")).status_code == 404


def test_comments_go_out_only_where_asked_for(client):
    draft = make_ana()
    db.session.add(Comment(version=draft.main, number=draft.main.number, end=4, text="Why?"))
    db.session.commit()

    plain = client.get(at_version(draft, "/testimony.docx")).data
    asked = client.get(at_version(draft, "/testimony.docx?comments=1")).data
    assert b"comments.xml" not in plain
    assert b"comments.xml" in asked


def test_organizers_take_it_too(client):
    draft = with_fact(make_omar(client))
    here = f"{TESTIMONY}/{draft.id}/{draft.main.id}"

    assert "Ana Quetzal" in client.get(f"{here}/out").text
    for kind in KINDS:
        assert client.get(f"{here}/testimony.{kind}").status_code == 200
    grow_stale()
    assert client.get(f"{here}/testimony.pdf").status_code == 409


def test_a_page_stays_in_the_language_of_who_reads_it(client):
    draft = with_fact(make_omar(client))
    draft.main.language = "es"
    db.session.commit()
    page = client.get(f"{TESTIMONY}/{draft.id}/{draft.main.id}/out").text

    assert "Committee on Public Safety</a>" in page
    assert "Comité de Seguridad Pública, " in page, "its own text speaks its own language"
    assert "Comité de Seguridad Pública</a>" not in page


def test_writers_and_partners_do_not(client):
    draft = with_fact(make_omar(client, part="partner"))
    assert client.get(f"{TESTIMONY}/{draft.id}/{draft.main.id}/testimony.pdf").status_code == 403


def test_writers_of_the_lead_do_not(client):
    draft = with_fact(make_omar(client, role="writer"))
    assert client.get(f"{TESTIMONY}/{draft.id}/{draft.main.id}/out").status_code == 403


def test_a_draft_of_another_campaign_is_none(client):
    make_omar(client)
    _hearing, speaker = other_hearing()
    draft = make_draft(speaker)

    for path in (f"{draft.main.id}/out", f"{draft.main.id}/testimony.pdf", "file"):
        assert client.get(f"{TESTIMONY}/{draft.id}/{path}").status_code == 404
