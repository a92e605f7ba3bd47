"""Signed links: bound to one purpose, and to a time where the caller asks."""

from functools import lru_cache
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer


def make(purpose: str, value: Any) -> str:
    """Sign a JSON value for one purpose; the text fits into an address."""
    return _serializer(str(current_app.secret_key), purpose).dumps(value)


def read(purpose: str, token: str, max_age_seconds: int | None = None) -> Any:
    """Return the signed value, or None if the token is forged, foreign or too old."""
    try:
        return _serializer(str(current_app.secret_key), purpose).loads(token, max_age_seconds)
    except (BadData, UnicodeError, ValueError):
        return None


@lru_cache(64)
def _serializer(key: str, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt=f"campaign.{purpose}")
