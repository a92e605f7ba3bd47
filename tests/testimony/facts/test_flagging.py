"""A changed fact flags exactly those who cite it: drafts, petitions and sign-on letters."""

from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.factsheet import all_stale, cite, stale
from campaign.factsheet.uses import used_in
from campaign.officials.models import Body
from campaign.petitions.letter import models as sign_on
from campaign.petitions.models import KIND as PETITION
from campaign.testimony.models import KIND as DRAFT
from tests.factories import add
from tests.factsheet.factories import change, make_fact
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.officials.factories import make_body
from tests.petitions.factories import make_campaign, make_petition
from tests.testimony.factories import make_draft

KEYS = ("alpha", "beta", "gamma", "alpha-2")
CITED = st.sets(st.sampled_from(KEYS))
OTHERS = ("`{fact:alpha}`", "{fact:alpha", "alpha", "{fact:nope}")
DOCUMENTS = st.lists(
    st.tuples(st.sampled_from((DRAFT, PETITION, sign_on.KIND)), CITED, st.sampled_from(OTHERS)),
    max_size=7,
)


def write(campaign: Campaign, hearing, kind: str, number: int, text: str) -> tuple[str, str]:
    """A document of this kind that says this; its kind and id."""
    if kind == DRAFT:
        made = make_draft(make_speaker(hearing, f"Speaker {number}"), text)
    elif kind == PETITION:
        made = make_petition(slug=f"petition-{campaign.id}-{number}", campaign=campaign)
    else:
        words = {"title": {"en": "A letter"}, "text": {"en": text}, "published_at": now()}
        made = add(sign_on.SignOnLetter(campaign=other_campaign(campaign, number), **words))
    if kind != DRAFT:
        cite(kind, made.id, text, campaign, place="en")
    return kind, str(made.id)


def other_campaign(campaign: Campaign, number: int) -> Campaign:
    """A campaign has one letter: more of them stand in others, and cite this one's facts."""
    return make_campaign(slug=f"letter-{campaign.id}-{number}")


made_already = iter(range(1, 10_000))


@settings(max_examples=25)
@given(DOCUMENTS, st.sampled_from(KEYS))
def test_a_change_flags_exactly_who_cites_the_fact(app, documents, changed):
    number = next(made_already)
    campaign = make_campaign(slug=f"campaign-{number}")
    rule = make_rule(db.session.scalar(db.select(Body)) or make_body(0))
    hearing = make_hearing(campaign, rule, slug=f"hearing-{number}")
    facts = {key: make_fact(campaign, key) for key in KEYS}
    expected = set()
    for place, (kind, keys, other) in enumerate(documents):
        marks = " ".join(f"{{fact:{key}}}" for key in sorted(keys))
        document = write(campaign, hearing, kind, place, f"We say: {marks}\n\n{other}")
        if changed in keys:
            expected.add(document)
    db.session.commit()
    assert all_stale(campaign) == []

    change(facts[changed], statement=f"Something else, {number}.")

    assert {one.document for one in all_stale(campaign)} == expected
    waiting = [one for one in used_in(facts[changed]) if one.stale]
    assert {(one.document.kind, one.document.id) for one in waiting} == expected
    assert all(stale(*one)[0].new_sentence.endswith(f"{number}.") for one in expected)
