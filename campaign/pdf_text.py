"""Texts for a PDF: the cleaned HTML of a Markdown text as blocks of JSON, for `text.typ`.

A block is `{"kind": "p" | "heading" | "item" | "quote" | "code" | "rule" | "row", "runs": […]}`
with `level` (headings: 1, 2, 3, none skipped; items: how deep) and `mark` (“1.” or “•”); a row
has `cells`, each a list of runs. A run is `{"text", "bold", "italic", "raised", "link"}`.
"""

from html.parser import HTMLParser
from typing import Any

Block = dict[str, Any]
HEADINGS = {"h2": 1, "h3": 2, "h4": 3}
KINDS = {"p": "p", "pre": "code", "li": "item"}
STYLES = {"strong": "bold", "em": "italic", "sup": "raised", "mark": "bold"}


def blocks(html: str) -> list[Block]:
    """What an HTML text of ours says, block by block."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [block for block in reader.blocks if block.get("runs") or block["kind"] in BARE]


BARE = ("rule", "row")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.styles: list[str] = []
        self.links: list[str] = []
        self.lists: list[int | None] = []  # the number of the last item, None for bullets
        self.quotes = 0
        self.heading = 0

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        if tag in STYLES:
            self.styles.append(STYLES[tag])
        elif tag == "a":
            self.links.append(dict(pairs).get("href") or "")
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "blockquote":
            self.quotes += 1
        elif tag in ("td", "th"):
            self.blocks[-1]["cells"].append([])
        else:
            self.begin(tag)

    def begin(self, tag: str) -> None:
        if tag in HEADINGS:
            self.heading = min(HEADINGS[tag], self.heading + 1)
            self.add("heading", level=self.heading)
        elif tag == "li":
            self.add("item", level=len(self.lists), mark=self.next_mark())
        elif tag == "p" and not (self.blocks and self.is_fresh_item()):
            self.add("quote" if self.quotes else "p")
        elif tag == "pre":
            self.add("code")
        elif tag == "hr":
            self.add("rule")
        elif tag == "tr":
            self.blocks.append({"kind": "row", "cells": []})
        elif tag == "br":
            self.say("\n")

    def is_fresh_item(self) -> bool:
        last = self.blocks[-1]
        return last["kind"] == "item" and not last["runs"]

    def next_mark(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "•"
        self.lists[-1] += 1
        return f"{self.lists[-1]}."

    def handle_endtag(self, tag: str) -> None:
        if tag in STYLES and self.styles:
            self.styles.pop()
        elif tag == "a" and self.links:
            self.links.pop()
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quotes -= 1

    def handle_data(self, data: str) -> None:
        if data.strip() or (self.blocks and self.runs()):
            self.say(" ".join(data.split("\n")))  # only <br> breaks a line

    def add(self, kind: str, **more: Any) -> None:
        self.blocks.append({"kind": kind, "runs": []} | more)

    def runs(self) -> list[dict[str, Any]]:
        last = self.blocks[-1]
        if last["kind"] != "row":
            return last["runs"]
        return last["cells"][-1] if last["cells"] else []

    def say(self, text: str) -> None:
        if not self.blocks:
            self.add("p")
        run: dict[str, Any] = {"text": text}
        run |= dict.fromkeys(self.styles, True)
        link = self.links[-1] if self.links else ""
        if link.startswith(("https://", "http://", "mailto:")):
            run["link"] = link
        self.runs().append(run)
