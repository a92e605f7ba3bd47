"""`facts.json` has the shape that docs/facts.schema.json promises."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from campaign.factsheet.content import CARE_FIELDS, SOURCE_FIELDS, TEXT_FIELDS
from tests.factsheet.factories import SOURCE, VENDOR, make_campaign, make_fact
from tests.factsheet.json_schema import faults
from tests.rules import ROOT

SCHEMA = json.loads((ROOT / "docs" / "facts.schema.json").read_text(encoding="utf-8"))


def answer_of(client, campaign="clinic"):
    return json.loads(client.get(f"/c/{campaign}/facts.json").data)


@pytest.fixture
def answer(client, app):
    campaign = make_campaign()
    make_fact(campaign, disputes=[VENDOR | {"says": None}], status="disputed")
    make_fact(campaign, "bare", sources=[], figure=None, kind=None, as_of="2024-02")
    make_fact(campaign, "wrong", status="superseded", superseded_by="rate", reason="Twice.")
    make_fact(campaign, "secret", status="draft")
    return answer_of(client)


def test_the_real_answer_fits(answer):
    assert faults(answer, SCHEMA, SCHEMA) == []
    assert [one["key"] for one in answer["facts"]] == ["rate", "bare", "wrong"]
    assert answer["facts"][0]["sources"] == [SOURCE | {"archived_url": None}]


def test_the_answer_of_the_demo_fits(client, app, campaign):
    assert campaign("demo", "load").exit_code == 0
    answer = answer_of(client, "cancel-shotspotter")

    assert len(answer["facts"]) > 20
    assert faults(answer, SCHEMA, SCHEMA) == []


def test_the_schema_names_every_field():
    fields = {*TEXT_FIELDS, *CARE_FIELDS}
    named = SCHEMA["$defs"]["fact"]["properties"].keys()

    assert fields - named == set()
    assert list(SCHEMA["$defs"]["source"]["properties"]) == list(SOURCE_FIELDS)


def drop(fact: dict[str, Any]) -> None:
    del fact["unit"]


@pytest.mark.parametrize(
    "spoil",
    [
        drop,
        lambda fact: fact.update(more=1),
        lambda fact: fact.update(status="draft"),
        lambda fact: fact.update(version="1"),
        lambda fact: fact.update(version=0),
        lambda fact: fact.update(as_of="May"),
        lambda fact: fact["sources"][0].update(url="javascript:alert(1)"),
        lambda fact: fact["disputes"][0].update(by=None),
        lambda fact: fact["translations"].update(es=None),
    ],
)
def test_another_shape_is_found(answer, spoil: Callable[[dict[str, Any]], Any]):
    spoilt = copy.deepcopy(answer)
    spoil(spoilt["facts"][0])

    assert len(faults(spoilt, SCHEMA, SCHEMA)) == 1
