"""The organizers' first pages: where one works, with whom, and what waits.

`/organize` lists a user's organizations and their campaigns; `/organize/<organization>` is one
organization: its members, and for its owners who is invited.
"""

from flask import Flask

from .navigation import Navigation


def init_app(app: Flask) -> None:
    app.jinja_env.globals["organize_nav"] = Navigation()
