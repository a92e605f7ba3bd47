"""Which passwords are refused: short ones, and those that are tried first.

NIST SP 800-63B §5.1.1.2: length counts, composition rules do not help, and common, repeated,
sequential and context-specific secrets are refused.
"""

import re
from typing import Any

from flask_babel import gettext as _
from flask_security import PasswordUtil

from ..config import settings
from ..forms import CONTROLS

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
LONGEST = 256  # characters, so that hashing costs the same for everyone
COMMON = frozenset(
    "password passphrase passw0rd p4ssword p4ssw0rd letmein welcome changeme iloveyou princess"
    " sunshine football baseball basketball superman batman dragon monkey master shadow michael"
    " jennifer charlie jordan michelle computer internet whatever trustno starwars pokemon"
    " chocolate administrator admin secret default temporary testing example login access"
    " hello freedom chicago campaign council petition organizer correcthorsebatterystaple"
    " contrasena contrasenas bienvenido teamo princesa alejandro america".split()
)


class PasswordRules(PasswordUtil):
    """What Flask-Security asks about every new password."""

    def validate(
        self, password: str, is_register: bool, **context: Any
    ) -> tuple[list[str] | None, str]:
        faults, normal = super().validate(password, is_register, **context)
        if not faults:
            user = context.get("user")
            faults = find_faults(normal, getattr(user, "email", ""), getattr(user, "name", ""))
        return faults or None, normal


def find_faults(password: str, email: str = "", name: str = "") -> list[str]:
    """Sentences on why this password would be guessed early; none if it is fine."""
    if len(password) > LONGEST:
        return [_("Use a password of at most %(number)s characters.", number=LONGEST)]
    if CONTROLS.search(password):
        return [_("Remove the invisible control characters.")]
    plain = password.lower()
    if is_common(plain) or is_run(plain):
        return [_("This password is one of the first that are tried. Use four or more words.")]
    if len(set(plain)) < 5:
        return [_("This password repeats itself. Use four or more different words.")]
    if is_about(plain, email, name):
        return [_("Leave your name, your address and the name of this site out of the password.")]
    return []


def is_common(plain: str) -> bool:
    """Whether only common words, digits and signs make up the whole of it."""
    rest = re.sub(r"[\W\d_]", "", plain.replace("0", "o").replace("@", "a").replace("$", "s"))
    for word in sorted(COMMON, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < 4


def is_run(plain: str) -> bool:
    """Whether it is a walk along the alphabet or the keyboard, forwards or backwards."""
    tracks = [track for line in ALPHABETS for track in (line * 3, (line * 3)[::-1])]
    return any(plain in track for track in tracks)


def is_about(plain: str, email: str, name: str) -> bool:
    """Whether the person's or the site's own words are most of it."""
    words = re.findall(r"\w{3,}", f"{email} {name} {settings().site_name}".lower())
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < 8 and rest != plain
