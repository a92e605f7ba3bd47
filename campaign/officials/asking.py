"""What rooms above tell this one: what people of a ward can sign, and where they are heard next."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True)
class Coming:
    """The next public hearing of a body."""

    title: Mapping[str, str]
    path: str  # where anyone reads how to take part
    starts_at: datetime
    timezone: str


NextHearing = Callable[[Body], Coming | None]
OpenPetitions = Callable[[Body], list[Signed]]
CampaignPetitions = Callable[[Campaign], list[Signed]]
_hearings: list[NextHearing] = []
_open: list[OpenPetitions] = []
_of_campaign: list[CampaignPetitions] = []


def register_petitions(is_open: OpenPetitions, of_campaign: CampaignPetitions) -> None:
    """Say how petitions are found: what anyone can sign now, and what a campaign published."""
    _open[:], _of_campaign[:] = [is_open], [of_campaign]


def register_hearing(find: NextHearing) -> None:
    """Say how the next hearing of a body, or of one of its committees, is found."""
    _hearings[:] = [find]


def next_hearing(body: Body) -> Coming | None:
    """Where people are heard next by this body or a committee of it, if anybody knows."""
    return _hearings[0](body) if _hearings else None


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
