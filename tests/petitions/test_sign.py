import pytest

from campaign.db import now
from campaign.mail import OutgoingEmail
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.growth import assert_gentle, quarter
from tests.petitions.factories import ANA, URL, make_organization, make_petition, make_signature

SIGN = f"{URL}/sign"


def test_it_works(client):
    make_petition()
    response = client.post(SIGN, data=ANA)

    assert (response.status_code, response.location) == (303, f"{URL}/thanks")
    [signature] = rows(Signature)
    assert (signature.name, signature.email, signature.ward.number) == (
        "Ana Ruiz",
        "Ana@example.org",
        25,
    )
    assert signature.confirmed_at is None
    assert [email.to for email in rows(OutgoingEmail)] == ["Ana@example.org"]


def test_the_form_keeps_no_session(client):
    make_petition()
    page = client.get(SIGN)

    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert "csrf" not in page.text


def test_a_link_may_fill_in_the_ward_that_somebody_found(client):
    make_petition()
    assert '<option selected value="25">' in client.get(f"{SIGN}?ward=25").text
    assert client.get(f"{SIGN}?ward=99").status_code == 200
    page = client.get(f"{SIGN}?by=neighbors").text
    assert 'href="/wards/find?next=' in page
    assert "by%3Dneighbors" in page


def test_consents_are_unticked_and_kept_only_as_wishes(client):
    petition = make_petition()
    make_organization(petition.campaign, "parents", "partner")
    assert " checked" not in client.get(SIGN).text
    client.post(SIGN, data=ANA | {"allow": ["parents"]})

    [signature] = rows(Signature)
    assert list(signature.wanted.values()) == ["Parents may email me about this campaign."]


def test_it_notes_the_recruiting_organization(client):
    petition = make_petition()
    parents = make_organization(petition.campaign, "parents", "partner")
    assert 'value="parents"' in client.get(f"{SIGN}?by=parents").text
    client.post(SIGN, data=ANA | {"by": "parents"})
    client.post(SIGN, data=ANA | {"email": "eve@example.org", "by": "nobody"})

    assert [one.organization_id for one in rows(Signature)] == [parents.id, None]


def test_it_does_not_tell_who_has_signed(client):
    petition = make_petition()
    make_signature(petition, confirmed=True)
    answers = [
        client.post(SIGN, data=ANA | {"email": email})
        for email in ("ana@example.org", "new@example.org")
    ]

    assert answers[0].location == answers[1].location
    assert [*answers[0].headers.keys()] == [*answers[1].headers.keys()]


def test_a_post_again_neither_signs_nor_mails_twice(client):
    make_petition()
    for name in ("Ana", "Eve", "Ana"):
        client.post(SIGN, data=ANA | {"name": name})

    assert [signature.name for signature in rows(Signature)] == ["Ana"]
    assert len(rows(OutgoingEmail)) == 1


def test_spellings_of_one_mailbox_are_one(client):
    make_petition()
    for email in ("ana.ruiz@gmail.com", "anaruiz+x@googlemail.com", "ANARUIZ@gmail.com"):
        client.post(SIGN, data=ANA | {"email": email})

    assert len(rows(Signature)) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "Enter your full name."),
        ("name", "=1+1", "Begin the name with a letter."),
        ("name", "Ana https://example.org", "Leave links out"),
        ("name", "Ana\x00", "control characters"),
        ("name", "\u202eAna", "Write the name with letters."),
        ("name", "<script>", "Leave angle brackets"),
        ("name", "A" * 121, "at most 120"),
        ("email", "", "Enter your email address."),
        ("email", "a@b\r\nBcc: x@example.org", "one line"),
        ("email", "ana", "Enter an email address"),
        ("email", "a" * 65 + "@example.org", "Enter an email address"),
        ("email", "a." * 33 + "a@example.org", "Enter an email address"),
        ("email", "añа@example.org", "plain letters"),
        ("ward", "0", "Choose your ward"),
        ("ward", "51", "Choose your ward"),
        ("ward", "x", "Choose your ward"),
        ("ward", "", "Choose your ward"),
        ("comment", "a" * 501, "at most 500"),
        ("allow", "nobody", "Tick organizations of this list"),
        ("website", "https://example.org", "robots"),
    ],
)
def test_it_rejects(client, field, value, sentence):
    make_petition()
    response = client.post(SIGN, data=ANA | {"comment": "kept words", field: value})

    assert response.status_code == 422
    assert sentence in response.text
    assert "Error: Sign" in response.text
    assert field == "comment" or "kept words" in response.text
    assert rows(Signature) == []
    assert rows(OutgoingEmail) == []


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"closed_at": now()}, 410),
        ({"stopped_at": now()}, 410),
        ({"opens_at": now().replace(year=2100)}, 410),
        ({"published_at": None}, 404),
    ],
)
def test_it_refuses_a_petition_that_is_not_open(client, values, status):
    make_petition(**values)
    assert client.post(SIGN, data=ANA).status_code == status
    assert client.get(SIGN).status_code == status
    assert rows(Signature) == []


def test_a_network_has_a_limit_that_loses_nothing(client, app, monkeypatch):
    from dataclasses import replace

    make_petition()
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], network_limit=2))
    answers = [client.post(SIGN, data=ANA | {"email": f"a{n}@example.org"}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Ana Ruiz" in answers[2].text
    assert len(rows(Signature)) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
    ],
)
def test_it_refuses_posts_from_other_sites(client, headers):
    make_petition()
    assert client.post(SIGN, data=ANA, headers=headers).status_code == 403
    assert rows(Signature) == []


def test_ten_megabytes_are_refused(client):
    make_petition()
    assert client.post(SIGN, data=ANA | {"comment": "a" * 10_000_000}).status_code == 413


def test_a_foreign_host_is_refused(client):
    make_petition()
    assert client.get(SIGN, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("field", ["name", "email", "comment", "ward", "allow"])
@pytest.mark.parametrize("text", ["a-" * 400_000, "a." * 400_000, "a@" * 400_000, "x\n" * 100_000])
def test_a_long_text_is_refused_without_much_ado(client, field, text):
    make_petition()
    assert client.post(SIGN, data=ANA | {field: text}).status_code == 422
    assert_gentle(lambda one: client.post(SIGN, data=ANA | {field: one}), quarter(text), text)
