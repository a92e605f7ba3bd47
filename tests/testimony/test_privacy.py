"""What somebody wrote is shown to them, and goes with them."""

from datetime import timedelta

import pytest
import time_machine

from campaign.coalition import scope
from campaign.db import Model, db, now
from campaign.factsheet import Citation
from campaign.hearings import ending
from campaign.hearings import holdings as hearings
from campaign.hearings.public import signing, waiting
from campaign.hearings.speaking import way
from campaign.people.my_data import erasing
from campaign.testimony import forgetting, holdings, saving
from campaign.testimony.models import Comment, Draft, DraftStep, Filing, Revision, Version
from tests.factories import add, rows
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_hearing, make_speaker
from tests.hearings.speaking.desk import SPEAKERS, at_desk, post
from tests.testimony.factories import make_draft

TABLES: tuple[type[Model], ...] = (Draft, Version, Revision, Comment, DraftStep, Filing, Citation)


def make_whole(hearing, name: str = "Ana Quetzal") -> Draft:
    """A filed draft with one of everything."""
    if not rows(Citation):
        make_fact(hearing.campaign)
    draft = make_draft(make_speaker(hearing, name), "Tezcatlipoca lives near. {fact:rate}")
    main = draft.main
    saving.save(main, "Tezcatlipoca lives here. {fact:rate}", 1, None)
    add(Comment(version=main, number=1, start=0, end=5, text="Is Tezcatlipoca real?"))
    draft.steps.append(DraftStep(before="draft", after="filed"))
    filed = {"number": 2, "how": "email", "text": main.text, "receipt": "No. 7"}
    draft.filings.append(Filing(version_id=main.id, **filed))
    draft.state = "filed"
    db.session.commit()
    return draft


def left() -> set[str]:
    return {model.__name__ for model in TABLES if rows(model)}


def blank_a_day_later(draft: Draft) -> None:
    way.step(draft.speaker, "withdrawn", None)
    db.session.commit()
    with time_machine.travel(now() + timedelta(days=2)):
        assert waiting.blank_withdrawn() == 1


def end(draft: Draft) -> None:
    with time_machine.travel(draft.hearing.starts_at + timedelta(days=62)):
        assert ending.end_finished() == 1


def forget_unconfirmed(draft: Draft) -> None:
    draft.speaker.proven_at = None
    draft.speaker.signed_up_at = now() - timedelta(days=30)
    db.session.commit()
    assert waiting.forget() == 1


WAYS = {
    "withdraw": lambda draft: signing.withdraw(draft.speaker),
    "taken out": blank_a_day_later,
    "removed": lambda draft: hearings.remove(draft.speaker),
    "ended": end,
    "never confirmed": forget_unconfirmed,
    "erased": lambda draft: erasing.erase(draft.speaker.mailbox, "person"),
    "deleted by its owner": lambda draft: holdings.withdraw(draft.speaker.mailbox, str(draft.id)),
}


@pytest.mark.parametrize("way_out", WAYS)
def test_it_goes_with_its_speaker(app, way_out):
    draft = make_whole(make_hearing())
    assert left() == {model.__name__ for model in TABLES}
    with app.test_request_context(), scope.everyones():
        WAYS[way_out](draft)
    db.session.commit()
    assert left() == set()


def test_an_organizer_deletes_an_entry_with_what_it_wrote(client):
    draft = make_whole(at_desk(client))
    assert post(client, f"{SPEAKERS}/{draft.speaker_id}/delete").status_code == 303
    assert left() == set()


def test_others_stay(app):
    hearing = make_hearing()
    ana, eve = make_whole(hearing), make_whole(hearing, "Eve Ibis")
    with app.test_request_context(), scope.everyones():
        assert holdings.withdraw(ana.speaker.mailbox, str(eve.id)) is None  # not hers
        assert holdings.erase(ana.speaker.mailbox) == 1
    db.session.commit()
    assert [one.speaker.name for one in rows(Draft)] == ["Eve Ibis"]
    assert [one.document_id for one in rows(Citation)] == [str(rows(Draft)[0].id)]


def test_it_is_shown_and_handed_out(app):
    draft = make_whole(make_hearing())
    with app.test_request_context(), scope.everyones():
        [found] = holdings.find(draft.speaker.mailbox)
        shown = " ".join(str(text) for _label, text in found.rows)
        assert "Tezcatlipoca lives here." in shown
        assert "No. 7" in shown
    assert [one["number"] for one in found.values["revisions"]] == [1, 2]
    assert found.values["comments"][0]["text"] == "Is Tezcatlipoca real?"
    assert found.values["filings"][0]["receipt"] == "No. 7"
    assert found.values["versions"][0]["text"].startswith("Tezcatlipoca")


def test_what_was_written_for_somebody_gone_ends_with_the_next_pruning(app):
    draft = make_whole(make_hearing())
    draft.speaker.mailbox = f"{ending.PAST}{draft.speaker_id}"
    db.session.commit()
    assert forgetting.count_ownerless() == 1
    assert forgetting.end_ownerless() == 1
    assert left() == set()
