"""One mail rendered once, then filled in for many people.

Building a message with the email package costs more than sending it. So a template is rendered
once for each language and each set of shared values, with marks where this person's values
go, and encoded as quoted-printable (RFC 2045, 6.7). A stretch of text that ends before a value
ends with a soft line break, the value is encoded on lines of its own, and so the parts can be
joined as bytes, and no line is longer than 76.

Templates must be free of logic on merge values: `{% if name %}` or `{{ name|upper }}` raises
ValueError, because there is one mould for all names.
"""

import binascii
import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NoReturn

import css_inline
from flask import Flask, current_app
from flask_babel import force_locale
from markupsafe import escape

from ..config import settings

KEPT = 64  # moulds in memory
NONCE = secrets.token_hex(8)
MARK = re.compile(rf"Mark{NONCE}x([0-9]+)x")
SIMPLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,:;/_'-]{0,70}(?<! )")  # needs no encoding
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATES = re.compile("[\ud800-\udfff]")
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

Piece = bytes | tuple[str, str]  # encoded text, or ("plain" or "html", name of a value)


class Mark:
    """Stands for a merge value while its template is rendered."""

    def __init__(self, number: int) -> None:
        self.text = f"Mark{NONCE}x{number}x"

    def __str__(self) -> str:
        return self.text

    __html__ = __str__

    def refuse(self, *_: object) -> NoReturn:
        raise ValueError("a mail template asks about a merge value: keep it free of logic")

    __bool__ = __eq__ = __len__ = __iter__ = __getitem__ = __add__ = __format__ = refuse
    __hash__ = None  # type: ignore[assignment]


class Mould:
    """A template in one language with its shared values in place."""

    def __init__(self, template: str, locale: str, shared: dict[str, Any], names: list[str]):
        marks = {name: Mark(number) for number, name in enumerate(names)}
        subject, text, html = render(template, locale, shared | marks)
        self.subject = [*split(subject, names)]
        seed = json.dumps([template, locale, shared, names]).encode()
        boundary = f"=_{sha256(seed).hexdigest()[:24]}"  # “=_” cannot occur in the parts
        self.boundary = boundary
        self.head = (
            "MIME-Version: 1.0\r\n"
            f"Content-Language: {locale}\r\n"
            f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'
        ).encode()
        self.body = joined(
            [
                part_head(boundary, "plain"),
                *pieces(split(text, names), "plain"),
                part_head(boundary, "html"),
                *pieces(split(html, names), "html"),
            ]
        )
        self.names = {piece[1] for piece in self.body if not isinstance(piece, bytes)}
        self.end = f"\r\n--{boundary}--\r\n".encode()

    def fill(self, merge: dict[str, Any]) -> tuple[str, bytes]:
        """This person's subject, on one line, and body."""
        values = {name: clean(value) for name, value in merge.items()}
        known: dict[Piece, bytes] = {}
        for name in self.names:
            plain, html = values[name], str(escape(values[name]))
            known["plain", name] = quoted(plain)
            known["html", name] = quoted(html) if html != plain else known["plain", name]
        encoded = [piece if isinstance(piece, bytes) else known[piece] for piece in self.body]
        subject = "".join(
            piece if isinstance(piece, str) else values[piece[0]] for piece in self.subject
        )
        return one_line(subject), b"".join(encoded)


class Moulds:
    """The moulds used last."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[str, ...], Mould] = OrderedDict()
        self.last: tuple[Any, Mould] | None = None

    def get(
        self,
        template: str,
        locale: str,
        shared: dict[str, Any],
        merge: Iterable[str],
        batch: Any = None,
    ) -> Mould:
        """The mould of these values; what the words of its batch say it knows by their age."""
        age = (batch.id, batch.changed_at) if batch else ()
        asked = (template, locale, age, tuple(merge), shared)
        if self.last is None or self.last[0] != asked:
            self.last = (asked, self.find(template, locale, shared, merge, batch))
        return self.last[1]

    def find(
        self,
        template: str,
        locale: str,
        shared: dict[str, Any],
        merge: Iterable[str],
        batch: Any,
    ) -> Mould:
        names = sorted(merge)
        age = f"{batch.id} {batch.changed_at}" if batch else ""
        key = (template, locale, json.dumps(shared, sort_keys=True), age, *names)
        mould = self.kept.get(key)
        if mould is None:
            common = batch.shared.get(locale, {}) if batch else {}
            mould = self.kept[key] = Mould(template, locale, common | shared, names)
            if len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        self.kept.move_to_end(key)
        return mould


def render(template: str, locale: str, values: dict[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail, its style inlined."""
    app: Flask = current_app
    known = {"lang": locale, "base_url": settings().base_url} | values
    with force_locale(locale):
        subject, text, html = (
            app.jinja_env.get_template(f"{template}.{kind}").render(known)
            for kind in ("subject.txt", "txt", "html")
        )
    return one_line(subject), newlines(text).strip("\n") + "\n", _inliner.inline(newlines(html))


def split(text: str, names: list[str]) -> list[str | tuple[str]]:
    """The text cut at its marks: stretches of text, and names of values as 1-tuples."""
    if len(MARK.findall(text)) != text.lower().count(NONCE):
        raise ValueError("a mail template changes a merge value: keep it free of filters")
    parts = MARK.split(text)
    return [(names[int(part)],) if at % 2 else part for at, part in enumerate(parts)]


def pieces(parts: list[str | tuple[str]], kind: str) -> list[Piece]:
    return [quoted(part) if isinstance(part, str) else (kind, part[0]) for part in parts]


def joined(found: list[Piece]) -> list[Piece]:
    """Neighbouring stretches of bytes made one."""
    result: list[Piece] = []
    for piece in found:
        if isinstance(piece, bytes) and result and isinstance(result[-1], bytes):
            result[-1] += piece
        else:
            result.append(piece)
    return result


def part_head(boundary: str, subtype: str) -> bytes:
    return (
        f"\r\n--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()


def quoted(text: str) -> bytes:
    """Text as quoted-printable that begins and ends at the beginning of a line."""
    if not text:
        return b""
    if SIMPLE.fullmatch(text):
        return text.encode() + b"=\r\n"
    encoded = binascii.b2a_qp(text.encode(), istext=True)
    if encoded.endswith(b"\n"):
        return encoded.replace(b"\n", b"\r\n")
    if len(encoded) - encoded.rfind(b"\n") > 76:  # no room for the “=” of the soft break
        last = 3 if encoded[-3:-2] == b"=" else 1
        encoded = encoded[:-last] + b"=\n" + encoded[-last:]
    return encoded.replace(b"\n", b"\r\n") + b"=\r\n"


def clean(value: Any) -> str:
    """A merge value as text: line breaks as \\n, no control characters, nothing unencodable."""
    text = "" if value is None else str(value)
    if text.isprintable():
        return text
    return SURROGATES.sub("\ufffd", CONTROLS.sub("", newlines(text)))


def newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    return clean(" ".join(text.split()))
