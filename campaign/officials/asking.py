"""What rooms above tell this one: what people can sign and write, and where they are heard."""

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


@dataclass(frozen=True)
class Writable:
    """Letters that residents can write now, each to the official of their ward."""

    title: Mapping[str, str]
    path: str  # where anyone reads why, and picks a ward
    write_path: str  # the same with `?ward=`: where one writes
    campaign_id: int

    def to(self, ward: int | None) -> str:
        """Where a resident of this ward writes."""
        mark = "&" if "?" in self.write_path else "?"  # an address may name a language already
        return f"{self.write_path}{mark}ward={ward}" if ward else self.path


NextHearing = Callable[[Body], Coming | None]
OpenPetitions = Callable[[Body], list[Signed]]
CampaignPetitions = Callable[[Campaign], list[Signed]]
OpenLetters = Callable[[Body], list[Writable]]
_hearings: list[NextHearing] = []
_open: list[OpenPetitions] = []
_of_campaign: list[CampaignPetitions] = []
_letters: list[OpenLetters] = []


def register_petitions(is_open: OpenPetitions, of_campaign: CampaignPetitions) -> None:
    """Say how petitions are found: what anyone can sign now, and what a campaign published."""
    _open[:], _of_campaign[:] = [is_open], [of_campaign]


def register_hearing(find: NextHearing) -> None:
    """Say how the next hearing of a body, or of one of its committees, is found."""
    _hearings[:] = [find]


def register_letters(find: OpenLetters) -> None:
    """Say how the letters are found that people can write to members of a body."""
    _letters[:] = [find]


def open_letters(body: Body, campaign: Campaign | None = None) -> list[Writable]:
    """What people can write about to this body's members; a campaign's own come first."""
    found = _letters[0](body) if _letters else []
    own = campaign.id if campaign else 0
    return sorted(found, key=lambda one: one.campaign_id != own)


def next_letter(body: Body, campaign: Campaign) -> Writable | None:
    """The first of these, for whoever has just done something else for this campaign."""
    return next(iter(open_letters(body, campaign)), None)


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
