"""What makes spam filters and people suspicious, looked at here and nowhere else.

The rules are local and few. Where one is like a rule that SpamAssassin ships its name stands beside
it (spamassassin.apache.org; HAS_SHORT_URL is of its plugin DecodeShortURLs). Google's “Email sender
guidelines” (support.google.com/a/answer/81126) ask that subjects do not mislead; the others are
ours. None of them proves anything: what passes here may still be filtered elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

OURS = "house rule"
WORD = re.compile(r"[^\W\d_]{2,}")
PHRASES = re.compile(
    r"act now|click here|100% free|risk[- ]free|no obligation|limited time|winner|cash bonus"
    r"|haga clic aquí|haz clic aquí|actúa ya|sin compromiso|dinero gratis",
    re.IGNORECASE,
)
FAKE_ANSWER = re.compile(r"(re|fwd?|rv)\s*:", re.IGNORECASE)
SHORTENER = re.compile(
    r"//(?:www\.)?(bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd)/", re.IGNORECASE
)


@dataclass(frozen=True)
class Suspicion:
    """One rule that fits, by its name at SpamAssassin or Google, and what to do."""

    rule: str
    sentence: str


def suspicions(subject: str, text: str) -> Iterator[Suspicion]:
    """What a filter may hold against a mail."""
    yield from of_subject(subject)
    letters = "".join(WORD.findall(text))
    if len(letters) > 200 and sum(one.isupper() for one in letters) > len(letters) * 0.3:
        yield Suspicion("UPPERCASE_50_75", _("A third of the text is in capitals."))
    if text.count("!") > 5:
        number = text.count("!")
        yield Suspicion(OURS, _("%(num)s exclamation marks in the text.", num=number))
    if found := PHRASES.search(text):
        yield Suspicion(OURS, _("“%(words)s” stands in much spam.", words=found[0]))
    if found := SHORTENER.search(text):
        sentence = _("%(host)s hides where a link leads. Use the whole address.", host=found[1])
        yield Suspicion("HAS_SHORT_URL", sentence)


def of_subject(subject: str) -> Iterator[Suspicion]:
    words = WORD.findall(subject)
    if len(words) > 1 and all(one.isupper() for one in words):
        yield Suspicion("SUBJ_ALL_CAPS", _("The subject is all in capitals."))
    if "!!" in subject or subject.count("!") > 1:
        yield Suspicion("PLING_PLING", _("The subject shouts: one “!” is enough."))
    if FAKE_ANSWER.match(subject):
        sentence = _("The subject looks like an answer (Re:, Fwd:), and it is none.")
        yield Suspicion("Google: misleading subject", sentence)
