"""How much of a text others say too, and who says the same: the same in every process."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.db import db
from campaign.testimony import similarity
from campaign.testimony.beginning import add_version, delete
from campaign.testimony.similarity import compare, groups, meter, runs, shared_words
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.testimony.factories import make_draft, make_drafts, write

BLOCK = "The city pays for microphones that send police to our block and find nothing there. "
OWN = (
    "My grandmother has lived on Spaulding since 1974 and knows every door of it. ",
    "On a Friday in May they stopped my son with his hands full of groceries at our gate. ",
    "As a nurse I count the minutes that an ambulance needs behind four squad cars. ",
)


def test_it_works(app):
    [one, *_rest] = make_drafts(make_hearing(), BLOCK * 3, BLOCK + OWN[0], OWN[1])
    found = meter(one, one.main.text, "en")
    assert (found.share, found.others, found.compared) == (pytest.approx(0.8, abs=0.25), 1, 2)
    assert meter(one, OWN[2], "en").share == 0
    assert meter(one, one.main.text, "es").compared == 0
    assert meter(one, "", "en").share == 0


def test_what_was_saved_since_counts(app):
    [one, other] = make_drafts(make_hearing(), BLOCK, OWN[0])
    assert meter(one, BLOCK, "en").share == 0
    write(other, BLOCK)
    assert meter(one, BLOCK, "en").share == 1


def test_a_number_that_returns_is_another_text(app):
    hearing = make_hearing()
    [one, other] = make_drafts(hearing, OWN[0], BLOCK)
    assert meter(one, BLOCK, "en").share == 1
    number = other.main.id
    delete(other)
    db.session.commit()
    again = make_draft(make_speaker(hearing, "Omar"), OWN[1])
    assert meter(one, BLOCK, "en").share == 0
    assert again.main.id in (number, number + 1)


def test_lengths_of_one_draft_are_one(app):
    [one, other] = make_drafts(make_hearing(), BLOCK, BLOCK)
    add_version(other, "en", 60, BLOCK, None)
    add_version(one, "en", 60, BLOCK, None)
    found = meter(one, BLOCK, "en")
    assert (found.others, found.compared) == (1, 1)
    [group] = groups(one.hearing)
    assert len(group.versions) == 2


def test_case_and_signs_do_not_matter():
    assert compare(BLOCK.upper(), [BLOCK.replace(" ", ",  ")]).share == 1


def test_it_is_the_same_in_every_process():
    code = f"from campaign.testimony.similarity import runs; print(list(runs({BLOCK!r}))[:5])"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert said == {f"{list(runs(BLOCK))[:5]}\n"}


def test_who_says_the_same(app):
    hearing = make_hearing()
    make_drafts(hearing, *(BLOCK + own for own in OWN), "Quite another thing, said by one person.")
    [group] = groups(hearing)
    assert [one.draft.speaker.name for one in group.versions] == [
        "Speaker 1",
        "Speaker 2",
        "Speaker 3",
    ]
    assert group.shared == BLOCK.strip().rstrip(".")


def test_another_hearing_is_another(app):
    hearing = make_hearing()
    make_drafts(hearing, BLOCK, OWN[0])
    other = make_hearing(hearing.campaign, make_rule(hearing.body), slug="second")
    make_drafts(other, BLOCK)
    assert groups(hearing) == groups(other) == []
    withdrawn = make_speaker(hearing, "Eve", state="withdrawn")
    assert withdrawn.state == "withdrawn"


WORDS = st.lists(st.sampled_from("abcdef"), max_size=40).map(" ".join)


@given(WORDS, st.lists(WORDS, max_size=4))
def test_the_share_is_that_of_sets(text, others):
    def plain(one):
        words = one.split()
        return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}

    mine = plain(text)
    shared = {run for one in others for run in plain(one) if run in mine}
    found = compare(text, others)
    assert found.share == (len(shared) / len(mine) if mine else 0)
    assert found.compared == len(others)


@given(st.lists(WORDS, max_size=8))
def test_groups_hold_each_once_and_who_says_the_same_is_together(texts):
    every = [runs(one) for one in texts]
    found = similarity.clusters(every, list(range(len(texts))))
    numbers = [at for group in found for at in group]
    assert len(numbers) == len(set(numbers))
    for at, one in enumerate(every):
        for other in range(at):
            if one and every[other] == one:
                assert any(at in group and other in group for group in found)


@given(WORDS, st.lists(WORDS, min_size=2, max_size=4))
def test_what_is_shared_stands_in_the_text(text, others):
    found = shared_words(text, [runs(one) for one in (text, *others)])
    assert found in text
    if found:
        assert len(found.split()) >= similarity.LENGTH
