"""Accounts of the people who run campaigns.

- **User**: one human with a password and, for owners, a second factor (a code of their phone,
  or a **recovery code**, each used once). There is no public registration: an account begins
  with an organization's invitation, and `register` is the only way to make one.
- A login lasts 14 days on one device. It ends everywhere at logout and when the password
  changes, because a session carries `User.fs_uniquifier`, which then is a new one.
- What a user may do comes from memberships, which live upstairs in `coalition`.

Flask-Security-Too does the checking; `setup` says what of it is in use and where.
"""

from flask import Flask

from .models import User, find_user, register

__all__ = ["User", "find_user", "register"]


def init_app(app: Flask) -> None:
    from . import setup

    setup.init_app(app)
