"""The `campaign` command: one module of this package per topic.

Exit 0: done; 1: refused, with one clear line; 2: wrong usage.
"""

import os
import sys
from collections.abc import Callable
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
    "facts": "facts",
    "mail": "mail",
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
        app = context.obj or make_app()
        with app.app_context():
            return context.invoke(function, *args, **kwargs)

    return run


def make_app() -> Any:
    from .. import create_app
    from ..config import ConfigError

    try:
        return create_app()
    except ConfigError as error:
        refuse(str(error))


def refuse(sentence: str) -> NoReturn:
    """End with exit code 1 and one clear line."""
    click.echo(sentence, err=True)
    sys.exit(1)


def load_or_refuse(**overrides: Any) -> Any:
    """The settings of this installation, or one line that says which one is wrong."""
    from ..config import ConfigError, ensure_instance, load_settings

    try:
        return ensure_instance(load_settings(os.environ, **overrides))
    except ConfigError as error:
        refuse(str(error))
