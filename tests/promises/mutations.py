"""Requests as browsers send them, and what people, robots and Eve make of them.

A request is kept as raw bytes, so that it can go through WSGI and over a socket alike.
"""

import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MARK = "<script>alert('eve')</script>"
ASKED = (  # what addresses of ours ask for
    *("lang", "by", "next", "q", "topic", "kind", "to", "status", "look", "sort", "print", "done"),
    *("page", "after", "revision", "with", "tag", "ward", "language", "consent", "source"),
    *("state", "text", "domain", "network", "start", "end", "number", "who", "act", "since"),
)
Pairs = list[tuple[str, str]]

# What every field of every form and every part of every address gets, each at least once.
WORST: list[str | bytes] = [
    *(
        "",
        " ",
        "\x00",
        "Ana\x00Ruiz",
        "\u202eana\u202c",
        MARK,
        "=1+1",
        "ana@example.org\r\nBcc: x@e.example",
    ),
    *(
        "Ana https://e.example",
        "0",
        "51",
        "nobody",
        "\ud800",
        b"\xed\xa0\x80",
        b"\xff\xfe",
        "9" * 30,
    ),
    *("a" * 10_000, "../../etc/passwd"),
]
TEXTS: list[str | bytes] = [
    *("\t \u00a0", "\x1b[2J", "\x7f", "\x85", "\ufffe", "\uffff", "\u2067ana", "\u200b", "\ufeff"),
    *(
        "e\u0301" * 60,
        "🙂" * 50,
        f'"><b>{MARK}',
        "{{ 7*7 }}",
        "{fact:rate}",
        "%s%n%d",
        "<!--",
        "]]>",
    ),
    *(
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        '=HYPERLINK("http://e.example")',
        "${jndi:ldap://x}",
    ),
    *("a@b\r\nBcc: x@example.org", "x\r\nSet-Cookie: a=b", "\r", "\n", "\r\n\r\n", "\u200bana"),
    *("ana@example.org%0d%0aBcc: x@example.org", "a@b.example\u2028Bcc: x", "..%2f", ".", "\\\\e"),
    *("www.e.example", "javascript:alert(1)", "//e.example/", "x", "-1", "1.5", "1e9", "٣", "²"),
    *("9" * 5000, "0x10", "NaN", "True", "None", "null", "[]", "{}", "undefined", "%", "_", "*"),
    *("' OR 1=1 --", '"; DROP TABLE signature; --', "a" * 255, "é" * 3000, "a@b", "@", "a@"),
    *("@b.example", "a@@b.example", "a b@example.org", '"a b"@example.org', "ana@[127.0.0.1]"),
    *("ana@example", "ana@-.example", "ana@xn--.example", "añа@example.org", "ana@\u0430.example"),
    *("ana,eve@example.org", "ana@example.org, eve@example.org", "<a@b.example>", "\U000e0001"),
    *("a" * 65 + "@example.org", "a@" + "b" * 64 + ".example", "a@" + "b." * 130 + "example"),
    *(b"\xed\xa0\x80\xed\xb0\x80", b"\xc3", b"\xf5\x80\x80\x80", b"\x80"),
]
METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE PROPFIND get Post FOO M-SEARCH".split()
LANGUAGES = [
    *("", "*", "es", "es;q=0", "en;q=x", "en;q=-1", "en;q=1e999", "xx-YY-zz", ",,,;;;", "q=1"),
    *("en-" + "x" * 5000, ";".join(["es"] * 500), ",".join(f"x{n};q=0.{n}" for n in range(400))),
    *("zh-Hant-TW", "../../etc", "en\x7f", "e\xe9", "en_US", "None", "nan;q=nan", "i-klingon"),
]
COOKIES = [
    *("session=", "session=x", "session=eyJ.e30.x", "session=" + "a" * 3900, "=;=;=", "a", ";;;;"),
    *(
        "session=.eJw.aaaa.bbbb",
        'session="\\ud800"',
        "session=\xff\xfe",
        "__Host-session=1; session=2",
    ),
    *("remember_token=1|x", "; ".join(f"a{n}=b" for n in range(300)), 'a="\\377\\000"; session=y'),
]
HOSTS = [
    *(
        "evil.example",
        "",
        "localhost:",
        "localhost:99999999",
        "localhost:x",
        "a b",
        "[::1",
        "[::1]",
    ),
    *("localhost@evil.example", "evil.example:80", "localhost.", "LOCALHOST", "xn--", "é.example"),
    *(
        "localhost, evil.example",
        "127.0.0.1\x7f",
        "_",
        "-",
        "a" * 3000,
        "localhost/path",
        "..",
        "%00",
    ),
]
TYPES = [
    *("", "text/plain", "application/json", "application/xml", "multipart/form-data", "a/b/c", ";"),
    *(
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary="',
        FORM + "; charset=utf-16",
    ),
    *(
        FORM + "; charset=x",
        "multipart/form-data; boundary=" + "b" * 300,
        "multipart/mixed; boundary=b",
    ),
    *("multipart/form-data; boundary=\xff", "application/x-www-form-urlencoded;;;=", "\x7f/\x7f"),
]
HEADERS: Pairs = [
    *((name, "cross-site") for name in ("Sec-Fetch-Site", "Origin", "Referer")),
    *(("Origin", text) for text in ("null", "https://evil.example", "http://localhost:1", "\xff")),
    *(
        ("X-Forwarded-For", text)
        for text in ("x", "1.2.3.4, ::1, ", "9" * 2000, "fe80::1%eth0", ",")
    ),
    *(
        ("X-Forwarded-Proto", "javascript"),
        ("X-Forwarded-Host", "evil.example"),
        ("Range", "bytes=-"),
    ),
    *(("If-None-Match", text) for text in ('"', "*", 'W/"x", "', "\xff")),
    *(("If-Modified-Since", text) for text in ("x", "Mon, 99 Foo 9999", "0")),
    *(("Accept", "\xff/\xff;q=x"), ("Accept-Encoding", "gzip;q=x, \xff"), ("Expect", "x")),
    *(
        ("Authorization", text)
        for text in ("Basic x", "Bearer \xff", "Basic " + "a" * 999, "Digest")
    ),
    *(("Content-Encoding", "gzip"), ("Transfer-Encoding", "x"), ("X-HTTP-Method-Override", "PUT")),
    *(("X-CSRFToken", "x"), ("Authentication-Token", "x"), ("User-Agent", "\xff" * 3000)),
]


