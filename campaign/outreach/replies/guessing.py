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
    r"\b(?:not|never|if|whether|unless|you|they|others|asked|no voy|si|pide|piden|pidió)\b",
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
    if OPEN.search(sentence):
        return [Guess("undecided", sentence.strip())]
    is_for, is_against = FOR.search(sentence), AGAINST.search(sentence)
    hit = is_for or is_against
    if hit is None or (is_for and is_against) or sentence.rstrip().endswith("?"):
        return []
    if DENIED.search(sentence[: hit.start()]):
        return []
    return [Guess("lean yes" if is_for else "lean no", sentence.strip())]
