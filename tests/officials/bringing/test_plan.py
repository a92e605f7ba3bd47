"""What an import changes, what it leaves alone, and that it is all or nothing."""

import pytest

from campaign.db import db
from campaign.officials.bringing import plan
from campaign.officials.bringing.plan import Wanted
from campaign.officials.models import Contact, Official
from campaign.tables import Problem
from tests.factories import rows
from tests.officials.factories import make_body, make_official, make_term

ANA = {"name": "Ana Heron", "sort_name": "Heron, Ana"}


def ana(line=2, **values):
    return Wanted(Official, "Ana", line, {"slug": "ana"}, ANA | values, {"source": "a list"})


def carry_out(*wanted, **more):
    made = plan.make(wanted, **more)
    made.carry_out()
    db.session.commit()
    return made


def test_new_then_changed_then_the_same(app):
    first = carry_out(ana())
    second = carry_out(ana(name="Ana Egret"))
    third = plan.make([ana(name="Ana Egret")])

    assert [one.kind for one in first.changes] == ["new"]
    [change] = second.changes
    assert (change.field, change.before, change.after) == ("name", "Ana Heron", "Ana Egret")
    assert third.is_nothing
    assert third.numbers["same"] == 1
    assert [one.name for one in rows(Official)] == ["Ana Egret"]


def test_making_a_plan_writes_nothing(app):
    plan.make([ana()])
    db.session.commit()
    assert rows(Official) == []


def test_a_correction_by_hand_stays_and_is_reported(app):
    carry_out(ana())
    rows(Official)[0].correct(name="Anna Heron")
    db.session.commit()
    made = carry_out(ana())

    [change] = made.changes
    assert (change.kind, change.before, change.after) == ("kept", "Anna Heron", "Ana Heron")
    assert rows(Official)[0].name == "Anna Heron"
    assert plan.make([ana()]).is_nothing


def test_what_goes_along_is_no_reason_for_a_change(app):
    carry_out(ana())
    other = ana()
    other.along = {"source": "another list"}
    assert plan.make([other]).is_nothing
    other = ana(name="Ana Egret")
    other.along = {"source": "another list"}
    carry_out(other)
    assert rows(Official)[0].source == "another list"


def test_problems_let_nothing_happen(app):
    made = plan.make([ana()], problems=[Problem(9, "No."), Problem(3, "No name.")])
    assert [one.line for one in made.problems] == [3, 9]
    with pytest.raises(ValueError, match="is not carried out"):
        made.carry_out()
    assert rows(Official) == []


def test_what_is_said_twice_is_one_row(app):
    carry_out(ana(), ana(3))
    assert len(rows(Official)) == 1


def test_two_things_about_one_row_are_a_problem(app):
    made = plan.make([ana(), ana(3, name="Ana Egret")])
    [problem] = made.problems
    assert problem.line == 3
    assert "line 2" in problem.sentence


def test_a_row_may_refer_to_one_that_is_new_itself(app):
    term = make_term(make_body(1), 1, make_official("Eve"))
    official = ana()
    contact = Wanted(
        Contact, "fax", 2, {"term": Wanted(type(term), "t", 2, {}, row=term), "kind": "fax"}
    )
    contact.values = {"value": "312-555-0100", "label": ""}
    renamed = Wanted(type(term), "t", 2, {}, {"official": official}, row=term)
    made = carry_out(official, renamed, contact)

    assert made.changes[1].after == "Ana"
    assert rows(type(term))[0].official.name == "Ana Heron"


def test_the_mark_tells_other_plans_apart(app):
    assert plan.make([ana()]).mark == plan.make([ana(5)]).mark
    assert plan.make([ana()]).mark != plan.make([ana(name="Ana Egret")]).mark
