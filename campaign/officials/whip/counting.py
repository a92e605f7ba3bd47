"""How entries count: the newest counts, it fades with age, and the sums follow. Nothing is asked
of the database here.

How long a kind of evidence holds is this project's own choice, explained in decision 015.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

LIFE = {"vote": 730, "statement": 180, "meeting": 90, "staff": 30, "other": 60}  # days
WEAKER = {
    "strong yes": "lean yes",
    "lean yes": "undecided",
    "lean no": "undecided",
    "strong no": "lean no",
}
UNKNOWN = "unknown"
OPEN = ("undecided", UNKNOWN)


class Entry(NamedTuple):
    """One entry as counting sees it; `number` tells which of a day came later."""

    number: int
    official: int
    value: str
    evidence: str
    on: date
    source: str = ""

    def value_on(self, day: date) -> str:
        """What it counts as on a day: weaker after its time, nothing after twice its time."""
        age, life = (day - self.on).days, LIFE[self.evidence]
        if age > 2 * life:
            return UNKNOWN
        return WEAKER.get(self.value, self.value) if age > life else self.value

    def is_faded(self, day: date) -> bool:
        return self.value_on(day) != self.value

    def fades_on(self, day: date) -> date | None:
        """The first day after this one from which it counts for less; None if there is none."""
        life = LIFE[self.evidence]
        steps = [self.on + timedelta(days=n * life + 1) for n in (1, 2)]
        before = timedelta(days=1)
        later = (one for one in steps if one > day)
        changes = (one for one in later if self.value_on(one) != self.value_on(one - before))
        return next(changes, None)


def newest(entries: Iterable[Entry], day: date) -> dict[int, Entry]:
    """The entry that counts for each official on a day: by day of evidence, then the later one."""
    found: dict[int, Entry] = {}
    for one in entries:
        known = found.get(one.official)
        if one.on <= day and (known is None or (one.on, one.number) > (known.on, known.number)):
            found[one.official] = one
    return found


def older_and_stronger(entries: Iterable[Entry], counts: Entry, day: date) -> Entry | None:
    """An older entry of evidence that holds longer and says otherwise today: people should know."""
    others = [
        one
        for one in entries
        if (one.on, one.number) < (counts.on, counts.number)
        and LIFE[one.evidence] > LIFE[counts.evidence]
        and one.value_on(day) not in (UNKNOWN, counts.value_on(day))
    ]
    return max(others, key=lambda one: (LIFE[one.evidence], one.on, one.number), default=None)


@dataclass(frozen=True)
class Totals:
    """Votes by stance over the seats that are held, against the number that is needed.

    `needed` are votes in favour that pass the measure. Who wants it to fail needs so many votes
    withheld that the rest cannot pass it: held − needed + 1.
    """

    wanted: str
    needed: int
    values: tuple[str, ...]  # one for each seat that is held

    @property
    def held(self) -> int:
        return len(self.values)

    @property
    def target(self) -> int:
        """Votes that our side needs."""
        return self.needed if self.wanted == "yes" else max(0, self.held - self.needed + 1)

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.values)

    @property
    def worst(self) -> int:
        """Ours if everybody who is not firm goes over."""
        return self.counts[f"strong {self.wanted}"]

    @property
    def likely(self) -> int:
        return self.worst + self.counts[f"lean {self.wanted}"]

    @property
    def best(self) -> int:
        """Ours if everybody comes who has not said otherwise."""
        return self.likely + sum(self.counts[one] for one in OPEN)

    @property
    def missing(self) -> int:
        """Likely votes that are missing to the target; 0 when it is reached."""
        return max(0, self.target - self.likely)

    @property
    def state(self) -> str:
        """“sure”, “likely”, “open” (within reach) or “lost” (not even at best)."""
        if self.worst >= self.target:
            return "sure"
        if self.likely >= self.target:
            return "likely"
        return "open" if self.best >= self.target else "lost"


def totals(
    wanted: str, needed: int, officials: Iterable[int], counting: Mapping[int, Entry], day: date
) -> Totals:
    """Sum up what counts for these office holders; each is one vote, unknown without an entry."""
    found = (counting.get(one) for one in dict.fromkeys(officials))
    values = tuple(one.value_on(day) if one else UNKNOWN for one in found)
    return Totals(wanted, needed, values)
