"""What this installation holds about a mailbox's owner: each room says it for its own rows.

A room that keeps something about residents registers a `Holder` in its `init_app`. From then on
it shows on `/my-data`, goes into the download, is corrected, withdrawn and erased with the rest,
and ends when its time is over. Everything goes by the mailbox's keyed hash, so that an erasure
can be repeated on a restored backup, in which nobody knows the address any more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ...coalition import scope

Text = Any  # a text, or a lazy one


@dataclass(frozen=True)
class Use:
    """Who may use it for what, with the words that the person agreed to."""

    who: str
    purpose: Text
    wording: str = ""
    source: Text = ""
    since: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True)
class Holding:
    """One thing that is held, in plain words.

    `key` names it within its holder; `kind` and `values` are for programs, `rows` for people.
    `until` is a sentence or a day. `act` is what the button says that takes it back, None where
    nothing can be; `act_words` says what then happens.
    """

    kind: str
    key: str
    title: Text
    rows: list[tuple[Text, Any]]
    values: dict[str, Any]
    source: Text
    since: datetime | None
    until: Text | date
    uses: list[Use] = field(default_factory=list)
    act: Text | None = None
    act_words: Text = ""


@dataclass(frozen=True)
class Correction:
    """What the person says is right; None leaves a thing as it is."""

    name: str | None = None
    division: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Rule:
    """One kind of personal data and its end: `find` counts what is past it, `end` ends it.

    `end` works in short transactions of its own and returns how many it ended.
    """

    words: Text
    find: Callable[[], int]
    end: Callable[[], int]


def nothing(*_: Any) -> int:
    """What a holder does that has nothing to do there."""
    return 0


@dataclass(frozen=True)
class Holder:
    """How one room finds, takes back, corrects and erases what it holds about a mailbox.

    All of these take the mailbox's keyed hash first, and work in the caller's transaction and in
    the scope of everyone's rows.
    `withdraw(mailbox, key)` takes one holding back; `move(mailbox, other, email)` brings what is
    held to another mailbox whose owner has just proved it is theirs too; `refuses` names what
    stands in the way of an erasure.
    """

    name: str
    find: Callable[[str], list[Holding]]
    erase: Callable[[str], int]
    withdraw: Callable[[str, str], Any] = nothing
    correct: Callable[[str, Correction], int] = nothing
    move: Callable[[str, str, str], int] = nothing
    refuses: Callable[[str], list[str]] = lambda _: []
    addresses: Callable[[str], list[str]] = lambda _: []
    rules: tuple[Rule, ...] = ()


_holders: dict[str, Holder] = {}


def register_holder(holder: Holder) -> None:
    """Let a room answer for what it holds; a second time replaces the first."""
    _holders[holder.name] = holder


def holders() -> list[Holder]:
    """Every holder, the upper rooms first: what rests on people goes before the people."""
    return list(_holders.values())[::-1]


def find(mailbox: str) -> list[tuple[str, Holding]]:
    """All that is held about a mailbox, with the name of the holder of each."""
    with scope.everyones():
        return [(holder.name, one) for holder in holders() for one in holder.find(mailbox)]


def rules() -> list[Rule]:
    return [rule for holder in holders() for rule in holder.rules]


def addresses_of(mailbox: str) -> list[str]:
    """The addresses of this mailbox as they were typed, wherever they are held."""
    with scope.everyones():
        return [one for holder in holders() for one in holder.addresses(mailbox)]


def address_of(mailbox: str) -> str:
    """One of them, or nothing where none is held."""
    return next(iter(addresses_of(mailbox)), "")


def obstacles(mailbox: str) -> list[str]:
    """Sentences on what stands in the way of erasing everything."""
    with scope.everyones():
        return [sentence for holder in holders() for sentence in holder.refuses(mailbox)]
