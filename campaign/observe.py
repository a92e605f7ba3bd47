"""What an operator sees: health, readiness, figures, and logs without personal data.

A log line names the route (`/confirm/<token>`), never the address that was asked for:
addresses carry tokens. No mail addresses, names or client addresses are logged.
"""

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, g, request

from . import db as database
from .config import settings
from .security import allow, public

bp = Blueprint("observe", __name__)
log = logging.getLogger("campaign.request")
QUIET = frozenset({"static", "observe.healthz", "observe.readyz", "observe.metrics"})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class JSONLines(logging.Formatter):
    """One JSON object a line; an exception is its class and place, not its values."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
            entry["trace"] = trace(record.exc_info[2])
        return json.dumps(entry, ensure_ascii=False)


def trace(tb: Any) -> list[str]:
    """Where it happened, innermost last: files and lines, since values may be personal."""
    places = []
    while tb is not None:
        code = tb.tb_frame.f_code
        places.append(f"{code.co_filename}:{tb.tb_lineno} {code.co_name}")
        tb = tb.tb_next
    return places[-8:]


def set_up_logs(level: int = logging.INFO) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JSONLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("huey", "alembic", "flask_limiter", "_granian", "granian.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["figures"] = Figures()
    app.before_request(begin)
    app.after_request(note)


class Figures:
    """Counts of this process: requests by route and status class, seconds by route."""

    def __init__(self) -> None:
        self.started_at = time.time()
        self.requests: dict[tuple[str, int], int] = {}
        self.seconds: dict[str, float] = {}

    def add(self, route: str, status: int, seconds: float) -> None:
        key = (route, status)
        self.requests[key] = self.requests.get(key, 0) + 1
        self.seconds[route] = self.seconds.get(route, 0.0) + seconds


def begin() -> None:
    g.begun_at = time.perf_counter()


def note(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("begun_at", time.perf_counter())
    rule = request.url_rule.rule if request.url_rule else "-"
    current_app.extensions["figures"].add(rule, response.status_code, seconds)
    if request.endpoint not in QUIET and log.isEnabledFor(logging.INFO):
        method = request.method if request.method in METHODS else "other"
        sys.stderr.write(
            f'{{"at": "{datetime.now(UTC).isoformat(timespec="milliseconds")}", "level": "info",'
            f' "logger": "campaign.request", "method": "{method}", "route": "{rule}",'
            f' "status": {response.status_code}, "ms": {seconds * 1000:.1f}}}\n'
        )
    return response


@bp.get("/healthz")
@allow(public)
def healthz() -> Response:
    """This process answers."""
    return Response("ok\n", content_type="text/plain")


@bp.get("/readyz")
@allow(public)
def readyz() -> Response:
    """This process can work: its database answers."""
    try:
        database.ping()
    except Exception:
        log.exception("database does not answer")
        return Response("the database does not answer\n", 503, content_type="text/plain")
    return Response("ready\n", content_type="text/plain")


@bp.get("/metrics")
@allow(public)
def metrics() -> Response:
    """Figures in Prometheus' text form, for this machine or for who has the token."""
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    here = request.remote_addr in ("127.0.0.1", "::1") and not settings().trusted_proxies
    if not (secrets.compare_digest(given, token) if token else here):
        abort(403)
    return Response("\n".join(metric_lines()) + "\n", content_type="text/plain; version=0.0.4")


def metric_lines() -> list[str]:
    figures: Figures = current_app.extensions["figures"]
    lines = ["# TYPE campaign_requests_total counter"]
    for (route, status), count in sorted(figures.requests.items()):
        lines.append(f'campaign_requests_total{{route="{route}",status="{status}"}} {count}')
    lines.append("# TYPE campaign_request_seconds_total counter")
    for route, seconds in sorted(figures.seconds.items()):
        lines.append(f'campaign_request_seconds_total{{route="{route}"}} {seconds:.4f}')
    lines.append("# TYPE campaign_kept_pages_total counter")
    lines.append(f"campaign_kept_pages_total {current_app.extensions['pages'].hits}")
    for name, value in current_app.extensions.get("gauges", {}).items():
        lines += [f"# TYPE campaign_{name} gauge", f"campaign_{name} {value()}"]
    return lines
