"""Languages: public pages take `?lang=`, then what the browser prefers; never a cookie."""

import io
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from .config import PACKAGE, settings


class SourceDomain(Domain):
    """Translations compiled from the .po files when first used, so that git holds only text."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of this answer, noted where `force_locale` takes it away again.

        That is Flask-Babel's own place: a job writes one mail in Spanish, the next in English.
        """
        context: Any = g.get("_flask_babel") if has_app_context() else None
        if context is None:
            return self.of_language()
        found: NullTranslations | None = getattr(context, "babel_translations", None)
        if found is None:
            found = context.babel_translations = self.of_language()
        return found

    def of_language(self) -> NullTranslations:
        code = str(get_locale() or "en")
        if code not in self.cache:
            path = PACKAGE / "translations" / code / "LC_MESSAGES" / "messages.po"
            self.cache[code] = compile_catalogue(path) if path.exists() else NullTranslations()
        found: NullTranslations = self.cache[code]
        return found


class SourceBabel(Babel):
    @cached_property
    def domain_instance(self) -> SourceDomain:
        return SourceDomain()


babel = SourceBabel()


def compile_catalogue(path: Path) -> Translations:
    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def pick_language() -> str:
    """The language of this answer."""
    codes = settings().language_codes
    if not has_request_context():
        return codes[0]
    return asked_language() or request.accept_languages.best_match(codes) or codes[0]


def language() -> str:
    """Code of the language of this answer."""
    if "language" not in g:
        g.language = str(get_locale() or pick_language())
    return str(g.language)


def spoken(words: dict[str, str], code: str | None = None) -> str:
    """A text in the language of this answer, else in the first one it has."""
    code = code or language()
    return words.get(code) or next(iter(words.values()), "")


def language_links() -> list[tuple[str, str, str, bool]]:
    """Code, own name, address and whether it is shown now, of this page in each language."""
    current = str(get_locale())
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return [
        (
            code,
            own_name(code),
            f"{quote(request.path)}?{urlencode([*kept, ('lang', code)])}",
            code == current,
        )
        for code in settings().language_codes
    ]


def asked_language() -> str:
    """The language that the address asks for with `?lang=`, or nothing."""
    asked = request.args.get("lang", "") if has_request_context() else ""
    return asked if asked in settings().language_codes else ""


def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Links lead on in the language that was picked: there is no cookie to remember it."""
    if endpoint != "static" and (asked := asked_language()):
        values.setdefault("lang", asked)


def in_language(path: str) -> str:
    """A path of ours that was not made by `url_for`, in the language that was picked."""
    asked = asked_language()
    return f"{path}?lang={asked}" if asked else path


def own_name(code: str) -> str:
    """What a language calls itself: “Español”."""
    return (Locale.parse(code).get_display_name(code) or code).capitalize()


def init_app(app: Flask) -> None:
    loaded = app.config["SETTINGS"]
    app.config["BABEL_DEFAULT_LOCALE"] = loaded.language_codes[0]
    app.config["BABEL_DEFAULT_TIMEZONE"] = loaded.timezone
    babel.init_app(app, locale_selector=pick_language)
    app.url_defaults(keep_language)
    domain = babel.domain_instance
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: domain.get_translations().ugettext(text),
        ngettext=lambda one, many, n: domain.get_translations().ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.filters.update(spoken=spoken, in_language=in_language)
    app.jinja_env.globals.update(
        language_links=language_links, get_locale=get_locale, asked_language=asked_language
    )
