"""Lists of a Word document: each numbered one begins at 1 again."""

from typing import Any

DEEPEST = 3


class Lists:
    """Knows which numbered list is open at each depth."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.open: dict[int, int] = {}  # the number of Word's numbering, by depth

    def style(self, mark: str, level: int) -> str:
        """The style of an item: “•”, or the number that it has; so deep."""
        depth = min(level, DEEPEST)
        return f"List {'Bullet' if mark == '•' else 'Number'}" + (f" {depth}" if depth > 1 else "")

    def number(self, paragraph: Any, mark: str, level: int) -> None:
        """Let an item go on counting where its list is."""
        if mark == "•":
            return
        depth = min(level, DEEPEST)
        if mark == "1." or depth not in self.open:
            self.open[depth] = self.begin(self.style(mark, level))
        numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_numId().val = self.open[depth]

    def begin(self, style: str) -> int:
        """Another numbering that looks like the style's and begins at 1."""
        numbering = self.document.part.numbering_part.element
        used = self.document.styles[style].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(used).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)
