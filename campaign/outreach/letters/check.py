"""How a letter stands while it is written; nothing here stores anything."""

from dataclasses import dataclass
from functools import cached_property

from ...testimony.facts import figures
from ...testimony.facts.figures import Hint
from ...testimony.writing.faults import Fault, find_faults
from . import alike
from .alike import Likeness
from .paper import Paper
from .reading import foreign_keys


@dataclass(frozen=True)
class Check:
    """A letter looked at from all sides; `besides` is its own row, where it has one."""

    paper: Paper
    besides: int | None = None

    @cached_property
    def faults(self) -> list[Fault]:
        """Marks that lead nowhere, and facts that this action does not offer."""
        return find_faults(self.paper.text, foreign_keys(self.paper.action, self.paper.text))

    @cached_property
    def hints(self) -> list[Hint]:
        """Figures typed by hand that a fact of this action has, or has otherwise."""
        action, text = self.paper.action, self.paper.text
        if not any(letter.isdecimal() for letter in text) or not action.facts:
            return []
        every = figures.known(action.campaign, self.paper.language)
        return figures.hints(text, [one for one in every if one.key in action.facts])

    @cached_property
    def likeness(self) -> Likeness:
        paper = self.paper
        return alike.look(paper.action, paper.text, paper.language, self.besides)
