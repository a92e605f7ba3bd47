"""`{fact:key}` in Markdown, found by the Markdown parser: code and addresses stay as they are."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
MARK = re.compile(r"\{fact:(" + KEY.pattern + r")\}")


def fact_mark(state: StateInline, silent: bool) -> bool:
    """The inline rule: a whole mark or nothing, so an unclosed one stays the text it is."""
    if state.src[state.pos] != "{":
        return False
    found = MARK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("fact", "", 0)
        token.content = found.group(1)
        token.meta["in_link"] = state.linkLevel > 0
    state.pos = found.end()
    return True


def make_parser() -> MarkdownIt:
    """The parser of `filters.markdown`, with our rule. Nesting is bounded as CommonMark does."""
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "maxNesting": 20})
    parser.inline.ruler.before("escape", "fact", fact_mark)
    return parser


PARSER = make_parser()


def parse(text: str) -> list[Token]:
    return PARSER.parse(text)


def marks(tokens: list[Token]) -> list[Token]:
    """The fact marks of a parsed text, in reading order."""
    return [child for token in tokens for child in token.children or [] if child.type == "fact"]


def keys_in(text: str) -> list[str]:
    """The keys that a text cites, each once, in the order of their first mention."""
    if "{fact:" not in text:
        return []
    return list(dict.fromkeys(mark.content for mark in marks(parse(text))))
