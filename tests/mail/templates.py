"""A mail for the tests, as a feature would have it."""

from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

NAME = "tests/mail/hello"
FILES = {
    f"{NAME}.subject.txt": "Confirm “{{ title }}”, {{ name }}",
    f"{NAME}.txt": (
        "Dear {{ name }},\n\nplease confirm that you sign {{ title }}:\n\n{{ link }}\n\n"
        ".a line that begins with a point  \nFrom here on: {{ note }}\n"
    ),
    f"{NAME}.html": """{% extends "components/mail.html" %}
{% block content %}
<h1>{{ title }}</h1>
<p>Dear {{ name }},</p>
<p>{{ note }}</p>
{{ button(link, _("Confirm")) }}
{% endblock %}
""",
}
SHARED = {"title": "Cancel the ShotSpotter contract"}
MERGE = {"name": "Ana Ruiz", "link": "http://localhost/confirm/" + "x" * 120, "note": "Thank you."}


def install(app: Flask, **files: str) -> None:
    """Let the app find this mail, and others by their whole file name."""
    others = {name.replace("__", "."): text for name, text in files.items()}
    app.jinja_env.loader = ChoiceLoader([DictLoader(FILES | others), app.jinja_env.loader])
