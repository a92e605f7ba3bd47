"""The quick way to build a mail says exactly what the slow way says."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaign.config import settings as current
from campaign.db import now
from campaign.mail.message import Sender, compose, mailbox_header
from campaign.mail.mould import KEPT, Moulds, clean, newlines, quoted, render
from tests.mail import templates

VALUES = st.fixed_dictionaries({name: st.text(max_size=1_200) for name in ("name", "note", "link")})
LONG = "x" * 1_100


def row(template: str = templates.NAME, shared=templates.SHARED, merge=templates.MERGE, **values):
    given = {"id": 1, "key": "confirm:1", "to": "ana@example.org", "locale": "en"}
    given |= {"reply_to": None, "list_unsubscribe": None, "calendar": None, "queued_at": now()}
    given |= {"sender_name": None}
    return SimpleNamespace(
        **given | {"template": template, "shared": shared, "merge": merge} | values
    )


def read(data: bytes) -> EmailMessage:
    message = BytesParser(policy=default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    return message


class Words(HTMLParser):
    """Everything a page says, tags and text, whatever way it is escaped."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.said.append((tag, attrs))

    def handle_data(self, data):
        if self.said and isinstance(self.said[-1], str):
            self.said[-1] += data
        else:
            self.said.append(data)


@settings(max_examples=60)
@given(VALUES, st.text(max_size=200))
@example({"name": "😀 “quoted” 'x' <b>&amp;", "note": "שלום עולם", "link": LONG}, LONG)
@example({"name": "", "note": ".\r\n..\n.\n \n\t\nFrom ", "link": "=3D=\n"}, "=?utf-8?q?x?=")
@example({"name": "é" * 1_000, "note": "a \n" * 90, "link": "x" * 75 + "é"}, "\ud800\x00")
def test_it_equals_the_slow_way(app, merge, title):
    shared = {"title": clean(title)}
    message = read(compose(row(shared=shared, merge=merge), Sender.of(current()), Moulds()))
    cleaned = {name: clean(value) for name, value in merge.items()}
    subject, text, html = render(templates.NAME, "en", shared | cleaned)

    fast_text, fast_html = (newlines(part.get_content()) for part in message.iter_parts())
    assert fast_text.strip("\n") == text.strip("\n")
    assert Words(fast_html).said == Words(html).said
    assert " ".join(str(message["Subject"]).split()) == subject
    assert message.defects == []


@settings(max_examples=200)
@given(st.text(max_size=400) | st.text(alphabet=" .=\n\té", max_size=400))
def test_lines_are_short_and_ascii(text):
    encoded = quoted(clean(text))
    assert encoded.isascii()
    assert all(len(line) <= 76 for line in encoded.split(b"\r\n"))
    assert encoded == b"" or encoded.endswith(b"\r\n")


def test_every_line_of_a_mail_is_short_and_ascii(app):
    data = compose(
        row(merge=templates.MERGE | {"name": "Ana Ñandú 😀" * 30}), Sender.of(current()), Moulds()
    )
    assert data.isascii()
    assert all(len(line) <= 78 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "text", ["{% if name %}x{% endif %}", "{{ name|upper }}", "{{ name ~ 'x' if name == 'x' }}"]
)
def test_logic_on_a_merge_value_is_refused(app, text):
    templates.install(app, **{"t/mail/logic__subject__txt": "x", "t/mail/logic__txt": text})
    templates.install(app, **{"t/mail/logic__html": "x"})
    with pytest.raises(ValueError, match="a mail template"):
        Moulds().get("t/mail/logic", "en", {}, ["name"])


def test_few_moulds_are_kept(app):
    moulds = Moulds()
    for number in range(KEPT + 5):
        moulds.get(templates.NAME, "en", {"title": str(number)}, templates.MERGE)
    assert len(moulds.kept) == KEPT


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Smith, Jane", b'"Smith, Jane" <a@example.org>'),
        ("", b"a@example.org"),
        ('Say "no"', b'"Say \\"no" <a@example.org>'),
        ("Campaña", b"=?utf-8?b?Q2FtcGHDsWE=?= <a@example.org>"),
    ],
)
def test_names_of_senders(name, header):
    assert mailbox_header(name, "a@example.org") == header
