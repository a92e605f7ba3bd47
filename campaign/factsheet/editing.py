"""One fact changed by hand: every change is a version, and no editor overwrites another unseen."""

from dataclasses import dataclass
from datetime import date

from ..coalition.models import Campaign
from ..db import db
from .citing import Citation
from .content import Content, changes
from .files.entries import Item
from .importing import check_against
from .models import Fact, FactVersion, today
from .sheet import current_versions


class OutdatedEditError(ValueError):
    """Somebody else has changed the fact since this editor opened it."""


class KeyTakenError(ValueError):
    """Another fact of the campaign has this key."""


class KeyInUseError(ValueError):
    """A document or another fact names this fact by the key it has."""


@dataclass(frozen=True)
class Seen:
    """What an editor was shown: they may change that, and nothing that came later."""

    number: int = 0  # of the version; 0 for a fact that is new
    review_by: date | None = None


def lock_sheet(campaign: Campaign) -> None:
    """Wait for whoever else changes this sheet: editors, imports, decisions take turns.

    Rows that only point to the campaign may come meanwhile, such as the audit's of whoever holds
    a document that a decision waits for.
    """
    row = db.select(Campaign.id).filter_by(id=campaign.id)
    db.session.execute(row.with_for_update(key_share=True))


def find_fact(campaign: Campaign, key: str) -> Fact | None:
    """A fact as it is in the database now."""
    query = db.select(Fact).filter_by(campaign_id=campaign.id, key=key)
    found: Fact | None = db.session.scalar(query.execution_options(populate_existing=True))
    return found


def find_begun(campaign: Campaign, key: str, number: int) -> Fact | None:
    """The fact that an editor began with: by its number, should its key be another by now."""
    query = db.select(Fact).filter_by(campaign_id=campaign.id, id=number)
    found: Fact | None = db.session.scalar(query.execution_options(populate_existing=True))
    return found or find_fact(campaign, key)


def make_fact(campaign: Campaign, item: Item, by: str) -> FactVersion:
    """A new fact in its first version. Raises KeyTakenError, Unreadable; the caller commits."""
    lock_sheet(campaign)
    versions = current_versions(campaign)
    if item.key in versions:
        return same_or_taken(versions[item.key], item)
    check_against([item], versions)
    fact = Fact(campaign=campaign, key=item.key, version_number=0, **item.care)
    db.session.add(fact)
    return fact.revise(item.content, by)


def change_fact(campaign: Campaign, key: str, item: Item, seen: Seen, by: str) -> FactVersion:
    """Let a fact say this; its version, the old one where its content is the same.

    Raises OutdatedEditError unless the editor saw what is there now, Unreadable for what cannot
    be, KeyTakenError and KeyInUseError for a key that cannot change. The caller commits.
    """
    lock_sheet(campaign)
    fact = find_fact(campaign, key)
    if fact is None or not is_as_seen(fact, seen):
        return said_already(fact, item)
    old = fact.current
    check_against([item], current_versions(campaign) | {item.key: old})
    if item.key != key:
        rename(fact, item.key)
    fact.review_by = item.care.get("review_by")
    if not changes(old.content, item.content):
        db.session.flush()
        return old
    return fact.revise(item.content, by, old=old)


def is_as_seen(fact: Fact, seen: Seen) -> bool:
    return (fact.version_number, fact.review_by) == (seen.number, seen.review_by)


def said_already(fact: Fact | None, item: Item) -> FactVersion:
    """The version that says just this: a form that was sent twice is no conflict."""
    if fact is None or fact.review_by != item.care.get("review_by") or fact.key != item.key:
        raise OutdatedEditError(item.key)
    if changes(fact.current.content, item.content):
        raise OutdatedEditError(item.key)
    return fact.current


def same_or_taken(there: FactVersion, item: Item) -> FactVersion:
    if there.number == 1 and not changes(there.content, item.content):
        return there
    raise KeyTakenError(item.key)


def rename(fact: Fact, key: str) -> None:
    """Give a draft another key: afterwards people have written it into texts and links."""
    if find_fact(fact.campaign, key) is not None:
        raise KeyTakenError(key)
    if fact.is_public or is_named(fact):
        raise KeyInUseError(fact.key)
    fact.key = key


def is_named(fact: Fact) -> bool:
    """Whether a document cites the fact, or another fact points to it."""
    cited = db.session.scalar(db.select(Citation.id).filter_by(fact_id=fact.id).limit(1))
    versions = current_versions(fact.campaign).values()
    return cited is not None or any(one.superseded_by == fact.key for one in versions)


def restore(campaign: Campaign, key: str, number: int, seen: int, by: str) -> FactVersion | None:
    """Say again what an earlier version said, as a new version; None when it says that now.

    Raises OutdatedEditError, LookupError when there is no such version to go back to, and
    ValueError for a draft of what is public by now. The caller commits.
    """
    lock_sheet(campaign)
    fact = find_fact(campaign, key)
    if fact is None or fact.version_number != seen:
        raise OutdatedEditError(key)
    earlier = find_version(fact, number)
    if earlier is None:
        raise LookupError(number)
    if fact.is_public and earlier.status == "draft":
        raise ValueError("what is public cannot be a draft again")
    content: Content = earlier.content
    old = fact.current
    return fact.revise(content, by, old=old) if changes(old.content, content) else None


def find_version(fact: Fact, number: int) -> FactVersion | None:
    query = db.select(FactVersion).filter_by(fact_id=fact.id, number=number)
    found: FactVersion | None = db.session.scalar(query)
    return found


def note_reading(campaign: Campaign, key: str, seen: int) -> Fact:
    """Somebody has read the sources of this version again today. The caller commits."""
    lock_sheet(campaign)
    fact = find_fact(campaign, key)
    if fact is None or fact.version_number != seen:
        raise OutdatedEditError(key)
    fact.last_read_on = today()
    db.session.flush()
    return fact
