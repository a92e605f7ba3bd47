"""One mailbox has one canonical form, however it is spelt."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.mail.addresses import mailbox, sendable


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("Ana@Example.ORG", "ana@example.org"),
        ("ana+city@example.org", "ana+city@example.org"),
        ("a.n.a@example.org", "a.n.a@example.org"),
        ("A.N.A+x@GoogleMail.com", "ana@gmail.com"),
        ("ana+x@hotmail.com", "ana@hotmail.com"),
        ("a.na@hotmail.com", "a.na@hotmail.com"),
        ("a_n-a.x+y@pm.me", "anax@proton.me"),
        ("ana+x@mac.com", "ana@icloud.com"),
        ("ana-x@yahoo.com", "ana@yahoo.com"),
        ("ana+x@fastmail.com", "ana@fastmail.com"),
        ("anything@ana.fastmail.com", "ana@fastmail.com"),
        ("ａｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "ana@example.org"),
        ("a\u200bn\u00ada@example.org\ufeff", "ana@example.org"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@example.org.", "ana@example.org"),
        ("+@gmail.com", "+@gmail.com"),
        ("no address", "no address"),
    ],
)
def test_spellings(spelling, canonical):
    assert mailbox(spelling) == canonical


def test_sixty_four_spellings_are_one_mailbox():
    locals_ = ["ana.ruiz", "anaruiz", "A.N.A.Ruiz", "ana\u200bruiz", "ａｎａruiz", "ana.ru\u00adiz"]
    tags = ["", "+x", "+petition.2", "+a+b"]
    domains = ["gmail.com", "GoogleMail.com", "ｇmail.com"]
    spellings = {f"{a}{b}@{c}" for a, b, c in itertools.product(locals_, tags, domains)}

    assert len(spellings) >= 64
    assert {mailbox(spelling) for spelling in spellings} == {"anaruiz@gmail.com"}


@given(st.text(max_size=60) | st.emails())
def test_the_canonical_form_of_a_canonical_form_is_itself(text):
    assert mailbox(mailbox(text)) == mailbox(text)


@given(st.emails())
def test_letters_and_invisible_characters_do_not_matter(address):
    assert mailbox(address.swapcase().replace("@", "\u200b＠")) == mailbox(address)


def test_a_domain_is_sent_in_ascii():
    assert sendable("ana@bücher.example") == "ana@xn--bcher-kva.example"
