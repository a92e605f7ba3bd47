"""Figures that were typed by hand, found and set beside the fact sheet's."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.testimony.facts import figures
from campaign.testimony.facts.figures import Known, hints
from campaign.testimony.facts.numbers import MONEY, numbers
from tests.coalition.factories import make_campaign
from tests.factsheet.factories import make_fact
from tests.growth import assert_gentle, quarter

FACTS = [
    Known("rate", "Evidence after 9.1%.", "9.1", "%", "50,176 alerts"),
    Known("alerts", "There were 50,176 alerts.", "50,176", "alerts"),
    Known("price", "It cost $33 million.", "$33 million", "US dollars over three years"),
    Known("vote", "The council voted 33–14.", "33–14", "votes"),
    Known("districts", "It covers 12 districts.", "12", "police districts"),
    Known("start", "It began in 2018.", "2018"),
    Known("both", "It was 16% and 17%.", "16% and 17%", "%"),
]


def keys(text: str) -> list[tuple[str, bool]]:
    return [(one.fact_key, one.is_equal) for one in hints(text, FACTS)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *(
            ("9.1%", "rate"),
            ("9.1 %", "rate"),
            ("9,1 percent", "rate"),
            ("9.10 por ciento", "rate"),
        ),
        *(("50,176", "alerts"), ("50 176", "alerts"), ("50.176 alertas", "alerts")),
        *(
            ("50176", "alerts"),
            ("$33M", "price"),
            ("$33 million", "price"),
            ("33 million dollars", "price"),
        ),
        *(
            ("$33,000,000", "price"),
            ("33-14", "vote"),
            ("33–14", "vote"),
            ("12 districts", "districts"),
        ),
    ],
)
def test_what_equals_a_fact_is_offered(typed, key):
    text = f"They say {typed}, and more."
    [hint] = hints(text, FACTS)
    assert (hint.fact_key, hint.is_equal) == (key, True)
    assert text[hint.start : hint.end] == hint.typed
    assert hint.typed in typed


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *(("9%", "rate"), ("1.9%", "rate"), ("9.3 percent", "rate"), ("50,000 alerts", "alerts")),
        *(("50,167", "alerts"), ("$30M", "price"), ("$35 million", "price"), ("14–33", "vote")),
        ("16%", "both"),
    ],
)
def test_what_nearly_equals_one_is_pointed_out(typed, key):
    assert keys(f"They say {typed}, and more.") == [(key, False)]


def test_it_says_what_the_fact_sheet_has(app):
    with app.test_request_context():
        [hint] = hints("Only 9%!", FACTS)
        assert hint.sentence == "“9%”? The fact sheet says 9.1%, of 50,176 alerts."


@pytest.mark.parametrize(
    "text",
    [
        *("In 2018 it began.", "In 2024, we met.", "12 years ago", "50 %", "100 %", "2018–2021"),
        *(
            "1. First\n2. Second",
            "33. Point",
            "at 9:10",
            "on 2018-09-10",
            "12th street",
            "O2018-12",
        ),
        *("`9.1%`", "```\n9.1%\n```", "[9.1%](https://x.example.org/9.1%)", "{fact:rate}"),
        *(
            "https://x.example.org/?a=9.1%",
            "<https://x.example.org/33-14>",
            "9.1.1%",
            "(312) 555-0134",
        ),
        *("v9.1", "#33–14", "9.1%x", ""),
    ],
)
def test_what_is_no_figure(text):
    assert keys(text) == []


def test_each_kind_is_compared_with_its_own(app):
    assert keys("9.1 people, $50,176 and 33 percent") == []


@given(st.text(alphabet="0123456789.,$%–- {}`[]()<>\nMk miloneścf:act") | st.text())
def test_any_text_is_read(text):
    for hint in hints(text, FACTS):
        assert text[hint.start : hint.end] == hint.typed
        assert any(one.isdigit() for one in hint.typed)


@given(st.integers(1_000, 10**9), st.sampled_from([",", ".", " ", "\u202f", ""]))
def test_a_number_is_found_however_it_is_grouped(value, mark):
    [number] = numbers(f"over ${value:,}".replace(",", mark))
    assert number.kind == MONEY
    assert Decimal(value) in number.values


@given(st.decimals(1, 99, places=1, allow_nan=False))
def test_a_tenth_away_is_near_and_no_more(value):
    found = hints(f"about {value}% here", [FACTS[0]])
    fact = Decimal("9.1")
    is_reordered = sorted(str(value).strip("0.")) == sorted("9.1")
    is_far = abs(value - fact) > fact / 10 and not is_reordered
    if value == fact:
        assert found[0].is_equal
    elif is_far:
        assert found == [] or str(value).replace(".", "").strip("0") in ("91", "19")
    else:
        assert [one.is_equal for one in found] == [False]


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "9% ", "[", "`", "<", "1,", "1-", "$ ", "```\n", "\n1. ", "[1](", "1 234 ", "33–"],
)
def test_it_takes_as_long_as_the_text_is(piece):
    text = (piece * 50_000)[:50_000]
    assert_gentle(lambda one: hints(one, FACTS), quarter(text), text)


def test_it_asks_the_fact_sheet(app):
    campaign = make_campaign()
    make_fact(campaign)
    make_fact(campaign, "gone", status="retracted", figure="77", reason="Wrong.")
    make_fact(campaign, "draft", status="draft", figure="55")
    found = figures.found("9.1%, 77% and 55%", campaign, "es")
    assert [(one.fact_key, one.figure, one.denominator) for one in found] == [
        ("rate", "9.1%", "50,176 alerts")
    ]
    assert found[0].statement.startswith("Tras el")
