"""Versions are written once; the database refuses the rest, whoever asks."""

import pytest
from sqlalchemy.exc import IntegrityError

from campaign import append_only
from campaign.db import db
from campaign.factsheet import Dispute, FactVersion, Source
from tests.factories import rows
from tests.factsheet.factories import VENDOR, make_campaign, make_fact

MODELS = (FactVersion, Source, Dispute)
COLUMN = {FactVersion: "statement", Source: "title", Dispute: "says"}


@pytest.fixture(autouse=True)
def fact(app):
    return make_fact(make_campaign(), disputes=[VENDOR])


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_not_edited(model):
    row = rows(model)[0]
    setattr(row, COLUMN[model], "something else")
    with pytest.raises(IntegrityError, match="never edited"):
        db.session.commit()


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_not_deleted(model):
    before = len(rows(model))
    with pytest.raises(IntegrityError, match="never edited"):
        db.session.execute(db.delete(Source if model is Dispute else model))
    db.session.rollback()
    assert len(rows(model)) == before


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_plain_sql_is_refused_too(model, act):
    with pytest.raises(IntegrityError, match="never edited"):
        db.session.execute(db.text(act.format(model.__table__.name)))


def test_guarding_twice_is_guarding_once():
    append_only.guard(db.session.connection())
    with pytest.raises(IntegrityError, match="never edited"):
        db.session.execute(db.text("UPDATE source SET title = ''"))


def test_a_number_is_given_once(fact):
    db.session.add(
        FactVersion(fact=fact, number=1, status="current", statement="x", changed_by="x")
    )
    with pytest.raises(IntegrityError):
        db.session.commit()
