"""Facts with valid defaults."""

from datetime import date
from typing import Any

from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.factsheet import Fact

SOURCE = {
    "title": "The Use of ShotSpotter Technology",
    "publisher": "Office of Inspector General",
    "date": "2021-08-24",
    "url": "https://oig.example.org/report",
    "locator": "page 3",
    "quote": "a total of 50,176 alerts",
}
RATE = {
    "topic": "What alerts lead to",
    "status": "current",
    "statement": "Evidence of a gun crime was found after 9.1% of alerts.",
    "translations": {"es": "Tras el 9.1% de las alertas se halló evidencia."},
    "figure": "9.1",
    "unit": "%",
    "denominator": "50,176 alerts",
    "period": "January 2020 to May 2021",
    "kind": "official",
    "sources": [SOURCE],
}
VENDOR = {
    "by": "SoundThinking",
    "says": "It counts what police found, not shots fired.",
    "sources": [{"title": "Why the report is misunderstood", "url": "https://vendor.example.org/"}],
}


def make_campaign(slug: str = "clinic") -> Campaign:
    words = {"en": "Save the clinic", "es": "Salvar la clínica"}
    campaign = Campaign(slug=slug, name=words, ask=words, summary=words, published_at=now())
    db.session.add(campaign)
    db.session.commit()
    return campaign


def make_fact(campaign: Campaign, key: str = "rate", **values: Any) -> Fact:
    """A fact in its first version; dates of care may be among the values."""
    care = {name: values.pop(name) for name in list(values) if isinstance(values[name], date)}
    fact = Fact(campaign=campaign, key=key, version_number=0, **care)
    db.session.add(fact)
    fact.revise(RATE | values, by="Omar")
    db.session.commit()
    return fact


def change(fact: Fact, **values: Any) -> Fact:
    """Give a fact a new version."""
    fact.revise(fact.current.content | values, by="Omar")
    db.session.commit()
    return fact
