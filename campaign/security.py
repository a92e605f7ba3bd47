"""Who may call what, where posts may come from, and what a browser may load.

A view says with `@allow(check)` who may call it. A route without that answers 403 to
everyone, so a forgotten declaration locks a door instead of opening one.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Request, Response, abort, current_app, g, request
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import cached_property

from .config import Settings, settings

Check = Callable[[], None]
View = TypeVar("View", bound=Callable[..., object])

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " manifest-src 'self'; frame-src 'self'; frame-ancestors 'self'"
)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def public() -> None:
    """Anyone may call this."""


def allow(check: Check) -> Callable[[View], View]:
    """Declare who may call a view: `check` aborts for everyone else."""

    def declare_view(view: View) -> View:
        view.allowed = check  # type: ignore[attr-defined]
        return view

    return declare_view


def from_anywhere(view: View) -> View:
    """Let other sites post to a view: one that no cookie reaches and that its address allows."""
    view.takes_foreign_posts = True  # type: ignore[attr-defined]
    return view


def declare(app: Flask, endpoint: str, check: Check) -> None:
    """Declare who may call a view that another package brings."""
    app.extensions.setdefault("declared", {})[endpoint] = check


def declared(app: Flask, endpoint: str) -> Check | None:
    """The check of an endpoint, or None where nobody declared one."""
    view = app.view_functions[endpoint]
    check: Check | None = getattr(view, "allowed", None)
    return check or app.extensions.get("declared", {}).get(endpoint)


def init_app(app: Flask) -> None:
    loaded: Settings = app.config["SETTINGS"]
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if loaded.is_secure else "session",
        SESSION_COOKIE_SECURE=loaded.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=trusted_hosts(loaded),
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
    )
    if count := loaded.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    app.request_class = PlainRequest
    declare(app, "static", public)
    app.before_request(refuse_nul)
    app.before_request(refuse_foreign_posts)
    app.before_request(check_permission)
    app.after_request(add_headers)


def trusted_hosts(loaded: Settings) -> list[str]:
    """The host of BASE_URL; on this machine its other names too."""
    host = loaded.origin.partition("//")[2].rpartition("@")[2]
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    local = {"127.0.0.1", "localhost", "[::1]"}
    return sorted(local | {name}) if name in local else [name, "127.0.0.1", "localhost"]


def check_permission() -> None:
    if request.endpoint is None:
        return  # no such route: Flask answers 404 or 405
    check = declared(current_app, request.endpoint)
    if check is None:
        abort(403, _("Nobody has said yet who may open this page."))
    check()


class PlainRequest(Request):
    """A request whose query holds no NUL, for which PostgreSQL would not even look."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        pairs = super().args.items(multi=True)
        return ImmutableMultiDict([(name, word.replace("\0", "\ufffd")) for name, word in pairs])


def refuse_nul() -> None:
    """Nothing is called by a name with a NUL in it."""
    if "\0" in request.path:
        abort(404)


def refuse_foreign_posts() -> None:
    """Refuse a post that another site's page sent (Fetch Metadata, else Origin)."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE or getattr(view, "takes_foreign_posts", False):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        is_ours = origin is None or origin.lower() in (settings().origin, request.host_url[:-1])
    if not is_ours:
        abort(403, _("This form was sent from another site. Open it here and send it again."))


def add_headers(response: Response) -> Response:
    headers = response.headers
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", POLICY)
    if not g.get("is_embeddable"):
        headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    if settings().is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def embeddable(response: Response) -> Response:
    """Let any site show this answer in a frame: it says nothing about who looks."""
    framed = POLICY.replace("frame-ancestors 'self'", "frame-ancestors *")
    response.headers["Content-Security-Policy"] = framed
    g.is_embeddable = True
    return response


def keyed_hash(text: str, purpose: str) -> str:
    """A hash that only this installation can make: equal texts, equal hashes."""
    key = f"{purpose}:{settings().secret_key}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def network(of: Request) -> str:
    """The caller's network (IPv4 /24, IPv6 /48) as a keyed hash: full addresses are not kept."""
    try:
        address = ipaddress.ip_address(of.remote_addr or "")
    except ValueError:
        return keyed_hash("unknown", "network")
    address = getattr(address, "ipv4_mapped", None) or address  # IPv4 on a socket for both
    wide = ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False)
    return keyed_hash(str(wide.network_address), "network")
