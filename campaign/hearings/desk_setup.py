"""The organizers' pages of this room, and what its templates need beside their own rows."""

from flask import Flask

from ..coalition import audit
from .acts import ACTS
from .desk_words import (
    PURPOSE_NAMES,
    STATE_NAMES,
    clock,
    duration,
    moment_words,
    rule_lines,
    status_of,
    weekday,
    window_name,
)


def init_app(app: Flask) -> None:
    from . import desk, desk_edit, desk_new  # noqa: F401  (their views)
    from .changing import desk as changing  # noqa: F401
    from .rules import desk as rules
    from .rules import desk_windows  # noqa: F401

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.register_blueprint(rules.bp)
    app.jinja_env.filters.update(
        hour_there=clock,
        duration_words=duration,
        hearing_status=status_of,
        moment_words=moment_words,
        weekday_short=weekday,
        window_name=window_name,
    )
    app.jinja_env.globals.update(
        window_states=STATE_NAMES, purpose_names=PURPOSE_NAMES, rule_lines=rule_lines
    )