@dataclass(frozen=True)
class Request:
    """One request; the path is percent-encoded as it goes over the wire."""

    method: str
    path: str
    query: str = ""
    headers: Pairs = field(default_factory=list)
    fields: Pairs = field(default_factory=list)
    body: bytes | None = None
    content_type: str = FORM

    @cached_property
    def payload(self) -> bytes:
        if self.body is not None:
            return self.body
        return encoded(self.fields).encode("latin-1") if self.fields else b""

    def environ(self) -> dict[str, Any]:
        """As a server hands it to the app (PEP 3333)."""
        found: dict[str, Any] = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(self.path).decode("latin-1"),
            "QUERY_STRING": self.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "CONTENT_TYPE": self.content_type,
            "CONTENT_LENGTH": str(len(self.payload)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(self.payload),
            "wsgi.errors": None,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        for name, text in self.headers:
            found["HTTP_" + name.upper().replace("-", "_")] = text
        return found

    def wire(self, host: str) -> bytes:
        """As it goes over a socket."""
        given = dict([("Host", host), ("Content-Type", self.content_type), *self.headers])
        given |= {"Content-Length": str(len(self.payload)), "Connection": "close"}
        target = self.path + ("?" + self.query if self.query else "")
        lines = [f"{self.method} {target} HTTP/1.1", *(f"{k}: {v}" for k, v in given.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + self.payload


def encoded(fields: Pairs) -> str:
    """As a browser would write them; lone bytes come as latin-1 text with the mark U+F8FF."""
    return "&".join(f"{escaped(name)}={escaped(value)}" for name, value in fields)


def escaped(text: str) -> str:
    if text.startswith("\uf8ff"):
        return quote_from_bytes(text[1:].encode("latin-1"), safe="")
    return quote(text, safe="", errors="surrogatepass")


def marked(text: str | bytes) -> str:
    """Bytes that are no text, as text that `escaped` knows."""
    return text if isinstance(text, str) else "\uf8ff" + text.decode("latin-1")


def some_text(dice: random.Random) -> str:
    """One of the texts; those that are no text at all are marked for `escaped`."""
    found = marked(dice.choice(WORST if dice.random() < 0.5 else TEXTS))
    if found.startswith("\uf8ff"):
        return found
    kind = dice.random()
    if kind < 0.1:
        return found + dice.choice(["\x00", MARK, "\r\nBcc: x@example.org", "\ud800"])
    return "".join(dice.choices(string.printable, k=20)) if kind > 0.95 else found


def a_field(request: Request, dice: random.Random) -> Request:
    if not request.fields:
        return replace(request, fields=[("name", some_text(dice))])
    fields, at = list(request.fields), dice.randrange(len(request.fields))
    fields[at] = (fields[at][0], some_text(dice))
    return replace(request, fields=fields)


def fields_twice_or_never(request: Request, dice: random.Random) -> Request:
    fields = [pair for pair in request.fields if dice.random() < 0.7]
    return replace(
        request, fields=fields + dice.choices(fields, k=dice.choice([1, 3])) if fields else []
    )


def strange_fields(request: Request, dice: random.Random) -> Request:
    names = ["allow", "by", "is_public", "website", "lang", "next", some_text(dice), "id", "ward[]"]
    extra = [(dice.choice(names), some_text(dice)) for _ in range(dice.choice([1, 5, 1100]))]
    return replace(request, fields=[*request.fields, *extra])


def a_large_one(request: Request, dice: random.Random) -> Request:
    if dice.random() < 0.75:
        return a_field(request, dice)
    fields = [(name, value) for name, value in request.fields] or [("name", "")]
    name, _ = fields.pop(dice.randrange(len(fields)))
    return replace(request, fields=[*fields, (name, "x" * 10_000_000)])


def raw_body(request: Request, dice: random.Random) -> Request:
    """Bytes that are not what the content type says: cut off, broken or something else."""
    body = request.payload
    choices = [
        body[: dice.randrange(len(body) + 1)],
        body + b"&name=%zz&%=%&&==&name",
        body.replace(b"=", b""),
        b"name=\xed\xa0\x80&email=\xff\xfe&ward=\x00",
        bytes(dice.randrange(256) for _ in range(dice.choice([1, 50, 500]))),
        b'{"name": "Ana"}',
        b"\x1f\x8b\x08\x00" + bytes(60),
    ]
    return replace(request, body=dice.choice(choices), content_type=dice.choice([FORM, *TYPES]))


def multipart(request: Request, dice: random.Random) -> Request:
    """A multipart body, whole or broken."""
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode(
            "utf-8", "surrogatepass"
        )
        for name, value in request.fields
    ]
    parts.append(
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="\xff\x00"\r\n\r\nx\r\n'
    )
    body = b"".join(parts) + b"--b--\r\n"
    ways = [
        body,
        body[: dice.randrange(len(body))],
        body.replace(b"form-data", dice.choice([b"", b"form-data; name*=utf-8''%zz", b"\xff"])),
        body.replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain; charset=x\r\n\r\n"),
        body.replace(b"\r\n", b"\n"),
        b"--b\r\n" * 1500,
        b"--b\r\nContent-Disposition: form-data; name=" + b"n" * 60_000 + b"\r\n\r\nx\r\n--b--",
    ]
    return replace(request, body=dice.choice(ways), content_type="multipart/form-data; boundary=b")


def with_file(request: Request, name: str, data: bytes) -> Request:
    """The same fields as a browser posts them beside a file."""
    parts = [f'name="{key}"\r\n\r\n{value}'.encode() for key, value in request.fields]
    parts.append(f'name="file"; filename="{name}"\r\n\r\n'.encode() + data)
    body = b"".join(b"--b\r\nContent-Disposition: form-data; " + one + b"\r\n" for one in parts)
    return replace(request, body=body + b"--b--\r\n", content_type=f"{MULTIPART}; boundary=b")


def query(request: Request, dice: random.Random) -> Request:
    name = dice.choice([*ASKED, "x", some_text(dice)])
    text = dice.choice([encoded([(name, some_text(dice))]), f"{escaped(name)}=%zz&%&=", "&" * 99])
    huge = "&".join(f"a{n}=b" for n in range(3000))
    return replace(
        request, query=dice.choice([text, text, text, huge, "q=" + "x" * 50_000, "%00=%ff"])
    )


def path(request: Request, dice: random.Random) -> Request:
    parts = request.path.split("/")
    at = dice.randrange(1, len(parts))
    parts[at] = escaped(some_text(dice)) if dice.random() < 0.8 else parts[at] + "/" + parts[at]
    ways = ["/".join(parts)] * 6 + [request.path + "/", request.path + "%", "//" + request.path]
    ways += [
        "/" + "a/" * 3000,
        "/" + "%2e%2e/" * 9,
        request.path + "%0d%0aX: y",
        request.path + ";x=y",
    ]
    return replace(request, path=dice.choice(ways))


def numbers_in_path(request: Request, dice: random.Random) -> Request:
    """Where an address carries a number, one that no database holds."""
    odd = [
        "0",
        "-1",
        "2147483648",
        "9223372036854775808",
        "9" * 300,
        "9" * 5000,
        "٣",
        "1e3",
        "00001",
    ]
    parts = request.path.split("/")
    chosen = dice.choice(odd)
    changed = [escaped(chosen) if part.isdigit() else part for part in parts]
    changed = [f"v{chosen}" if part == "v1" else part for part in changed]
    return replace(request, path="/".join(changed))


def method(request: Request, dice: random.Random) -> Request:
    return replace(request, method=dice.choice(METHODS))


def headers(request: Request, dice: random.Random) -> Request:
    pick = {
        "Accept-Language": LANGUAGES,
        "Cookie": COOKIES,
        "Host": HOSTS,
    }
    name = dice.choice([*pick, "other", "other"])
    if name == "other":
        return replace(request, headers=[*request.headers, *dice.choices(HEADERS, k=2)])
    return replace(request, headers=[*request.headers, (name, dice.choice(pick[name]))])


def content_type(request: Request, dice: random.Random) -> Request:
    return replace(request, content_type=dice.choice(TYPES))


MUTATIONS: list[Callable[[Request, random.Random], Request]] = [
    *(a_field, a_field, a_field, a_field, fields_twice_or_never, strange_fields, a_large_one),
    *(raw_body, multipart, query, query, path, path, numbers_in_path, method, headers, headers),
    content_type,
]


def mutated(requests: list[Request], number: int, seed: int) -> "list[Request]":
    """This many requests, the same for the same seed: each base in turn, changed 1 to 3 times."""
    dice, found = random.Random(seed), []
    for at in range(number):
        request = requests[at % len(requests)]
        for _ in range(dice.choice([1, 1, 2, 3])):
            request = dice.choice(MUTATIONS)(request, dice)
        found.append(request)
    return found


def each_in_each_place(requests: list[Request]) -> Iterator[Request]:
    """The worst texts in every field and in every part of the address, one at a time."""
    for request in requests:
        parts = request.path.split("/")
        for text in map(marked, WORST):
            for at in range(1, len(parts)):
                address = "/".join([*parts[:at], escaped(text), *parts[at + 1 :]])
                yield replace(request, path=address)
            for at, (name, _) in enumerate(request.fields):
                fields = [*request.fields[:at], (name, text), *request.fields[at + 1 :]]
                yield replace(request, fields=fields)
            yield replace(request, query=encoded([(name, text) for name in ASKED]))


def form(path: str, fields: dict[str, str | list[str]], **kept: Any) -> Request:
    """A form as a browser posts it."""
    pairs = [
        (name, each)
        for name, value in fields.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return Request("POST", path, fields=pairs, **kept)
