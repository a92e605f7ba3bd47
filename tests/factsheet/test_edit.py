"""Writing and changing facts at the desk."""

import re

import pytest

from campaign.coalition.audit import Audit
from campaign.factsheet import Fact, FactVersion
from tests.factories import rows
from tests.factsheet.desk import (
    DESK,
    FACTS,
    TYPED,
    controls,
    edit,
    hidden,
    make_desk,
    the_fact,
    use,
)
from tests.factsheet.factories import RATE, SOURCE, VENDOR, change, make_fact

NEW = f"{DESK}/new-fact"
WRITTEN = TYPED | {f"sources-0-{name}": text for name, text in SOURCE.items()}


def write(client, **typed):
    return client.post(NEW, data=hidden(client.get(NEW)) | WRITTEN | typed)


def test_it_works(client, app):
    make_desk(client)
    answer = write(client)

    assert (answer.status_code, answer.location) == (303, f"{FACTS}/rate")
    [version] = rows(FactVersion)
    assert version.content["sources"] == [SOURCE | {"archived_url": None}]
    assert version.translations == RATE["translations"]
    assert (version.status, version.figure, version.changed_by) == ("current", "9.1", "Omar")
    assert [(one.act, one.about) for one in rows(Audit)] == [("fact.made", "facts/rate")]
    page = client.get(f"{FACTS}/rate").text
    assert "The fact is saved." in page
    assert "9.1% of 50,176 is about 4,566." in page


def test_a_save_is_a_version_and_the_same_content_is_none(client, app):
    make_fact(make_desk(client), disputes=[VENDOR])
    assert edit(client).status_code == 303
    assert "Nothing has changed" in client.get(FACTS).text
    assert edit(client, statement="It was 10.9% of alerts.").status_code == 303

    old, new = rows(FactVersion)
    assert (old.statement, new.statement) == (RATE["statement"], "It was 10.9% of alerts.")
    assert new.content | {"statement": None} == old.content | {"statement": None}
    assert [one.act for one in rows(Audit)] == ["fact.changed"]
    history = client.get(f"{FACTS}/rate").text.partition('id="history"')[2]
    assert "10.9% " in history.partition("<ins>")[2]
    assert "Omar" in history


def test_translations_that_stayed_behind_are_named(client, app):
    make_fact(make_desk(client))
    behind = "Its translations are still those of the old sentence"

    assert behind in client.get(edit(client, statement="It was 9.1%.").location).text
    both = edit(client, statement="9.1% it was.", in_es="Fue el 9.1%.")
    assert behind not in client.get(both.location).text
    assert behind not in client.get(edit(client, note="Mind it.").location).text


def test_only_the_day_to_read_again_makes_no_version(client, app):
    make_fact(make_desk(client))
    edit(client, review_by="2027-02-28")

    assert str(the_fact().review_by) == "2027-02-28"
    assert len(rows(FactVersion)) == 1
    edit(client, review_by="")
    assert the_fact().review_by is None


def test_saving_names_the_documents_that_wait(client, app):
    campaign = make_desk(client)
    make_fact(campaign)
    use(campaign, 1, 2)
    answer = edit(client, statement="Newer.", figure="", unit="")

    page = client.get(answer.location).text
    assert "2 documents say an earlier version: decide below." in page
    assert page.count('name="chosen"') == 2


def test_rows_come_and_go_without_a_script(client, app):
    make_fact(make_desk(client), disputes=[VENDOR])
    page = client.get(f"{FACTS}/rate/edit")
    typed = controls(page) | hidden(page)
    for act, rows_of in (
        ("add-sources", ["sources-0", "sources-1"]),
        ("add-disputes-0-sources", ["disputes-0-sources-0", "disputes-0-sources-1"]),
        ("remove-sources-0", []),
        ("remove-disputes-0", []),
    ):
        page = client.post(f"{FACTS}/rate/edit", data=typed | {"act": act, "note": "Mind it."})
        assert page.status_code == 200
        kind = act.partition("-")[2].removesuffix("-0") if act[0] == "r" else rows_of[0][:-2]
        shown = re.findall(rf'<fieldset class="fact-row" id="({kind}-\d)"', page.text)
        assert shown == rows_of, act
        assert "Mind it." in page.text
    assert len(rows(FactVersion)) == 1


def test_what_is_removed_and_saved_is_gone_from_the_next_version(client, app):
    make_fact(make_desk(client), disputes=[VENDOR])
    blank = {f"disputes-0-{name}": "" for name in ("by", "says")}
    blank |= {f"disputes-0-sources-0-{name}": "" for name in SOURCE}
    edit(client, **blank)

    old, new = rows(FactVersion)
    assert (len(old.disputes), len(new.disputes)) == (1, 0)


