"""Signed links: bound to one purpose, and to a time where the caller asks."""

from functools import lru_cache
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode


def make(purpose: str, value: Any) -> str:
    """Sign a JSON value for one purpose; the text fits into an address."""
    return _serializer(str(current_app.secret_key), purpose).dumps(value)


def read(purpose: str, token: str, max_age_seconds: int | None = None) -> Any:
    """Return the signed value, or None if the token is forged, foreign or too old."""
    try:
        return _serializer(str(current_app.secret_key), purpose).loads(token, max_age_seconds)
    except (BadData, UnicodeError, ValueError):
        return None


class _Serializer(URLSafeTimedSerializer):
    """Our values are a few bytes: trying to compress them costs more than signing."""

    def dump_payload(self, value: Any) -> bytes:
        return base64_encode(self.serializer.dumps(value, **self.serializer_kwargs))


@lru_cache(64)
def _serializer(key: str, purpose: str) -> URLSafeTimedSerializer:
    return _Serializer(key, salt=f"campaign.{purpose}")
