"""A petition in a frame of another site."""

import pytest

from campaign.db import now
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.petitions.factories import ANA, URL, make_organization, make_petition, make_signature

EMBED = "/embed/petitions/save-the-clinic"


def test_it_works(client):
    petition = make_petition()
    parents = make_organization(petition.campaign, "parents", "partner")
    page = client.get(f"{EMBED}?by=parents&lang=es")
    assert "Salven la clínica" in page.text
    assert f'action="{EMBED}?by=parents&amp;lang=es"' in page.text
    headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"}
    data = ANA | {"by": "parents"}
    answer = client.post(f"{EMBED}?by=parents&lang=es", data=data, headers=headers)

    assert (answer.status_code, answer.location) == (303, f"{EMBED}/thanks?lang=es")
    [signature] = rows(Signature)
    assert (signature.organization_id, signature.language) == (parents.id, "es")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("path", [EMBED, f"{EMBED}/thanks", "/embed/petitions/nothing"])
def test_any_site_may_frame_it_and_no_cookie_is_set(client, path):
    make_petition()
    headers = client.get(path).headers
    assert "frame-ancestors *" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", [URL, f"{URL}/sign", "/login", "/"])
def test_nothing_else_may_be_framed(client, path):
    make_petition()
    headers = client.get(path).headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_refused_form_may_be_framed_too(client):
    make_petition()
    answer = client.post(EMBED, data=ANA | {"ward": "99"})
    assert answer.status_code == 422
    assert "Choose your ward" in answer.text
    assert "Ana Ruiz" in answer.text
    assert "X-Frame-Options" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}],
)
def test_the_page_around_it_cannot_sign_for_anyone(client, headers):
    make_petition()
    assert client.post(EMBED, data=ANA, headers=headers).status_code == 403
    assert rows(Signature) == []


@pytest.mark.parametrize("values", [{"closed_at": now()}, {"stopped_at": now()}])
def test_a_petition_that_is_over_says_so_in_the_frame(client, values):
    make_petition(**values)
    assert "<form" not in client.get(EMBED).text
    answer = client.post(EMBED, data=ANA)
    assert answer.status_code == 410
    assert "X-Frame-Options" not in answer.headers
    assert rows(Signature) == []


def test_a_draft_is_not_there(client):
    make_petition(published_at=None)
    assert client.get(EMBED).status_code == 404
    assert client.get(f"{EMBED}/thanks").status_code == 404
    assert client.post(EMBED, data=ANA).status_code == 404


def test_it_is_kept_and_counts_on(client):
    petition = make_petition()
    client.keeps_pages = True
    client.application.extensions["pages"].clear()
    assert "<strong data-count>0</strong>" in client.get(EMBED).text
    make_signature(petition, confirmed=True)
    assert "<strong data-count>0</strong>" in client.get(EMBED).text
    assert "public" in client.get(EMBED).headers["Cache-Control"]
    client.application.extensions["pages"].clear()
    assert "<strong data-count>1</strong>" in client.get(EMBED).text


def test_a_network_has_the_same_limit(client, app, monkeypatch):
    from dataclasses import replace

    make_petition()
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], network_limit=1))
    answers = [client.post(EMBED, data=ANA | {"email": f"a{n}@example.org"}) for n in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]
    assert "Ana Ruiz" in answers[1].text
