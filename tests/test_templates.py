"""Every template is used, and every sentence can reach the catalogs; tried on planted faults."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import Flask
from jinja2 import Environment, meta, nodes

from tests.rules import ROOT, files, plant, text_of, trees

TRANSLATORS = ("_", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext")


def syntax_of(path: Path) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"]).parse(text_of(path))


def python_words(root: Path) -> set[str]:
    """All texts that stand in the code."""
    return {
        node.value
        for _name, tree in trees(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def unused_templates(root: Path, known: set[str]) -> list[str]:
    """Templates that no code names, nor a template that is used; mails go by their stem."""
    words, templates = known | python_words(root), root / "templates"
    every = {name.removeprefix("templates/"): path for name, path in files(root, "templates")}
    waiting = [name for name in every if names_of(name) & words]
    used = set(waiting)
    while waiting:
        found = referenced(templates / waiting.pop())
        named = {name for name in found if name} - used
        used |= named
        waiting += named
    return sorted(set(every) - used)


def names_of(name: str) -> set[str]:
    """How the code may call a template: PDFs go without their folder, mails by their stem."""
    return {name, name.replace("/pdf/", "/"), re.sub(r"(\.subject)?\.(txt|html)$", "", name)}


def referenced(path: Path) -> Iterable[str | None]:
    if path.suffix == ".typ":
        return re.findall(r'^#import "/(.+?)"', text_of(path), re.MULTILINE)
    return meta.find_referenced_templates(syntax_of(path))


def test_every_template_is_used(app: Flask) -> None:
    brought = {value for value in app.config.values() if isinstance(value, str)}

    assert unused_templates(ROOT, brought) == []


def test_an_unused_template_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "campaign/x/views.py", "render('x/page.html'); queue('x/mail/hello')")
    plant(tmp_path, "templates/x/page.html", '{% include "x/part.html" %}')
    for name in (
        "part.html",
        "mail/hello.subject.txt",
        "mail/hello.txt",
        "mail/old.txt",
        "old.html",
    ):
        plant(tmp_path, f"templates/x/{name}", "")

    assert unused_templates(tmp_path, set()) == ["x/mail/old.txt", "x/old.html"]


def unextractable(root: Path) -> list[str]:
    """Calls of gettext whose text does not stand there: the catalogs cannot have it."""
    return [*loose_in_templates(root), *loose_in_code(root)]


def loose_in_templates(root: Path) -> Iterator[str]:
    for name, path in files(root, "templates"):
        if path.suffix == ".typ":
            continue  # its words come as data
        for call in syntax_of(path).find_all(nodes.Call):
            is_ours = getattr(call.node, "name", "") in TRANSLATORS
            if is_ours and not isinstance(call.args[0], nodes.Const):
                yield f"{name}:{call.lineno}"


def loose_in_code(root: Path) -> Iterator[str]:
    for name, tree in trees(root):
        for node in ast.walk(tree):
            is_ours = isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATORS
            if is_ours and not isinstance(node.args[0], ast.Constant):
                yield f"{name}:{node.lineno}"


def test_what_is_translated_is_literal() -> None:
    assert unextractable(ROOT) == []


def test_a_translation_of_a_variable_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "templates/x.html", '{{ _("Sign") }}\n{{ _(title) }}')
    plant(tmp_path, "campaign/x.py", '_("Sign")\n_(f"Sign {title}")\n')

    assert unextractable(tmp_path) == ["templates/x.html:2", "campaign/x.py:2"]
