"""A speaker's way: from signing up to the microphone, or to a filed comment.

Organizers of the lead see the pool, take steps with many at once and take them back, record the
body's draw, and watch who answers when the body calls back.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import desk, desk_calls, desk_draw, desk_export, desk_one, words

    for one in (desk_one, desk_draw, desk_calls, desk_export):
        assert one.bp is desk.bp  # their views are on it
    audit.register(words.AUDIT)
    app.register_blueprint(desk.bp)
    app.jinja_env.filters.update(
        speaker_state=words.state_words,
        speaker_mode=words.mode_words,
        speaker_why=words.why_words,
        speaker_interpreter=words.interpreter_words,
    )
