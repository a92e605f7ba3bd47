"""Writing a petition: all languages, facts that are there, nothing lost."""

import pytest

from campaign.coalition.audit import Audit
from campaign.coalition.models import Campaign
from campaign.factsheet import Citation, Fact, all_stale
from campaign.petitions.models import Petition, PetitionRevision
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.petitions.factories import make_campaign, make_organization, make_petition
from tests.petitions.writing import (
    DESK,
    NEW,
    OLD,
    ONE,
    WRITTEN,
    begin,
    log_in_as,
    make_public,
    make_world,
    petition,
    write,
)

NEW_PAGE, EDIT = f"{DESK}/new", f"{ONE}/edit"


@pytest.fixture
def omar(client):
    make_world()
    log_in_as(client)
    return client


def test_it_works(omar):
    values = {
        "title_es": "Salven la clínica",
        "targets": "Health Committee\r\nThe Mayor",
        "goal": "500",
    }
    answer = write(omar, **WRITTEN | values)

    assert (answer.status_code, answer.location) == (303, ONE)
    made = petition()
    assert made.title == {"en": "Save the clinic", "es": "Salven la clínica"}
    assert made.text == {"en": "It is needed.\n\n{fact:rate}"}
    assert (made.target_lines, made.goal) == (["Health Committee", "The Mayor"], 500)
    assert (made.state, made.revision_number) == ("draft", 1)
    assert [one.place for one in rows(Citation)] == ["en"]
    assert [one.act for one in rows(Audit)] == ["petition.created"]
    assert omar.get("/petitions/save-the-clinic").status_code == 404
    page = omar.get(ONE).text
    assert "Español: what you ask, text missing." in page
    assert "English: complete." in page


def test_an_edit_is_a_revision_with_its_differences(omar):
    begin(omar)
    answer = write(omar, EDIT, title_en="Save our clinic", text_en="It is needed here.")

    assert answer.status_code == 303
    assert [one.number for one in rows(PetitionRevision)] == [1, 2]
    page = omar.get(f"{ONE}/revisions").text
    assert '<ins><span class="visually-hidden">now: </span>our</ins>' in page
    assert "{fact:rate}" in page
    assert [one.act for one in rows(Audit)] == ["petition.created", "petition.edited"]
    assert rows(Audit)[1].details == {"fields": ["title", "text"], "revision": 2}


def test_saving_what_is_there_already_makes_no_revision(omar):
    begin(omar, closes_at="2099-05-01T10:00", targets="The Mayor", share_en="Sign!")
    assert write(omar, EDIT).status_code == 303
    assert len(rows(PetitionRevision)) == 1


def test_line_breaks_of_browsers_are_no_difference(omar):
    """HTML sends CR LF; the text is kept with LF, so that saving again changes nothing."""
    begin(omar, text_en="One.\r\n\r\nTwo.")
    assert petition().text == {"en": "One.\n\nTwo."}
    write(omar, EDIT, text_en="One.\r\n\r\nTwo.")
    assert len(rows(PetitionRevision)) == 1


def test_any_revision_can_come_back(omar):
    begin(omar)
    write(omar, EDIT, text_en="Other words.")
    page = omar.get(f"{EDIT}?revision=1")
    assert "This is revision 1" in page.text
    assert write(omar, EDIT, page=page).status_code == 303

    assert petition().text == {"en": WRITTEN["text_en"]}
    assert [one.number for one in rows(PetitionRevision)] == [1, 2, 3]
    assert omar.get(f"{EDIT}?revision=9").status_code == 404


def test_what_was_there_before_revisions_were_kept_is_kept_too(omar):
    make_petition(campaign=rows(Campaign)[0], published_at=None)
    assert "has not been edited" in omar.get(f"{ONE}/revisions").text
    write(omar, EDIT, text_en="Other words.")

    assert [one.content["text"]["en"] for one in rows(PetitionRevision)] == [
        "It is needed.",
        "Other words.",
    ]


def test_a_changed_fact_flags_it_until_its_words_are_gone(omar):
    begin(omar)
    change(rows(Fact)[0], statement=NEW)
    assert [one.fact.key for one in all_stale(rows(Campaign)[0])] == ["rate"]
    page = omar.get(ONE).text
    assert "10.9%</ins>" in page
    assert "/organize/neighbors/campaigns/clinic#look-" in page

    write(omar, EDIT, text_en="Without any figure.")
    assert all_stale(rows(Campaign)[0]) == []
    assert "Needs a look" not in omar.get(ONE).text


def test_the_preview_is_the_public_page_and_saves_nothing(omar):
    begin(omar)
    answer = write(omar, EDIT, act="preview", text_en="Shown only here. {fact:rate}")

    assert answer.status_code == 200
    assert "Shown only here." in answer.text
    assert OLD in answer.text
    assert petition().text == {"en": WRITTEN["text_en"]}
    assert len(rows(PetitionRevision)) == 1


def test_the_preview_says_what_the_public_page_will(omar):
    """Word for word, notes included; only the ids of the notes differ."""
    begin(omar)
    preview = plain(omar.get(EDIT).text.replace("preview-en-", "note-"))
    make_public()
    public = plain(omar.get("/petitions/save-the-clinic").text)
    text = between(public, "<p>It is needed.</p>", '<p class="actions narrow">')
    notes = between(public, '<section role="doc-endnotes"', '<h2 id="wards">')

    assert OLD in text
    assert text in preview
    assert notes in preview


