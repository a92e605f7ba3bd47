"""A text sentence by sentence, and which of them is the ask. Pure and property-tested."""

import re
from collections.abc import Sequence

# After these a full stop ends no sentence; neither does it after a single letter (“U.S.”).
SHORT = (
    "mr mrs ms dr st no vs jr sr ald dept gov rep sen art ave blvd approx etc "
    "sra srta ud uds núm av prof ing tzn tj np nr ul pl al dr mgr inż ok pp"
).split()
END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[”’」』）]*")
LAST_WORD = re.compile(r"([^\W\d_]+)[.]$")
ASKS = {
    "en": r"\b(?:ask|asks|urge|urges|call on|demand|request|vote|please|cancel|reject|oppose)\b",
    "es": r"\b(?:pido|pedimos|piden|exijo|exigimos|solicito|solicitamos|voten|vote|cancelen)\b",
    "pl": r"\b(?:proszę|prosimy|wzywam|wzywamy|apeluję|żądam|żądamy|głosujcie)\b",
    "zh": "请|請|要求|呼吁|呼籲|敦促|希望",
}


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, none lost; a line of its own is one."""
    return [one for line in text.split("\n") for one in of_line(line.strip())]


def of_line(line: str) -> list[str]:
    out: list[str] = []
    start = 0
    for end in END.finditer(line):
        if is_end(line[start : end.end()], line[end.end() :].lstrip()):
            out.append(line[start : end.end()].strip())
            start = end.end()
    return [one for one in [*out, line[start:].strip()] if one]


def is_end(said: str, after: str) -> bool:
    """Whether a full stop ends a sentence: not in “Dr. Ruiz”, not before a small letter."""
    if after[:1].islower():
        return False
    word = LAST_WORD.search(said)
    return not word or (len(word[1]) > 1 and word[1].lower() not in SHORT)


def find_ask(said: Sequence[str], language: str) -> int | None:
    """Which sentence asks for something, the last that does; else the first. None of none."""
    pattern = ASKS.get(language[:2], ASKS["en"])
    asking = [at for at, one in enumerate(said) if re.search(pattern, one, re.IGNORECASE)]
    return asking[-1] if asking else (0 if said else None)
