"""Review: comments, approval, revisions and their differences, and the desk with all drafts."""

from flask import Flask


def init_app(app: Flask) -> None:
    pass