def between(page, start, end):
    return page[page.index(start) : page.index(end)].strip()


def plain(page):
    return " ".join(page.split())


def test_the_palette_shows_what_one_must_know(omar):
    make_fact(rows(Campaign)[0], "draft-one", statement="Not sure yet.", status="draft")
    page = omar.get(NEW_PAGE).text
    assert "<code>{fact:rate}</code>" in page
    assert "out of 50,176 alerts" in page
    assert "Not sure yet." in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One.\n\nTwo {fact:rate and more", "Line 3: “{fact:rate and more” is not closed."),
        ("{fact:Rate}", "Line 1: “{fact:Rate}” is no fact."),
        ("{fact rate}", "Line 1: “{fact rate}” is no fact."),
        ("{ fact: rate }", "is no fact."),
        ("{facts:rate}", "is no fact."),
    ],
)
def test_a_mark_that_is_broken_is_refused_with_its_line(omar, text, sentence):
    answer = write(omar, **WRITTEN | {"text_en": text, "share_en": "kept words"})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "kept words" in answer.text
    assert rows(Petition) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"key": "nothing"}, "Line 2: the fact sheet has no “nothing”."),
        ({"key": "one", "status": "draft"}, "Line 2: the fact “one” is a draft."),
        ({"key": "one", "status": "retracted"}, "Line 2: the fact “one” was taken back."),
    ],
)
def test_a_draft_may_wait_for_its_facts_and_says_so(omar, values, sentence):
    if "status" in values:
        make_fact(rows(Campaign)[0], values["key"], status=values["status"], reason="Wrong.")
    begin(omar, text_en=f"We read:\n{{fact:{values['key']}}}")

    assert sentence in omar.get(EDIT).text
    assert sentence in omar.get(f"{ONE}/publish").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title_en", "", "Write a title."),
        ("title_en", "x" * 121, "Use at most 120 characters here."),
        ("title_en", "About {fact:rate}", "Facts stand in the text."),
        ("ask_en", "About {fact:rate}", "Facts stand in the text."),
        ("ask_es", "x" * 501, "Use at most 500 characters here."),
        ("text_en", "x" * 20_001, "Use at most 20000 characters here."),
        ("text_en", "a\x00b", "Remove the invisible control characters."),
        ("slug", "Save it", "Use small letters, digits and hyphens"),
        ("slug", "new", "This word has another use here."),
        ("slug", "taken", "Another petition has this address."),
        ("body", "99", "Choose who decides."),
        ("targets", "\n".join("x" * 21), "Name at most 20, one a line."),
        ("targets", "x" * 121, "Use at most 120 characters a line."),
        ("goal", "0", "Write a whole number from 1."),
        ("goal", "many", "Not a valid integer value."),
        ("opens_at", "soon", "Write a day and a time."),
        ("opens_at", "2026-03-08T02:30", "Clocks skip this time that day."),
        ("closes_at", "2026-11-01T01:30", "Clocks show this time twice that day."),
        ("closes_at", "0001-01-01T00:00", "Write a day and a time."),
        ("seen", "x", "Not a valid integer value."),
        ("csrf_token", "x", "The CSRF token is invalid."),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(omar, field, value, sentence):
    other = make_petition(campaign=rows(Campaign)[0], slug="taken")
    answer = write(omar, **WRITTEN | {"share_es": "palabras guardadas", field: value})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "palabras guardadas" in answer.text
    assert [one.id for one in rows(Petition)] == [other.id]


def test_a_time_that_comes_twice_is_asked_about(omar):
    answer = write(omar, **WRITTEN | {"closes_at": "2026-11-01T01:30"})
    assert "The second time (CST)" in answer.text
    page = answer
    made = write(omar, page=page, closes_fold="later")

    assert made.status_code == 303
    assert petition().closes_at.isoformat() == "2026-11-01T07:30:00+00:00"
    assert write(omar, EDIT).status_code == 303  # still the second time
    assert len(rows(PetitionRevision)) == 1


def test_it_opens_before_it_closes(omar):
    times = {"opens_at": "2026-05-02T10:00", "closes_at": "2026-05-02T10:00"}
    assert "Let it close after it opens." in write(omar, **WRITTEN | times).text


def test_two_petitions_of_one_title_have_two_addresses(omar):
    assert [begin(omar).slug, begin(omar).slug] == ["save-the-clinic", "save-the-clinic-2"]


def test_an_old_address_of_a_draft_leads_on(omar):
    """Somebody else may be writing in a form that was opened before the address changed."""
    begin(omar)
    page = omar.get(EDIT)
    assert write(omar, EDIT, slug="keep-the-clinic").location == f"{DESK}/keep-the-clinic"
    answer = write(omar, EDIT, page=page, text_en="Words of the second.")

    assert answer.status_code == 409
    assert "Words of the second." in answer.text


def test_without_a_council_it_says_so(client):
    make_organization(make_campaign())
    log_in_as(client)
    assert "No council is known here yet" in client.get(NEW_PAGE).text
