"""What settings must hold before anything starts; each refusal is one line with a way to mend it.

The server's first process reads this too, so nothing large is imported.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from .config import Settings

PREFIX = "CAMPAIGN_"
LANGUAGES = {"en", "es"}
CATALOGS = Path(__file__).resolve().parent / "translations"
BOUNCES = re.compile(r"[A-Za-z0-9._+=-]{1,30}@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
SENDER = re.compile(r"(?:[^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?")


class ConfigError(Exception):
    """One setting is wrong; the text names it and says how to mend it."""


def check(loaded: "Settings") -> None:
    """Raise ConfigError for the first setting that cannot work."""
    for look in (address, key, database, queue, zone, languages, mail, bounces, geocoder):
        look(loaded)


def split(url: str) -> SplitResult | None:
    """The parts of an address, or None when it is none."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises when it is no number
    except ValueError:
        return None
    return parts


def address(loaded: "Settings") -> None:
    parts = split(loaded.base_url)
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or not parts.netloc
        or parts.path.strip("/")
    ):
        raise ConfigError(
            f"{PREFIX}BASE_URL is {loaded.base_url!r}: write it like https://campaign.example.org"
        )


def key(loaded: "Settings") -> None:
    if loaded.secret_key and len(loaded.secret_key) < 16:
        raise ConfigError(f"{PREFIX}SECRET_KEY is too short: use 32 random characters.")


def database(loaded: "Settings") -> None:
    """Never shows the address: there may be a password in it."""
    scheme = loaded.database.partition(":")[0]
    if scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise ConfigError(
            f"{PREFIX}DATABASE_URL begins with {scheme!r}: use sqlite:/// or postgresql://"
        )
    if scheme != "sqlite" and split(loaded.database) is None:
        raise ConfigError(
            f"{PREFIX}DATABASE_URL cannot be read:"
            " write it like postgresql://user:password@host:5432/campaign"
        )
    path = Path(loaded.database.partition("///")[2])
    if scheme == "sqlite" and loaded.database_url and not path.parent.is_dir():
        raise ConfigError(
            f"{PREFIX}DATABASE_URL names the folder {path.parent}, which is not there: make it."
        )


def queue(loaded: "Settings") -> None:
    if loaded.queue_url and not loaded.queue_url.startswith(("redis", "postgres")):
        scheme = loaded.queue_url.partition(":")[0]
        raise ConfigError(
            f"{PREFIX}QUEUE_URL begins with {scheme!r}: use postgresql:// or redis://"
        )


def zone(loaded: "Settings") -> None:
    try:
        ZoneInfo(loaded.timezone)
    except (KeyError, ValueError, OSError):
        raise ConfigError(
            f"{PREFIX}TIMEZONE is {loaded.timezone!r}: write a name like America/Chicago."
        ) from None


def languages(loaded: "Settings") -> None:
    known = LANGUAGES | {path.parent.parent.name for path in CATALOGS.glob("*/LC_MESSAGES/*.po")}
    if not loaded.language_codes or not set(loaded.language_codes) <= known:
        raise ConfigError(
            f"{PREFIX}LANGUAGES is {loaded.languages!r}: choose from {','.join(sorted(known))}"
        )


def mail(loaded: "Settings") -> None:
    if loaded.mail_use_tls and loaded.mail_use_ssl:
        raise ConfigError(
            f"{PREFIX}MAIL_USE_TLS and {PREFIX}MAIL_USE_SSL exclude each other: set one of them."
        )
    if not SENDER.fullmatch(loaded.mail_sender):
        raise ConfigError(
            f"{PREFIX}MAIL_SENDER is {loaded.mail_sender!r}:"
            " write it like Campaign <campaign@example.org>"
        )


def bounces(loaded: "Settings") -> None:
    """30 letters before the @ leave room for number and mark (64 in all: RFC 5321, 4.5.3.1.1)."""
    if loaded.bounce_address and not BOUNCES.fullmatch(loaded.bounce_address):
        raise ConfigError(
            f"{PREFIX}BOUNCE_ADDRESS is {loaded.bounce_address!r}:"
            " write it like bounces@campaign.example.org, at most 30 letters before the @"
        )
    for name in ("bounce_maildir", "bounce_imap_server"):
        if getattr(loaded, name) and not loaded.bounce_address:
            raise ConfigError(
                f"{PREFIX}{name.upper()} is of no use without the address that mail comes back to:"
                f" set {PREFIX}BOUNCE_ADDRESS too."
            )


def geocoder(loaded: "Settings") -> None:
    kind, _colon, url = loaded.geocoder.partition(":")
    parts = split(url)
    is_address = parts is not None and parts.scheme in ("http", "https") and parts.hostname
    if loaded.geocoder and not (kind == "nominatim" and is_address):
        raise ConfigError(
            f"{PREFIX}GEOCODER is {loaded.geocoder!r}:"
            " write it like nominatim:https://geocoder.example.org"
        )
