"""Absolute addresses for mails; they come from BASE_URL alone, never from a request."""

from typing import Any

from flask import current_app
from werkzeug.routing import MapAdapter

from ..config import settings


def link(endpoint: str, **values: Any) -> str:
    """The address of a page as a mail names it, inside and outside of requests."""
    return settings().base_url + adapter().build(endpoint, values)


def adapter() -> MapAdapter:
    known: MapAdapter | None = current_app.extensions.get("mail_links")
    if known is None:
        known = current_app.url_map.bind("mail.invalid")
        current_app.extensions["mail_links"] = known
    return known
