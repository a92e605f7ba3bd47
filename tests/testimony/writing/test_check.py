"""What a check says: the time this hearing gives, points, and words that others say too."""

import pytest

from campaign.hearings.lineup.models import Deal
from campaign.hearings.rules.models import Window
from campaign.testimony import speech
from campaign.testimony.beginning import add_version
from campaign.testimony.writing.check import check
from campaign.testimony.writing.coach import likeness, tasks
from tests.factories import add
from tests.factsheet.factories import make_fact
from tests.hearings.factories import (
    make_hearing,
    make_point,
    make_rule,
    make_speaker,
    make_speakers,
)
from tests.testimony.factories import make_draft, make_drafts
from tests.testimony.writing.people import path_of

MINUTE = " ".join(["word"] * 140)
OWN = " ".join(f"word{n}" for n in range(40))


def draft_of(rule: dict | None = None, hearing: dict | None = None, **values):
    one = make_hearing(rule=make_rule(**rule or {}), **hearing or {})
    return make_draft(make_speaker(one, **values))


def look(draft, text: str = MINUTE):
    return check(draft.main, text, None)


def test_it_works(app):
    found = look(draft_of({"seconds": 120}))
    assert (found.about, found.fits, found.rules) == (
        "about 1:00 of 2:00",
        True,
        ["You have 2:00."],
    )
    assert found.page_limit is None


def test_what_is_too_long_is_said(app):
    found = look(draft_of({"seconds": 120}), " ".join([MINUTE] * 3))
    assert (found.about, found.fits) == ("about 3:00 of 2:00", False)


@pytest.mark.parametrize(
    ("terms", "speaker", "limit", "words"),
    [
        (({}, {}), {"interpreter": "consecutive"}, 60, "so 1:00 of the 2:00 are your own"),
        (({"consecutive": 2}, {}), {"interpreter": "consecutive"}, 120, "2:00 of your 4:00"),
        (({"extended": 2}, {}), {"is_extended": True}, 120, "because of a disability"),
        (({}, {"cut_seconds": 60}), {}, 60, "The chair has cut"),
    ],
)
def test_the_rule_of_this_hearing_counts(app, terms, speaker, limit, words):
    rule, hearing = terms
    found = look(draft_of({"seconds": 120} | rule, hearing, **speaker))
    assert found.limit == limit
    assert words in " ".join(found.rules)


@pytest.mark.parametrize(
    ("seconds", "own", "limit"),
    [
        (120, 120, 120),
        (60, 90, 90),  # begun for a minute and a half: no usual length comes nearer
        (180, 240, 240),
        (120, 180, 120),  # shorter than its speaker needs to be
        (120, 60, 60),
        (120, None, 120),
    ],
)
def test_the_first_version_has_all_the_time_there_is(seconds, own, limit):
    assert speech.limit(seconds, own) == limit


def test_where_many_speak_each_has_less(app):
    rule = {"seconds": 120, "reduces_over": 3, "reduced_seconds": 60}
    draft = draft_of(rule, state="ready")
    make_speakers(draft.hearing, 5, state="ready")
    found = look(draft)
    assert found.limit == 60
    assert "shortened everybody" in " ".join(found.rules)


def test_a_shorter_text_has_its_own_clock(app):
    draft = draft_of({"seconds": 120})
    other = add_version(draft, "en", 30, MINUTE, None)
    found = check(other, MINUTE, None)
    assert (found.about, found.fits) == ("about 1:00 of 0:30", False)


def test_a_translation_has_its_own_pace(app):
    draft = draft_of({"seconds": 120})
    other = add_version(draft, "zh", 120, "天" * 220, None)
    assert check(other, other.text, None).reading.seconds == 60
    assert check(other, other.text, 70).reading.seconds == 120  # half as quick as most


def test_what_is_written_has_pages(app):
    windows = [Window(position=0, purpose="write", channel="email", pages=2)]
    draft = make_draft(
        make_speaker(make_hearing(rule=make_rule(windows=windows)), mode="written"), seconds=0
    )
    assert look(draft, "word " * 750).about == "about 1.5 of 2 pages"
    assert not look(draft, "word " * 1_200).fits
    assert 'class="cut"' not in str(look(draft, "word " * 1_200).html)


def test_cut_lines_stand_where_the_time_is_over(client):
    draft = draft_of({"seconds": 180})
    html = look(draft, " ".join(f"w{n}" for n in range(400))).html
    for clock, word in (("0:30", 70), ("1:00", 140), ("2:00", 280)):
        assert f">{clock}</span></span>w{word} " in html
        assert f"({clock} is over here)" in html


def test_points_that_are_dealt_come_first(app):
    draft = draft_of()
    fact = make_fact(draft.campaign)
    mine = make_point(draft.campaign, "Mine", text=f"{{fact:{fact.key}}} Say it.", position=2)
    make_point(draft.campaign, "Must", is_must=True, position=1)
    make_point(draft.campaign, "May", position=0)
    numbers = {"hearing_id": draft.hearing.id, "speaker_id": draft.speaker_id, "point_id": mine.id}
    add(Deal(**numbers, why="must"))
    found = tasks(draft, "Nothing.")
    assert [(one.point.title, one.is_mine, one.is_made) for one in found] == [
        ("Mine", True, False),
        ("Must", False, None),
    ]
    assert (found[0].keys, found[0].words) == (["rate"], "Say it.")
    assert tasks(draft, "See {fact:rate}")[0].is_made


def test_a_coach_says_how_much_others_say_too(app):
    hearing = make_hearing()
    [draft, *_others] = make_drafts(hearing, OWN, OWN, OWN)
    assert likeness(draft, OWN, "en").startswith("Most of this is also in 2 other drafts:")
    assert likeness(draft, MINUTE.replace("word", "other"), "en").startswith("These are your own")
    assert likeness(draft, OWN, "pl").startswith("Nobody else")
    assert likeness(draft, "Short.", "en") == ""


def test_nothing_of_others_is_shown(client):
    hearing = make_hearing()
    [draft, _other] = make_drafts(hearing, OWN, f"{OWN} secret-of-another")
    page = client.get(path_of(draft)).text
    assert "secret-of-another" not in page
    assert "Speaker 2" not in page
