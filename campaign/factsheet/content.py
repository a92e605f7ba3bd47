"""What one version of a fact says, as plain values: to compare, to carry in files, to publish.

A content is a dict with exactly the fields of `FIELDS`; what is unknown is None, "" never
occurs. Sources are dicts of `SOURCE_FIELDS`; disputes have `by`, `says` and `sources`.
"""

from dataclasses import dataclass
from typing import Any

STATUSES = ("draft", "current", "disputed", "superseded", "retracted")
CORRECTED = ("superseded", "retracted")
KINDS = ("primary", "official", "peer-reviewed", "press", "vendor", "advocacy")
LANGUAGE = "en"  # statements are written in English; other languages are translations

SOURCE_FIELDS = ("title", "publisher", "date", "url", "archived_url", "locator", "quote")
TEXT_FIELDS = (
    "topic",
    "status",
    "reason",
    "statement",
    "figure",
    "unit",
    "denominator",
    "period",
    "as_of",
    "kind",
    "note",
    "superseded_by",
)
FIELDS = (*TEXT_FIELDS, "translations", "sources", "disputes")
CARE_FIELDS = ("link_answered_on", "last_read_on", "review_by")

Content = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One field that differs between two versions."""

    field: str
    old: Any
    new: Any


def changes(old: Content, new: Content) -> list[Change]:
    """The fields that differ, in the order of `FIELDS`."""
    return [Change(field, old[field], new[field]) for field in FIELDS if old[field] != new[field]]


def full(values: Content) -> Content:
    """Return these values as a whole content: None or empty where nothing is given."""
    content: Content = {field: values.get(field) or None for field in TEXT_FIELDS}
    content["translations"] = dict(sorted((values.get("translations") or {}).items()))
    content["sources"] = [full_source(source) for source in values.get("sources") or []]
    content["disputes"] = [
        {
            "by": dispute["by"],
            "says": dispute.get("says") or None,
            "sources": [full_source(source) for source in dispute.get("sources") or []],
        }
        for dispute in values.get("disputes") or []
    ]
    return content


def full_source(values: dict[str, Any]) -> dict[str, Any]:
    return {field: values.get(field) or None for field in SOURCE_FIELDS}
