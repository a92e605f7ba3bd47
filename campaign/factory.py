"""The application factory: the core first, then each room."""

import hashlib
import os
from functools import lru_cache
from importlib import import_module
from typing import Any
from urllib.parse import quote

from flask import Flask, request
from werkzeug.routing import IntegerConverter

from . import db, errors, filters, i18n, jobs, observe, pages, security
from .config import PACKAGE, ROOT, Settings, ensure_instance, load_settings, settings


def build(loaded: Settings | None, rooms: list[str]) -> Flask:
    """Build the app of one installation."""
    loaded = ensure_instance(loaded or load_settings(os.environ))
    app = Flask(
        "campaign",
        root_path=str(PACKAGE),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(loaded.instance),
    )
    app.config.update(SETTINGS=loaded, SECRET_KEY=loaded.secret_key, WTF_CSRF_TIME_LIMIT=None)
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.globals.update(
        static=static, page_url=page_url, site_name=loaded.site_name, contact=loaded.contact
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for core in (db, i18n, filters, errors, security, jobs, observe):
        core.init_app(app)
    for room in rooms:
        register(app, room)
    pages.init_app(app)
    return app


class RowNumber(IntegerConverter):
    """A number in an address: one that a row may have, else there is no such page."""

    regex = "[0-9]{1,10}"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": 2**31 - 1} | kwargs)


def register(app: Flask, room: str) -> None:
    """Add a room's pages, to which its `init_app` may bring some of other modules."""
    module = import_module(f".{room}", __package__)
    views = import_module(f".{room}.views", __package__)
    if hasattr(module, "init_app"):
        module.init_app(app)
    app.register_blueprint(views.bp)


def page_url() -> str:
    """The lasting address of the page that is shown, from BASE_URL and without its query."""
    return settings().base_url + quote(request.path)


@lru_cache(256)
def static(name: str) -> str:
    """Address of a static file that changes with its content, so it may be kept for ever."""
    digest = hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()
    return f"/static/{quote(name)}?v={digest[:8]}"
