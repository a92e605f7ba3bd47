"""Replies: “did they answer?”, and what the answers say about officials."""

from flask import Flask


def init_app(app: Flask) -> None:
    from . import models as models
