"""How dates, numbers and Markdown look on pages."""

from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from zoneinfo import ZoneInfo

import nh3
from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time
from babel.localedata import exists
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale
from markdown_it import MarkdownIt
from markupsafe import Markup

from .db import zone

TAGS = set(
    "p br hr em strong code pre blockquote ul ol li h2 h3 h4 a table thead tbody tr th td".split()
)
# Empty cells that are added where rows of a table are shorter than its head. The parser's own limit
# of 65,536 lets two thousand letters cost seconds; the lines beyond are text as it was typed.
setattr(import_module("markdown_it.rules_block.table"), "MAX_AUTOCOMPLETED_CELLS", 2_000)  # noqa: B010
_markdown = MarkdownIt("js-default", {"html": False, "linkify": False})


def markdown(text: str) -> Markup:
    """Markdown as safe HTML: no raw HTML, no images, headings from h2 down."""
    html = _markdown.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return Markup(  # noqa: S704  (nh3 has cleaned it)
        nh3.clean(
            html, tags=TAGS, url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener"
        )
    )


def date_words(value: date | datetime | None) -> str:
    """The day as people say it, in the installation's zone: “May 4, 2024”."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(zone_info(zone())).date()
    return format_date(value, "long", locale=regional())


def day_words(value: str) -> str:
    """An ISO day, or a month where the day is unknown: “2020-12” is “December 2020”."""
    if len(value) == 4:
        return value
    if len(value) == 7:
        return format_skeleton("yMMMM", date.fromisoformat(f"{value}-01"), locale=regional())
    return date_words(date.fromisoformat(value))


def datetime_words(value: datetime | None, zone_name: str = "") -> str:
    """The moment with its zone, the installation's unless another is named.

    A time without one misleads whoever is elsewhere.
    """
    if value is None:
        return ""
    local = value.astimezone(zone_info(zone_name or zone()))
    day = format_date(local.date(), "medium", locale=regional())
    time = format_time(local, "short", tzinfo=local.tzinfo, locale=regional())
    return f"{day}, {time} {local.tzname()}"


def number(value: float) -> str:
    return format_decimal(value, locale=regional())


def percent(value: float) -> str:
    return format_percent(value, locale=regional())


def regional() -> Locale:
    """The reader's language as it is written where this installation is.

    Spanish in Chicago writes 1,204 and 81%, in Spain 1.204 and 81 %.
    """
    return locale_in(str(get_locale() or "en"), zone())


def number_locale() -> str:
    """The same for scripts that write numbers: “es-US”."""
    return str(regional()).replace("_", "-")


@lru_cache(64)
def locale_in(code: str, zone_name: str) -> Locale:
    """A language in the country of a time zone, or by itself where no such pair is known."""
    country = get_global("zone_territories").get(zone_name, "")
    pair = f"{code}_{country}"
    return Locale.parse(pair if country.isalpha() and exists(pair) else code)


@lru_cache(16)
def zone_info(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        date=date_words,
        day=day_words,
        datetime=datetime_words,
        number=number,
        percent=percent,
        markdown=markdown,
    )
    app.jinja_env.globals["number_locale"] = number_locale
