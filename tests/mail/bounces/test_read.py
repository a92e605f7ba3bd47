"""Each shape of a report is read for what it is, and nothing else is a report."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.mail.bounces import codes
from campaign.mail.bounces.reports import UnreadableError, parse, read
from campaign.mail.models import BOUNCES
from tests.mail.bounces.older_shapes import SHAPES
from tests.mail.bounces.shapes import Shape

BACK = "bounces+1-aaaaaaaaaaaaaaaa@campaign.example.org"
FROM_PIPE = b"From MAILER-DAEMON Mon Nov 30 10:00:00 2026\r\n"


def each_shape():
    return pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)


def test_there_are_many():
    assert len([shape for shape in SHAPES if shape.kind]) >= 60
    assert len({shape.name for shape in SHAPES}) == len(SHAPES)


@each_shape()
def test_it_is_read(shape: Shape):
    report = read(parse(shape.filled(BACK)))

    assert (report and report.kind, report.code if report else "") == (shape.kind, shape.code)


@each_shape()
def test_it_is_read_as_a_pipe_brings_it(shape: Shape):
    report = read(parse(FROM_PIPE + shape.filled(BACK).replace(b"\n", b"\r\n")))

    assert (report.kind if report else None) == shape.kind


@each_shape()
def test_cut_off_it_is_read_or_not_but_never_worse(shape: Shape):
    """A report that lacks its end says what it says, or nothing, and nothing raises."""
    data = shape.filled(BACK)
    for share in range(1, 20):
        try:
            report = read(parse(data[: len(data) * share // 20]))
        except UnreadableError:
            continue
        assert report is None or shape.kind, share
        assert report is None or report.kind in BOUNCES


@given(st.binary(max_size=600))
def test_rubbish_says_nothing(data: bytes):
    with suppress(UnreadableError):
        assert read(parse(data)) is None


@given(st.data())
def test_a_damaged_report_is_no_accident(data: st.DataObject):
    """Bytes replaced anywhere: something is read, or nothing, or it is unreadable."""
    whole = bytearray(data.draw(st.sampled_from(SHAPES)).filled(BACK))
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    try:
        report = read(parse(bytes(whole)))
    except UnreadableError:
        return
    assert report is None or report.kind in BOUNCES


@given(st.text(max_size=300), st.sampled_from(["", "5.0.0", "5.1.1", "4.2.2", "5.999.999"]))
def test_whatever_a_server_says_has_a_kind(words: str, code: str):
    assert codes.kind_of(code, words) in BOUNCES
    assert codes.kind_of(codes.code_in(words), words) in BOUNCES


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("550 5.1.1 unknown", "5.1.1"),
        ("Sorry. (#5.1.2)", "5.1.2"),
        ("550-5.7.26 blocked", "5.7.26"),
        ("host mx.example.org[5.1.1.9] said", ""),
        ("version 15.1.1 of us", ""),
        ("421 come again", "4.0.0"),
        ("mail from 192.0.2.1", ""),
        ("550 no", ""),
    ],
)
def test_a_code_is_found_in_words(words: str, code: str):
    assert codes.code_in(words) == code
