"""The `campaign` command: one module of this package per topic.

Exit 0: done; 1: refused, with one clear line; 2: wrong usage.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from typing import Any, NoReturn

import click

TOPICS = {
    "run": "server",
    "serve": "server",
    "worker": "server",
    "check": "check",
    "db": "database",
    "demo": "demo",
    "users": "users",
    "people": "people",
    "officials": "officials",
    "wards": "wards",
    "measures": "measures",
    "meetings": "meetings",
    "votes": "votes",
    "facts": "facts",
    "mail": "mail",
    "signatures": "signatures",
    "backup": "backup",
    "restore": "restore",
    "erase": "erase",
    "prune": "prune",
    "audit": "audit",
}


class Topics(click.Group):
    """Loads the module of a command only when it is asked for, so that start stays quick."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(TOPICS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in TOPICS:
            return None
        command = getattr(import_module(f".{TOPICS[name]}", __name__), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Topics, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run campaigns that ask a city council to act: petitions, hearings, testimony, letters."""


def with_app(function: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the app of this installation.

    The app is the context's object when a caller already has one.
    """

    @click.pass_context
    @wraps(function)
    def run(context: click.Context, *args: Any, **kwargs: Any) -> Any:
        with usable_database():
            app = context.obj or make_app()
            with app.app_context():
                return context.invoke(function, *args, **kwargs)

    return run


def make_app() -> Any:
    from .. import create_app
    from ..config_checks import ConfigError

    try:
        return create_app()
    except ConfigError as error:
        refuse(str(error))


@contextmanager
def usable_database() -> Iterator[None]:
    """One line instead of a traceback when the database does not answer or is none."""
    try:
        yield
    except Exception as error:
        if type(error).__name__ not in ("OperationalError", "DatabaseError"):
            raise
        cause = " ".join(str(getattr(error, "orig", error)).split())[:200]
        refuse(
            f"CAMPAIGN_DATABASE_URL: the database cannot be used ({cause}):"
            " start it, mend the address, or run `campaign db upgrade`."
        )


def refuse(sentence: str) -> NoReturn:
    """End with exit code 1 and one clear line."""
    click.echo(sentence, err=True)
    sys.exit(1)


def load_or_refuse(**overrides: Any) -> Any:
    """The settings of this installation, or one line that says which one is wrong."""
    from ..config import ensure_instance, load_settings
    from ..config_checks import ConfigError

    try:
        return ensure_instance(load_settings(os.environ, **overrides))
    except ConfigError as error:
        refuse(str(error))
