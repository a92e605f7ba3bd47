"""Short names in web addresses: made from a name, and none that the house needs itself."""

import re
import unicodedata

from flask import current_app

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 60
ALWAYS = frozenset("account admin all api demo help login logout me new none search today".split())


def slug_from(name: str, otherwise: str) -> str:
    """“Southwest Families (SWF)” → southwest-families-swf; `otherwise` where no letter is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = "-".join(words)[:LONGEST].strip("-")
    return slug if slug and slug not in reserved() else f"{slug}-{otherwise}".strip("-")


def reserved() -> frozenset[str]:
    """Words that stand in our own addresses where an organization or a campaign would."""
    return ALWAYS | {
        part
        for rule in current_app.url_map.iter_rules()
        for part in rule.rule.strip("/").split("/")[:4]
        if SLUG.fullmatch(part)
    }


def numbered(slug: str, number: int) -> str:
    """The next name to try when one is taken: south-side-2."""
    return slug if number == 1 else f"{slug}-{number}"
