"""Settings: environment variables `CAMPAIGN_<NAME>` over `instance/config.toml` over defaults.

Every value keeps the type of its field here, so a secret key of digits stays text.
"""

import difflib
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import config_checks
from .config_checks import PREFIX, ConfigError

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How one installation runs. Each field is also `CAMPAIGN_<FIELD>` in the environment."""

    instance: Path = field(default=ROOT / "instance", metadata={"help": "folder of all data"})
    host: str = field(default="127.0.0.1", metadata={"help": "address to listen on"})
    port: int = field(default=8000, metadata={"help": "port to listen on", "from": 1, "to": 65535})
    secret_key: str = field(default="", metadata={"help": "32 random characters or more"})
    base_url: str = field(default="", metadata={"help": "address that people type, for links"})
    site_name: str = field(default="Campaign", metadata={"help": "name in the page head"})
    contact: str = field(default="", metadata={"help": "address for people with questions"})
    languages: str = field(default="en,es", metadata={"help": "languages of the pages"})
    timezone: str = field(default="America/Chicago", metadata={"help": "zone of shown times"})
    database_url: str = field(default="", metadata={"help": "SQLite or PostgreSQL address"})
    queue_url: str = field(default="", metadata={"help": "PostgreSQL or Redis address of jobs"})
    workers: int = field(default=1, metadata={"help": "web processes", "from": 1, "to": 64})
    threads: int = field(default=4, metadata={"help": "threads a process", "from": 1, "to": 64})
    trusted_proxies: int = field(default=0, metadata={"help": "proxies in front", "from": 0})
    network_limit: int = field(
        default=300, metadata={"help": "posts of one form from one network an hour", "from": 1}
    )
    mail_server: str = field(default="", metadata={"help": "SMTP host; none: /dev/mail"})
    mail_port: int = field(default=25, metadata={"help": "SMTP port", "from": 1, "to": 65535})
    mail_username: str = field(default="", metadata={"help": "SMTP user"})
    mail_password: str = field(default="", metadata={"help": "SMTP password"})
    mail_use_tls: bool = field(default=False, metadata={"help": "STARTTLS"})
    mail_use_ssl: bool = field(default=False, metadata={"help": "TLS from the first byte"})
    mail_timeout: int = field(default=30, metadata={"help": "seconds", "from": 1, "to": 600})
    mail_sender: str = field(
        default="Campaign <campaign@example.org>", metadata={"help": "From of every mail"}
    )
    mail_domain_pace: int = field(
        default=0,
        metadata={"help": "mails of batches a minute to one domain; 0: no limit", "from": 0},
    )
    bounce_address: str = field(
        default="", metadata={"help": "where mail comes back, marked; none: to `mail_sender`"}
    )
    bounce_maildir: str = field(default="", metadata={"help": "Maildir of what came back"})
    bounce_imap_server: str = field(default="", metadata={"help": "IMAP host of what came back"})
    bounce_imap_port: int = field(
        default=993,
        metadata={"help": "IMAP port, STARTTLS on any but 993", "from": 1, "to": 65535},
    )
    bounce_imap_username: str = field(default="", metadata={"help": "IMAP user"})
    bounce_imap_password: str = field(default="", metadata={"help": "IMAP password"})
    bounce_imap_folder: str = field(default="INBOX", metadata={"help": "IMAP folder"})
    geocoder: str = field(
        default="", metadata={"help": "finds addresses: nominatim:https://…; none: no addresses"}
    )
    metrics_token: str = field(default="", metadata={"help": "bearer token of /metrics"})
    signature_days: int = field(
        default=180,
        metadata={
            "help": "days that names stay after a petition closed and was delivered",
            "from": 1,
        },
    )
    undelivered_days: int = field(
        default=730, metadata={"help": "the same for a petition never delivered", "from": 1}
    )
    network_days: int = field(
        default=30, metadata={"help": "days that a signature keeps its network's mark", "from": 1}
    )
    speaker_days: int = field(
        default=60, metadata={"help": "days that speakers' details stay after a hearing", "from": 1}
    )
    letter_days: int = field(
        default=90,
        metadata={"help": "days that letters stay after their action is over", "from": 1},
    )
    account_days: int = field(
        default=365, metadata={"help": "days that an account stays once it is off", "from": 1}
    )

    @property
    def database(self) -> str:
        """The database address, SQLite in the instance folder unless one is set."""
        return self.database_url or f"sqlite:///{self.instance / 'campaign.db'}"

    @cached_property
    def origin(self) -> str:
        """Scheme, host and port of `base_url`, as browsers send it in `Origin`."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @cached_property
    def language_codes(self) -> list[str]:
        return [code.strip() for code in self.languages.split(",") if code.strip()]

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")


