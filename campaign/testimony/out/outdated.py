"""What holds a document back: facts that changed, and about which nobody has decided."""

from ...factsheet import Stale, stale
from ..models import KIND, Version


def stale_in(version: Version) -> list[Stale]:
    """The outdated facts of one version; what its draft says elsewhere is left out."""
    found = stale(KIND, version.draft_id)
    return [one for one in found if version.place in one.places]
