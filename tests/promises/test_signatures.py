"""§6 “Signatures”: the unique key decides, not a look before; and a mailbox is not flooded.

Everything here goes over HTTP to two web processes of four threads each.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from campaign.petitions import counting
from tests.accounts.factories import make_user
from tests.promises.conftest import many
from tests.promises.residents import (
    ANA,
    MOST,
    Books,
    Post,
    at_once,
    books,
    in_database,
    links,
    mails_of,
    mails_to,
    open_petition,
    sign_all,
    statuses,
)
from tests.server import Server

FOLDER = """
import sys, threading
from campaign import create_app
from campaign.petitions.counting import fold_some
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
with create_app().app_context():
    print("ready", flush=True)
    folded = 0
    while not ended.is_set():
        folded += fold_some(3)
    print(folded, flush=True)
"""


def test_one_body_posted_16_times_at_once_is_one_signature_and_one_mail(server):
    for number in range(many(4, 25)):
        petition = open_petition(server, f"same-{number}")
        posts = [Post(f"{petition}/sign", ANA | {"email": f"a{number}@example.org"})] * 16

        assert statuses(at_once(server, posts)) == {303: 16}
        assert books(server, petition).signatures == 1
        assert mails_of(server, petition) == 1


def test_one_link_used_64_times_at_once_counts_once(server):
    for number in range(many(2, 10)):
        petition = open_petition(server, f"link-{number}")
        sign_all(server, petition, [f"b{number}@example.org"])
        [link] = links(server, petition).values()

        assert statuses(at_once(server, [Post(link)] * MOST)) == {303: MOST}
        assert books(server, petition) == Books(1, 1, 1)


def spellings() -> list[str]:
    """64 ways to write one mailbox, as its provider and Unicode have it."""
    wide = str.maketrans("anruizgmilco", "".join(chr(ord(c) + 0xFEE0) for c in "anruizgmilco"))
    locals_ = ["anaruiz", "ana.ruiz", "a.naruiz", "an.aruiz", "anar.uiz", "anaru.iz", "anarui.z"]
    locals_ += [f"{one}+{tag}" for one in locals_ for tag in ("x", "petition.2024")]
    plain = [f"{one}@{at}" for one in locals_ for at in ("gmail.com", "googlemail.com")]
    odd = ["ana\u200bruiz@gmail.com", "ana\u00adruiz@gmail.com", "anaruiz@gm\u200bail.com"]
    odd += ["anaruiz".translate(wide) + "@gmail.com", "anaruiz@" + "gmail.com".translate(wide)]
    odd += ["anaruiz@gmail。com", " anaruiz@gmail.com ", "anaruiz@gmail.com\u2060"]
    return [*plain, *(one.upper() for one in plain), *odd][:64]


def test_64_spellings_of_a_mailbox_are_one_signature_and_one_mail(server):
    petition = open_petition(server, "spelled")
    written = spellings()
    assert len({*written}) == 64
    answers = at_once(server, [Post(f"{petition}/sign", ANA | {"email": one}) for one in written])

    found = statuses(answers)
    assert {*found} <= {303, 422}
    assert found[303] >= 56, "too few were taken to show anything"
    assert books(server, petition).signatures == 1
    assert mails_of(server, petition) == 1


def test_withdrawing_and_confirming_at_once_ends_at_nought_or_one(server):
    for number in range(many(6, 40)):
        petition = open_petition(server, f"both-{number}")
        sign_all(server, petition, [f"c{number}@example.org"])
        [link] = links(server, petition).values()
        posts = [Post(link), Post(f"{link}/withdraw")] * 8
        if number % 2:
            posts = [Post(link)] * 15 + [Post(f"{link}/withdraw")]

        assert statuses(at_once(server, posts)) == {303: 16}
        signatures, standing, counted = books(server, petition)
        assert (signatures, standing) == (1, counted)
        assert counted == 0  # whoever withdrew last or first: the link confirms no more


def test_consents_ticked_for_the_first_time_by_many_at_once(server):
    """The sentences are kept once each; writing them in another order must not lock."""
    for number in range(many(2, 10)):
        names = [f"org-{number}-{letter}" for letter in "abcdef"]
        petition = open_petition(server, f"consents-{number}", tuple(names))
        for side, order in (("l", names), ("r", names[::-1])):
            emails = [f"{side}{each}-{number}@example.org" for each in range(8)]
            sign_all(server, petition, emails, allow=order)
        posts = [Post(link) for link in links(server, petition).values()]

        assert statuses(at_once(server, posts)) == {303: 16}
        assert books(server, petition) == Books(16, 16, 16)


@contextmanager
def folding(server: Server) -> Iterator[list[int]]:
    """A process of its own that folds all the time; how many changes it folded, in the end."""
    done: list[int] = []
    command = [sys.executable, "-c", FOLDER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=server.environ(), text=True, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield done
        done.append(int(process.communicate(timeout=30)[0]))
        assert process.returncode == 0


def test_folding_in_two_processes_loses_and_doubles_nothing(server):
    petition = open_petition(server, "folded")
    number = many(80, 240)
    sign_all(server, petition, [f"f{each}@example.org" for each in range(number)])
    paths = [*links(server, petition).values()]
    seen: list[int] = []
    with folding(server) as one, folding(server) as other:
        for at in range(0, number, 40):
            sending = Thread(target=at_once, args=(server, map(Post, paths[at : at + 40])))
            sending.start()
            while sending.is_alive():
                seen.append(books(server, petition).counted)
            sending.join()
            seen.append(books(server, petition).counted)

    assert books(server, petition) == Books(number, number, number)
    assert seen == sorted(seen), "a number that only rises was seen to fall"
    assert one[0] + other[0] > 0
    in_database(server, counting.fold)
    assert books(server, petition) == Books(number, number, number)


@pytest.mark.parametrize("number", range(many(1, 4)))
def test_a_mailbox_gets_three_mails_a_day_whatever_is_posted(server, number):
    victim = f"victim{number}@example.org"
    in_database(server, lambda: make_user(victim).id)
    petitions = [open_petition(server, f"bomb-{number}-{each}") for each in range(10)]
    posts = [
        Post(f"{path}/sign", ANA | {"email": victim}, {"X-Forwarded-For": f"198.51.{n}.7"})
        for n in range(5)
        for path in petitions
    ]

    assert statuses(at_once(server, posts)) == {303: 50}
    assert mails_to(server, victim) == 3
    assert ask_for_new_password(server, victim) == 200
    assert mails_to(server, victim) == 3


def ask_for_new_password(server: Server, email: str) -> int:
    """Fill in the form for a lost password, as a browser does."""
    page = server.get("/reset")
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    cookie = page.headers["set-cookie"].split(";")[0]
    fields = {"email": email, "csrf_token": token}
    return server.post("/reset", fields, Cookie=cookie).status