def settings() -> Settings:
    """The settings of the app that is answering now."""
    from flask import current_app

    current: Settings = current_app.config["SETTINGS"]
    return current


def load_settings(environ: Mapping[str, str], **overrides: Any) -> Settings:
    """Read the settings of this installation.

    Raises ConfigError with one line for the first setting that is wrong.
    """
    known = {item.name: item for item in fields(Settings)}
    given = _from_environment(environ, known)
    chosen = overrides.get("instance") or given.get("instance", Settings.instance)
    instance = Path(chosen).expanduser().resolve()
    values = _from_file(instance / "config.toml", known) | given | overrides
    values["instance"] = instance
    return _complete(Settings(**values))


def _from_environment(environ: Mapping[str, str], known: dict[str, Any]) -> dict[str, Any]:
    values = {}
    for name, text in environ.items():
        if name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_"):
            key = name.removeprefix(PREFIX).lower()
            values[key] = _cast(name, key, text, known)
    return values


def _from_file(path: Path, known: dict[str, Any]) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}. Mend the file.") from None
    table.pop("instance", None)
    return {key: _cast(f"{key} in {path}", key, str(text), known) for key, text in table.items()}


def _cast(name: str, key: str, text: str, known: dict[str, Any]) -> Any:
    if key not in known:
        near = difflib.get_close_matches(key, known, 1)
        hint = f" Did you mean {PREFIX}{near[0].upper()}?" if near else " Remove it."
        raise ConfigError(f"{name} is not a setting.{hint}")
    item, text = known[key], text.strip()
    if item.type is bool:
        return _boolean(name, text)
    if item.type is int:
        return _integer(name, text, item.metadata)
    return Path(text) if item.type is Path else text


def _boolean(name: str, text: str) -> bool:
    if text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    raise ConfigError(f"{name} is {text!r}: write true or false.")


def _integer(name: str, text: str, limits: Mapping[str, Any]) -> int:
    low, high = limits["from"], limits.get("to", 1_000_000)
    if text.isascii() and text.isdigit() and low <= int(text) <= high:
        return int(text)
    raise ConfigError(f"{name} is {text!r}: write a whole number from {low} to {high}.")


def _complete(loaded: Settings) -> Settings:
    """Fill in what follows from other settings, and refuse what cannot work."""
    if not loaded.base_url:
        loaded = replace(loaded, base_url=f"http://{loaded.host}:{loaded.port}")
    config_checks.check(loaded)
    return replace(loaded, base_url=loaded.base_url.rstrip("/"))


def ensure_instance(loaded: Settings) -> Settings:
    """Make the instance folder, and a secret key in it unless one is set.

    Raises ConfigError when the folder cannot be written.
    """
    try:
        loaded.instance.mkdir(parents=True, exist_ok=True)
        return loaded if loaded.secret_key else replace(loaded, secret_key=_kept_key(loaded))
    except OSError as error:
        raise ConfigError(
            f"{PREFIX}INSTANCE {loaded.instance} cannot be written ({error.strerror}):"
            " choose a folder of yours."
        ) from None


def _kept_key(loaded: Settings) -> str:
    path = loaded.instance / "secret_key"
    try:
        with path.open("x", encoding="ascii") as new:
            path.chmod(0o600)
            new.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()
