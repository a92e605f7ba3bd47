"""Who makes which point, and why. Pure, deterministic and property-tested.

Points are dealt in this order: what was dealt by hand; must-say points, to those who speak first,
so that the list may end early; what speakers ticked; what they had before, so that a small change
moves little; then each point to as many as wanted, to those who have least. Whoever is still
without a point gets one. Nobody gets more than fits into their seconds, and neighbours say
different things where that can be.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

SECONDS_A_POINT = 45  # about 110 spoken words: one fact and what follows from it
REASONS = {
    "fixed": _("An organizer gave it to you by hand."),
    "first": _("It must be said, and you speak among the first."),
    "must": _("It must be said, and those before you have enough to say."),
    "wish": _("You ticked it."),
    "only": _("Nobody else has it."),
    "more": _("More than one should say it, and you had room."),
    "spare": _("Everybody should have something to say, and few have this."),
}


@dataclass(frozen=True)
class Voice:
    """A speaker in the line-up: for how long they speak themselves, and what they ticked."""

    id: int
    seconds: int
    wishes: tuple[int, ...] = ()

    @property
    def room(self) -> int:
        """How many points they can make."""
        return max(1, self.seconds // SECONDS_A_POINT)


@dataclass(frozen=True)
class Item:
    """A point, and how many should make it."""

    id: int
    wanted: int = 1
    is_must: bool = False

    @property
    def copies(self) -> int:
        return max(1, self.wanted) if self.is_must else self.wanted


@dataclass(frozen=True)
class Dealt:
    speaker: int
    point: int
    why: str


Pairs = Iterable[tuple[int, int]]  # speaker, point


def deal(
    speakers: Sequence[Voice], points: Sequence[Item], fixed: Pairs = (), former: Pairs = ()
) -> list[Dealt]:
    """Deal the points, in order, to the speakers in their order; by speaker, then by point.

    `fixed` stays whatever else holds; of `former` deals what still fits.
    """
    table = _Table(speakers, points)
    table.keep_fixed(fixed)
    musts = [one for one in points if one.is_must]
    others = [one for one in points if not one.is_must]
    former = list(former)
    table.keep(former, {one.id for one in musts}, table.early)
    table.spread(musts)
    table.grant_wishes()
    table.keep(former, {one.id for one in others}, len(speakers))
    table.spread(others)
    table.leave_nobody_out(points, set(former))
    return table.dealt()


class _Table:
    """What lies where while points are dealt; speakers are known by their place in the order."""

    def __init__(self, speakers: Sequence[Voice], points: Sequence[Item]) -> None:
        self.speakers, self.points = speakers, points
        self.item = {one.id: one for one in points}
        self.place = {one.id: place for place, one in enumerate(speakers)}
        self.hands: list[dict[int, str]] = [{} for _one in speakers]  # point → a reason, or ""
        self.left = [one.room for one in speakers]
        self.count = {one.id: 0 for one in points}
        self.early = 2 * sum(one.copies for one in points if one.is_must)

    def give(self, place: int, point: int, why: str = "") -> None:
        self.hands[place][point] = why
        self.left[place] -= 1
        self.count[point] += 1

    def keep_fixed(self, fixed: Pairs) -> None:
        for speaker, point in fixed:
            place = self.place.get(speaker)
            if place is not None and point in self.item and point not in self.hands[place]:
                self.give(place, point, "fixed")

    def keep(self, former: Pairs, among: Collection[int], before: int) -> None:
        """Leave what still fits where it was, with those who speak early enough."""
        for speaker, point in former:
            place = self.place.get(speaker)
            if point not in among or place is None or place >= before:
                continue
            if self.takes(place, point) and not self.repeats(place, point):
                self.give(place, point)

    def takes(self, place: int, point: int) -> bool:
        """Whether there is room for a point that is still wanted."""
        is_wanted = self.count[point] < self.item[point].copies
        return is_wanted and self.left[place] > 0 and point not in self.hands[place]

    def repeats(self, place: int, point: int) -> bool:
        """Whether a neighbour says the same."""
        before = place > 0 and point in self.hands[place - 1]
        return before or (place + 1 < len(self.hands) and point in self.hands[place + 1])

    def spread(self, points: Sequence[Item]) -> None:
        """Each point once, then as often as wanted, always to who has least and speaks first."""
        for one in points:
            if not self.count[one.id]:
                self.hand_out(one, 1)
        for one in points:
            self.hand_out(one, one.copies)

    def hand_out(self, point: Item, copies: int) -> None:
        copies = min(copies, point.copies)
        if self.count[point.id] >= copies:
            return
        order = sorted(range(len(self.hands)), key=lambda place: (len(self.hands[place]), place))
        if self.fill(point, copies, order):
            return
        self.loosen(point.id)  # those who have it stand in the way of others
        in_turn = range(len(self.hands))
        if not self.fill(point, copies, in_turn):
            self.fill(point, copies, order, may_repeat=True)

    def fill(
        self, point: Item, copies: int, order: Iterable[int], may_repeat: bool = False
    ) -> bool:
        """Give the point to those who can take it, in this order; whether as many have it.

        Taken in turn from the first on, as many get it apart from each other as can be.
        """
        for place in order:
            if self.count[point.id] >= copies:
                break
            if self.takes(place, point.id) and (may_repeat or not self.repeats(place, point.id)):
                self.give(place, point.id)
        return self.count[point.id] >= copies

    def loosen(self, point: int) -> None:
        """Take the point from all but those who ticked it or have it by hand."""
        for place, hand in enumerate(self.hands):
            if hand.get(point) == "" and point not in self.speakers[place].wishes:
                del hand[point]
                self.left[place] += 1
                self.count[point] -= 1

    def grant_wishes(self) -> None:
        for place, speaker in enumerate(self.speakers):
            for point in speaker.wishes:
                fits = point in self.item and self.takes(place, point)
                if fits and not self.repeats(place, point):
                    self.give(place, point)

    def leave_nobody_out(self, points: Sequence[Item], former: Collection[tuple[int, int]]) -> None:
        """Who has nothing gets what they ticked or had before, else what the fewest have."""
        for place, hand in enumerate(self.hands):
            if hand or not points:
                continue
            speaker = self.speakers[place]
            point = min(points, key=lambda one: self.fitness(place, one.id, former)).id
            self.give(place, point, "wish" if point in speaker.wishes else "spare")

    def fitness(
        self, place: int, point: int, former: Collection[tuple[int, int]]
    ) -> tuple[bool, bool, bool, int]:
        """How well a point suits somebody who has none; the least suits best."""
        speaker = self.speakers[place]
        return (
            self.repeats(place, point),
            point not in speaker.wishes,
            (speaker.id, point) not in former,
            self.count[point],
        )

    def dealt(self) -> list[Dealt]:
        order = {one.id: number for number, one in enumerate(self.points)}
        return [
            Dealt(speaker.id, point, self.hands[place][point] or self.reason(place, point))
            for place, speaker in enumerate(self.speakers)
            for point in sorted(self.hands[place], key=order.__getitem__)
        ]

    def reason(self, place: int, point: int) -> str:
        if self.item[point].is_must:
            return "first" if place < self.early else "must"
        if point in self.speakers[place].wishes:
            return "wish"
        return "only" if self.count[point] == 1 else "more"
