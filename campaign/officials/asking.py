"""What rooms above tell this one: the petitions that people of a ward can sign or have signed."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..coalition.models import Campaign
from ..pages import remember
from .models import Body


@dataclass(frozen=True)
class Signed:
    """A petition with its confirmed signatures: in all, and by a ward's row id."""

    title: Mapping[str, str]
    path: str  # where anyone reads it
    total: int
    wards: Mapping[int, int]


OpenPetitions = Callable[[Body], list[Signed]]
CampaignPetitions = Callable[[Campaign], list[Signed]]
_open: list[OpenPetitions] = []
_of_campaign: list[CampaignPetitions] = []


def register_petitions(is_open: OpenPetitions, of_campaign: CampaignPetitions) -> None:
    """Say how petitions are found: what anyone can sign now, and what a campaign published."""
    _open[:], _of_campaign[:] = [is_open], [of_campaign]


def open_petitions(body: Body) -> list[Signed]:
    """What is put to this body and can be signed now."""
    return _open[0](body) if _open else []


def petitions(campaign: Campaign) -> list[Signed]:
    """Every petition of a campaign that has been public, however it stands now."""
    return _of_campaign[0](campaign) if _of_campaign else []


def signers(campaign: Campaign) -> Counter[int]:
    """Confirmed signatures of all its petitions by a ward's row id; some seconds old."""
    key = ("officials", "signers", campaign.id)
    return remember(key, lambda: added_up(petitions(campaign)), seconds=5)


def added_up(found: list[Signed]) -> Counter[int]:
    every: Counter[int] = Counter()
    for one in found:
        every.update(one.wards)
    return every
