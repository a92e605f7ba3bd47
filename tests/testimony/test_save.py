"""Saving a version: revisions, what is cited, and that nobody overwrites another's words."""

import pytest
from flask import Flask

from campaign.db import db
from campaign.factsheet import pins
from campaign.testimony import links, saving, states
from campaign.testimony.beginning import add_version, begin, delete, remove_version
from campaign.testimony.models import KIND, Draft, Revision
from tests.factories import rows
from tests.factsheet.factories import make_fact
from tests.testimony.factories import TEXT, make_draft


@pytest.fixture
def draft(app: Flask) -> Draft:
    return make_draft()


def test_it_works(draft: Draft) -> None:
    assert saving.save(draft.main, "Better.", 1, None) == 2
    assert (draft.main.text, draft.main.number) == ("Better.", 2)
    assert [one.text for one in rows(Revision)] == [TEXT, "Better."]


def test_saving_the_same_makes_no_revision(draft: Draft) -> None:
    assert saving.save(draft.main, TEXT.replace("\n", "\r\n"), 1, None) == 1
    assert len(rows(Revision)) == 1


def test_who_saves_late_is_told_and_changes_nothing(draft: Draft) -> None:
    saving.save(draft.main, "First.", 1, None)
    with pytest.raises(saving.OutdatedTextError):
        saving.save(draft.main, "Second.", 1, None)
    assert draft.main.text == "First."


@pytest.mark.parametrize("seen", [1, 2, 9, -1])
def test_a_text_that_stands_already_is_no_clash(draft: Draft, seen: int) -> None:
    """The answer to a save was lost, so it is sent again by a page that does not know of it."""
    saving.save(draft.main, "First.", 1, None)
    assert saving.save(draft.main, "First.", seen, None) == 2
    assert [one.text for one in rows(Revision)] == [TEXT, "First."]


def test_an_earlier_text_that_comes_late_is_a_clash(draft: Draft) -> None:
    saving.save(draft.main, "First.", 1, None)
    saving.save(draft.main, "Second.", 2, None)
    for text in ("First.", TEXT):
        with pytest.raises(saving.OutdatedTextError):
            saving.save(draft.main, text, 1, None)
    assert draft.main.text == "Second."


def test_what_is_cited_is_known_by_version(draft: Draft) -> None:
    fact = make_fact(draft.campaign)
    other = add_version(draft, "es", 120, f"Dice: {{fact:{fact.key}}}", None)
    assert other is not None
    assert pins(KIND, draft.id) == {fact.key: 1}
    remove_version(other)
    assert pins(KIND, draft.id) == {}


def test_a_change_undoes_approval(app: Flask) -> None:
    draft = make_draft(state="approved")
    assert draft.is_approved
    saving.save(draft.main, "Better.", 1, None)
    assert draft.state == "draft"
    assert not draft.is_approved


def test_what_the_body_has_stays(app: Flask) -> None:
    draft = make_draft(state="filed")
    with pytest.raises(saving.FrozenError):
        saving.save(draft.main, "Other.", 1, None)


def test_a_length_is_there_once(draft: Draft) -> None:
    assert add_version(draft, "en", 120, "Again.", None) is None
    assert begin(draft.speaker, "Again.") is draft


def test_no_other_steps(draft: Draft) -> None:
    with pytest.raises(states.NoSuchStepError):
        states.step(draft, "delivered", None)


def test_deleting_leaves_nothing(draft: Draft) -> None:
    token = links.make_token(draft)
    assert links.get_draft_behind(token) is draft
    delete(draft)
    db.session.commit()
    assert rows(Revision) == []