def test_checking_stores_nothing_and_says_what_a_colleague_would(client, app):
    make_fact(make_desk(client))
    statement = "Of 50,176 alerts, 4,556 (10.9%) led to evidence."
    page = edit(client, act="check", statement=statement)

    assert page.status_code == 200
    assert "4,556 of 50,176 is 9.1%, not 10.9%." in page.text
    assert "The figure is 9.1%, but the sentence says 10.9%." in page.text
    assert len(rows(FactVersion)) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"statement": " "}, "Write the statement."),
        ({"key": "Rate!"}, "is not one: use a-z"),
        ({"as_of": "yesterday"}, "is not a date"),
        ({"review_by": "soon"}, "is not a day"),
        ({"figure": "9" * 121}, "120 are the most"),
        ({"sources-0-url": "javascript:alert(1)"}, "is not a web address"),
        ({"sources-1-quote": "Words without a source."}, "no title, no publisher and no address"),
        ({"disputes-0-says": "Somebody says so."}, "does not say by whom"),
        (
            {
                "disputes-0-by": "Eve",
                "disputes-0-sources-0-title": "X",
                "disputes-0-sources-0-date": "13/2/24",
            },
            "is not a date",
        ),
        ({"standing": "superseded", "superseded_by": "none"}, "no other fact here"),
        ({"statement": "x\x07y"}, "invisible control characters"),
        ({"statement": "\x07", "denominator": "50 alerts"}, "Write the statement."),
        ({"in_es": "y" * 2001}, "2,000 are the most"),
    ],
)
def test_it_rejects(client, app, typed, sentence):
    make_desk(client)
    answer = write(client, note="Typed by hand.", **typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Typed by hand." in answer.text
    assert rows(Fact) == []
    summary = answer.text.partition('id="error-summary"')[2].partition("</div>")[0]
    [target] = re.findall(r'href="#([^"]+)"', summary)
    assert f'id="{target}"' in answer.text.partition("<form")[2]


@pytest.mark.parametrize(
    "name",
    ["sources-²-title", "sources-99999999999-title", f"sources-{'9' * 5000}-title", "sources--1-x"],
)
def test_rows_that_no_page_has_are_ignored(client, app, name):
    make_desk(client)
    assert write(client, **{name: "Eve's"}).status_code == 303
    assert len(rows(FactVersion)[0].sources) == 1


def test_a_key_is_free_until_the_fact_is_public(client, app):
    campaign = make_desk(client)
    make_fact(campaign, "draft", status="draft")
    make_fact(campaign)

    assert edit(client, "draft", key="better").location == f"{FACTS}/better"
    assert edit(client, "better", key="rate").status_code == 422
    assert edit(client, "rate", key="other").status_code == 422
    use(campaign, 1, text="{fact:better}")
    refused = edit(client, "better", key="best")
    assert "The key stays" in refused.text
    assert sorted(one.key for one in rows(Fact)) == ["better", "rate"]


def test_a_taken_key_is_refused_and_the_same_form_twice_is_once(client, app):
    make_desk(client)
    page = hidden(client.get(NEW))
    for _ in range(2):
        assert client.post(NEW, data=page | WRITTEN).status_code == 303
    assert len(rows(FactVersion)) == 1
    assert "Another fact has this key" in write(client, statement="Else.").text


def test_what_is_public_cannot_be_a_draft_again(client, app):
    make_fact(make_desk(client))
    answer = edit(client, standing="draft")

    assert answer.status_code == 422
    assert "retract it instead" in answer.text


def test_the_second_of_two_editors_sees_both_texts(client, app):
    make_fact(make_desk(client))
    page = client.get(f"{FACTS}/rate/edit")
    change(the_fact(), statement="Theirs: 10.9%.")
    answer = edit(client, page=page, statement="Mine: 8%.", review_by="2027-01-01")

    assert answer.status_code == 409
    both = answer.text.partition('class="both"')[2].partition("</dl>")[0]
    assert "Theirs: 10.9%." in both
    assert "Mine: 8%." in both
    assert controls(answer)["statement"] == "Mine: 8%."
    assert the_fact().current.statement == "Theirs: 10.9%."
    assert edit(client, page=answer).status_code == 303
    assert [one.statement for one in rows(FactVersion)][1:] == ["Theirs: 10.9%.", "Mine: 8%."]


def test_the_day_to_read_again_is_not_overwritten_unseen(client, app):
    make_fact(make_desk(client))
    page = client.get(f"{FACTS}/rate/edit")
    edit(client, review_by="2027-01-01")
    answer = edit(client, page=page, review_by="2026-12-24")

    assert answer.status_code == 409
    assert "only the day to read the source again differs" in answer.text
    assert str(the_fact().review_by) == "2027-01-01"


@pytest.mark.parametrize(
    ("who", "now", "status"),
    [
        (("writer", "lead"), "draft", 303),
        (("writer", "lead"), "current", 403),
        (("viewer", "lead"), "draft", 403),
        (("organizer", "lead"), "current", 303),
        (("owner", "partner"), "current", 403),
    ],
)
def test_who_may_edit(client, app, who, now, status):
    make_fact(make_desk(client, *who), status=now)
    token = hidden(client.get("/account/password"))["csrf_token"]
    page = client.get(f"{FACTS}/rate/edit")
    data = TYPED | {"standing": the_fact().status, "seen": "1", "csrf_token": token}
    answers = [client.post(f"{FACTS}/rate/{act}", data=data) for act in ("read", "edit")]

    assert page.status_code == (200 if status == 303 else status)
    assert [one.status_code for one in answers] == [status, status]


def test_a_writer_makes_drafts_and_publishes_none(client, app):
    make_desk(client, "writer")
    assert write(client, standing="current").status_code == 422
    assert write(client, standing="draft").status_code == 303
    assert [one.status for one in rows(Fact)] == ["draft"]
    assert edit(client, note="Mind it.").status_code == 303


def test_nothing_that_is_typed_becomes_markup(client, app):
    make_desk(client)
    evil = '"><script>alert(1)</script>'
    write(client, statement=evil, note=evil, **{"sources-0-title": evil, "disputes-0-by": evil})
    for address in (FACTS, f"{FACTS}/rate", f"{FACTS}/rate/edit"):
        assert "<script>alert" not in client.get(address).text
