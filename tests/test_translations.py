"""Every language is complete, and its readers meet no English on pages or in mails."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import force_locale

from campaign import filters
from campaign.config import Settings
from campaign.mail import OutgoingEmail
from campaign.mail.mould import render
from tests.accounts.factories import fill_in, log_in, make_user, make_user_with_phone
from tests.checks import CATALOGS, EXTRACT
from tests.coalition.factories import make_membership
from tests.factories import rows
from tests.factsheet.factories import VENDOR, change, make_fact
from tests.page import PageClient
from tests.petitions.factories import ANA, URL, link_of, make_petition, make_signature
from tests.promises import outreach
from tests.rules import ROOT, files, trees

CATALOGUES = sorted(CATALOGS.glob("*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
SPANISH = [({"lang": "es"}, {}), ({}, {"Accept-Language": "es-MX,es;q=0.8,en;q=0.5"})]
MAILS = [
    name.removeprefix("templates/").removesuffix(".subject.txt")
    for name, _path in files(ROOT, "templates", ending=".subject.txt")
]
SAID: dict[str, Any] = {
    "title": "Salven la clínica",
    "link": "http://localhost/",
    "organization": "Vecinos",
    "kind": "desk_draw",
    "count": 3,
    "words": "Digan dónde viven.",
    "comments": "http://localhost/",
    **outreach.SAID,
}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source)


def sentences(found: Catalog) -> Iterator[tuple[Message, tuple[str, ...], tuple[str, ...]]]:
    """Each message, its English forms and its translated forms."""
    for message in found:
        if message.id:
            yield message, forms(message.id), forms(message.string)


def forms(texts: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What code and templates say now."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run(["pybabel", *EXTRACT, "-o", str(path), "."])
    return catalogue(path)


# Catalogues


def test_every_language_of_the_default_settings_has_a_catalogue() -> None:
    assert {path.parts[-3] for path in CATALOGUES} == {*Settings().language_codes} - {"en"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_complete(path: Path, extracted: Catalog) -> None:
    found = catalogue(path)
    assert {forms(one.id) for one in found} == {forms(one.id) for one in extracted}
    assert [one.id for one, _, said in sentences(found) if one.fuzzy or not all(said)] == []
    assert found.obsolete == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_keeps_the_placeholders(path: Path) -> None:
    for _message, english, said in sentences(catalogue(path)):
        wanted = sorted(PLACEHOLDER.findall(english[-1]))
        for text in said:
            assert sorted(PLACEHOLDER.findall(text)) == wanted, text
            assert text[:1].isspace() == english[0][:1].isspace(), text


def test_no_text_is_markup() -> None:
    """Lazy ones are written to a page as they are."""
    texts = [
        text for path in CATALOGUES for *_, said in sentences(catalogue(path)) for text in said
    ]
    assert [text for text in texts if re.search("[<>&]", text)] == []


def test_babel_finds_every_sentence_of_the_code(extracted: Catalog) -> None:
    """It overlooks those inside f-strings before Python 3.12."""
    known = {forms(one.id)[0] for one in extracted}
    calls = [node for _, tree in trees(ROOT) for node in ast.walk(tree) if is_translated(node)]
    assert len(calls) > 100
    assert {call.args[0].value for call in calls} - known == set()


def is_translated(node: ast.AST) -> bool:
    names = ("_", "gettext", "ngettext", "lazy_gettext")
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in names
        and isinstance(node.args[0], ast.Constant)
    )


# Pages and mails


@pytest.fixture(scope="module")
def english(extracted: Catalog) -> Callable[[str], list[str]]:
    """Find in a page or a mail the English sentences of ours, those of four words and more."""
    known = {text for _, texts, _ in sentences(extracted) for text in texts}
    long = [text for text in known if len(re.findall(r"[A-Za-z’]{2,}", text)) >= 4]
    patterns = {text: (longest_piece(text), re.compile(pattern_of(text))) for text in long}

    def find(html: str) -> list[str]:
        words = " ".join(unescape(html).split())
        return [
            text
            for text, (piece, pattern) in patterns.items()
            if piece in words and pattern.search(words)
        ]

    return find


def longest_piece(text: str) -> str:
    """What a page must hold before its pattern is worth a look."""
    return max(PLACEHOLDER.split(" ".join(text.split())), key=len)


def pattern_of(text: str) -> str:
    """A message as a pattern, anything short standing for its placeholders."""
    return ".{1,90}?".join(re.escape(part) for part in PLACEHOLDER.split(" ".join(text.split())))


@pytest.fixture
def addresses(app: Flask) -> dict[str, str]:
    """The public pages, each with all it can show."""
    petition = make_petition()
    fact = make_fact(petition.campaign, disputes=[VENDOR])
    change(fact, status="retracted", reason="Mal citado.")
    waiting = make_signature(petition, is_public=True, language="es")
    counted = make_signature(petition, "eve@example.org", confirmed=True, is_public=True)
    return {
        "home": "/",
        "campaign": "/c/clinic",
        "petition": URL,
        "sign": f"{URL}/sign",
        "thanks": f"{URL}/thanks",
        "confirm": link_of(waiting),
        "confirmed": link_of(counted),
        "facts": "/c/clinic/facts",
        "fact": "/c/clinic/facts/rate",
        "version": "/c/clinic/facts/rate/v1",
        "privacy": "/privacy",
        "my data": "/my-data",
        "embedded": f"/embed{URL}",
        "missing": "/no-such-page",
        "login": "/login",
        "reset": "/reset",
        "mailbox": "/dev/mail",
    }


@pytest.mark.parametrize(("query", "headers"), SPANISH, ids=["address", "browser"])
def test_public_pages_answer_in_spanish(
    client: PageClient,
    addresses: dict[str, str],
    english: Callable[[str], list[str]],
    query: dict[str, str],
    headers: dict[str, str],
) -> None:
    for name, address in addresses.items():
        page = client.get(address, query_string=query, headers=headers).text
        assert '<html lang="es">' in page, name
        assert english(page) == [], name
        assert english(client.get(address).text) != [], name  # what is looked for can be found


def test_facts_as_text_are_in_spanish(
    client: PageClient, addresses: dict[str, str], english: Callable[[str], list[str]]
) -> None:
    text = client.get("/c/clinic/facts.txt?lang=es").text
    for line in ("Hoja de datos", "[RETIRADO]", "Cifra: 9.1%", "Disputado por: SoundThinking"):
        assert line in text
    assert english(text) == []


def test_words_that_exist_only_in_english_are_marked(
    client: PageClient, addresses: dict[str, str]
) -> None:
    page = client.get("/c/clinic/facts/rate?lang=es").text
    assert 'de un total de <span lang="en">50,176 alerts</span>' in page


@pytest.mark.parametrize("values", [{}, {"name": "<b>", "email": "a@", "ward": "x", "allow": "x"}])
def test_errors_in_a_form_are_in_spanish(
    client: PageClient, english: Callable[[str], list[str]], values: dict[str, str]
) -> None:
    make_petition()
    answer = client.post(f"{URL}/sign?lang=es", data=values)
    assert answer.status_code == 422
    assert "Elige tu ward de la lista." in answer.text
    assert english(answer.text) == []


def test_signing_in_spanish_goes_on_in_spanish(client: PageClient) -> None:
    make_petition()
    answer = client.post(f"{URL}/sign?lang=es", data=ANA)
    assert answer.location == f"{URL}/thanks?lang=es"
    [email] = rows(OutgoingEmail)
    assert email.locale == "es"
    assert "Confirma tu firma" in client.get(email.merge["link"]).text


def test_a_refused_login_is_in_spanish(
    client: PageClient, english: Callable[[str], list[str]]
) -> None:
    make_user()
    answer = fill_in(client, "/login?lang=es", email="omar@example.org", password="wrong words")
    assert "Este correo y esta contraseña no coinciden." in answer.text
    assert english(answer.text) == []


def test_organizers_pages_are_in_spanish(
    client: PageClient, english: Callable[[str], list[str]]
) -> None:
    petition = make_petition()
    [lead] = petition.campaign.partners("lead")
    user = make_user_with_phone()
    make_membership(user, lead, "owner")
    paths = ["/organize", f"/organize/{lead.slug}", "/account", "/account/password"]
    here, there = f"/organize/{lead.slug}", f"/organize/{lead.slug}/campaigns/clinic"
    paths += [f"{here}/{one}" for one in ("people", "people/import", "settings", "audit")]
    paths += [f"{there}/{one}" for one in ("petitions", "facts", "partners", "charter", "letter")]
    paths += [f"{there}{URL}{one}" for one in ("/integrity", "/comments", "/paper")]
    log_in(client, user)
    for path in [*paths, "/account/second-factor", "/account/recovery-codes"]:
        answer = client.get(path, headers={"Accept-Language": "es-MX"})
        assert (answer.status_code, english(answer.text)) == (200, []), path


@pytest.mark.parametrize("template", MAILS)
@pytest.mark.parametrize("what", ["password", "second factor on", "second factor off"])
@pytest.mark.parametrize("by", ["Omar", ""])
def test_mails_are_in_spanish(
    app: Flask, english: Callable[[str], list[str]], template: str, what: str, by: str
) -> None:
    values = SAID | {"what": what, "by": by}
    for part in render(template, "es", values):
        assert english(part) == []
    assert english(render(template, "en", values)[2]) != []


def test_dates_and_numbers_are_written_as_in_chicago(app: Flask) -> None:
    with force_locale("es"):
        assert filters.number(50_176) == "50,176"
        assert filters.percent(0.81) == "81%"
        assert filters.number_locale() == "es-US"  # for the script that renews the number
        assert filters.date_words(date(2024, 9, 23)) == "23 de septiembre de 2024"
        assert filters.day_words("2020-12") == "diciembre de 2020"
        afternoon = filters.datetime_words(datetime(2026, 5, 4, 20, 5, tzinfo=UTC))
        assert re.fullmatch(r"4 may 2026, 3:05\sp\.m\. CDT", afternoon)


def test_numbers_are_written_as_where_the_installation_is() -> None:
    assert format_decimal(50_176, locale=filters.locale_in("es", "Europe/Madrid")) == "50.176"
    assert str(filters.locale_in("es", "UTC")) == "es"
