"""Words for votes, as clerks write them, and what a roll call comes to."""

import re
from collections import Counter
from dataclasses import dataclass

from .models import VOTES, RollCall

SAID = {  # as Chicago's clerk, Legistar in New York and other councils say it
    "yea": "yea yeas yes y aye ayes affirmative for/in favor/rising vote",
    "nay": "nay nays no n negative against/opposed",
    "absent": "absent",
    "not voting": "not voting/non-voting/did not vote/nv",
    "abstain": "abstain abstained abstention abstaining present/present not voting",
    "excused": "excused maternity paternity parental medical bereavement/jury duty",
    "recused": "recused recuse recusal conflict/rule 14",
    "vacant": "vacant vacancy",
}
SIGNS = dict(zip(VOTES, ("Y", "N", "A", "–", "○", "E", "R", "×"), strict=True))
ATTENDANCE = frozenset(("present", "absent", "excused", "late", "remote", "present (remote)"))
OUTCOME = re.compile(r"(?<!\d)(\d{1,3})\s*(?:-|–|—|to)\s*(\d{1,3})(?!\d)")


def known_words() -> dict[str, str]:
    """Each word of clerks, and the vote that it is."""
    found = {}
    for value, line in SAID.items():
        single, *phrases = line.split("/")
        for word in (*single.split(), *phrases):
            found[word] = value
    return found


BY_WORD = known_words() | {"not voting": "not voting", "rule 14": "recused"}


def value_of(word: str) -> str | None:
    """The vote that a clerk’s word means: “Recused (Rule 14)” is recused; None where unknown."""
    plain = " ".join(re.sub(r"\(.*?\)", " ", word).casefold().split()).strip(" .")
    return BY_WORD.get(plain)


@dataclass(frozen=True)
class Totals:
    """How many did what in one roll call, and how many in favour it takes (None: not known)."""

    counts: dict[str, int]
    needed: int | None

    @property
    def yea(self) -> int:
        return self.counts["yea"]

    @property
    def nay(self) -> int:
        return self.counts["nay"]

    @property
    def passes(self) -> bool | None:
        """Whether those in favour are enough; None where nobody knows how many are."""
        return None if self.needed is None else self.yea >= self.needed

    @property
    def others(self) -> list[tuple[str, int]]:
        """What else people did than yea and nay, where anybody did."""
        return [(value, self.counts[value]) for value in VOTES[2:] if self.counts[value]]


def totals(call: RollCall) -> Totals:
    counted = Counter(vote.value for vote in call.votes)
    is_whole = call.body_id == call.measure.body_id  # a committee has no threshold of the council
    needed = call.measure.needs or call.body.threshold if is_whole else call.body.threshold
    return Totals({value: counted[value] for value in VOTES}, needed)


def outcome_in(*texts: str) -> tuple[int, int] | None:
    """The yeas and nays that words like “Passed 34-14” tell, or None."""
    found = next((one for text in texts if (one := OUTCOME.search(text))), None)
    return (int(found[1]), int(found[2])) if found else None
