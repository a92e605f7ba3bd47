"""Lists of a Word document: each numbered one begins at 1 again."""

from typing import Any

DEEPEST = 3


class Lists:
    """Knows which numbered list is open at each depth."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.open: dict[int, int] = {}  # the number of Word's numbering, by depth

    def item(self, mark: str, level: int) -> Any:
        """A paragraph for one item: “•”, or the number that it has."""
        depth = min(level, DEEPEST)
        kind = "Bullet" if mark == "•" else "Number"
        style = f"List {kind}" + (f" {depth}" if depth > 1 else "")
        paragraph = self.document.add_paragraph(style=style)
        if kind == "Number":
            if mark == "1." or depth not in self.open:
                self.open[depth] = self.begin(style)
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = self.open[
                depth
            ]
        return paragraph

    def begin(self, style: str) -> int:
        """Another numbering that looks like the style's and begins at 1."""
        numbering = self.document.part.numbering_part.element
        used = self.document.styles[style].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(used).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)
