"""A careful guess at what an answer says of a vote: only where it says so in plain words.

It looks for “will vote no”, “voy a votar a favor”, “I cosponsored it”, “have not decided”, and
guesses nothing where a sentence asks, denies, or where two of them disagree. A person decides.
"""

import re
from dataclasses import dataclass

SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
FOR = re.compile(
    r"\b(?:will|shall|i'll|intend to|plan to|going to|am) (?:be )?vot(?:e|ing) "
    r"(?:yes|for|in favou?r)\b"
    r"|\bco-?sponsor(?:ed|ing)? (?:it|this|the)\b"
    r"|\b(?:votaré|voy a votar) (?:que sí|sí|a favor)\b",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"\b(?:will|shall|i'll|intend to|plan to|going to|am) (?:be )?vot(?:e|ing) (?:no|against)\b"
    r"|\b(?:votaré|voy a votar) (?:que no|no|en contra)\b",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"\b(?:have not|haven't|has not|not yet) (?:yet )?decided"
    r"|\b(?:have not|haven't|has not) made (?:up my mind|a decision)\b"
    r"|\bundecided\b|\baún no (?:he|ha) decidido\b|\btodavía no (?:he|ha) decidido\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|never|if|whether|unless|you|they|others|asked|no|si|pide|piden|pidió)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Guess:
    """A value of the whip count, and the sentence on which it rests; both empty for none."""

    value: str = ""
    sentence: str = ""


def guess(text: str) -> Guess:
    """Pure: what an answer seems to say; at most that somebody leans."""
    found = [one for sentence in SENTENCE.findall(text.replace("’", "'")) for one in said(sentence)]
    values = {one.value for one in found}
    return found[0] if len(values) == 1 else Guess()


def said(sentence: str) -> list[Guess]:
    """What one sentence says; nothing where it asks, denies, or says two things."""
    kinds = {"lean yes": FOR, "lean no": AGAINST, "undecided": OPEN}
    hits = {value: hit for value, words in kinds.items() if (hit := words.search(sentence))}
    if len(hits) != 1 or sentence.rstrip().endswith("?"):
        return []
    [(value, hit)] = hits.items()
    is_denied = DENIED.search(sentence[: hit.start()])
    return [] if is_denied else [Guess(value, sentence.strip())]
