"""Two people write at once: the second sees both texts, and nothing is overwritten unseen."""

from tests.hearings.lineup.room import send
from tests.testimony.factories import TEXT, make_draft, write
from tests.testimony.writing.people import DESK, at_desk, path_of, texts

MINE = TEXT.replace("Cancel", "End")
THEIRS = TEXT.replace("at night", "every night")


def test_who_saves_second_sees_both_and_one_of_them_together(client):
    draft = make_draft()
    write(draft, THEIRS)
    answer = client.post(path_of(draft), data={"text": MINE, "seen": "1"})

    assert answer.status_code == 409
    assert MINE in answer.text
    assert THEIRS in answer.text
    both = MINE.replace("at night", "every night")
    assert both in answer.text
    assert texts() == [TEXT, THEIRS]

    said = {"text": both, "seen": "2", "why": "merged"}
    assert client.post(path_of(draft), data=said).status_code == 303
    assert texts() == [TEXT, THEIRS, both]


def test_where_both_changed_the_same_it_says_so(client):
    draft = make_draft()
    write(draft, TEXT.replace("Cancel", "Stop"))
    answer = client.post(path_of(draft), data={"text": MINE, "seen": "1"})
    assert "In 1 place both of you changed the same words" in answer.text


def test_mine_takes_the_place_of_theirs_knowingly(client):
    draft = make_draft()
    write(draft, THEIRS)
    client.post(path_of(draft), data={"text": MINE, "seen": "2"})
    assert texts() == [TEXT, THEIRS, MINE]


def test_the_script_is_told_and_given_the_other_text(client):
    draft = make_draft()
    write(draft, THEIRS)
    answer = client.post(path_of(draft), data={"text": MINE, "seen": "1", "act": "auto"})
    assert answer.status_code == 409
    assert (answer.json["theirs"], answer.json["seen"]) == (THEIRS, 2)
    assert texts() == [TEXT, THEIRS]


def test_the_same_text_twice_is_no_clash(client):
    draft = make_draft()
    for _click in range(2):
        assert client.post(path_of(draft), data={"text": MINE, "seen": "1"}).status_code == 303
    assert texts() == [TEXT, MINE]


def test_the_same_text_sent_again_by_itself_is_told_its_number(client):
    draft = make_draft()
    said = {"text": MINE, "seen": "1", "act": "auto"}
    assert [client.post(path_of(draft), data=said).json["seen"] for _again in range(2)] == [2, 2]
    assert texts() == [TEXT, MINE]


def test_what_came_between_is_a_clash_even_where_it_began_with_mine(client):
    """A page goes on from another's text only where it has sent that very text itself."""
    draft = make_draft()
    client.post(path_of(draft), data={"text": MINE, "seen": "1", "act": "auto"})
    write(draft, THEIRS)
    for text in (MINE, MINE + " More."):
        answer = client.post(path_of(draft), data={"text": text, "seen": "1", "act": "auto"})
        assert (answer.status_code, answer.json["theirs"]) == (409, THEIRS)
    assert texts() == [TEXT, MINE, THEIRS]


def test_an_organizer_and_the_writer_at_once(client):
    draft = at_desk(client)
    write(draft, THEIRS)
    answer = send(client, f"{DESK}/{draft.id}/write", text=MINE, seen="1")
    assert answer.status_code == 409
    assert "by the writer" in answer.text


def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(client):
    draft = make_draft()
    for seen in ("", "x", "-1", "99999999999", "²"):
        answer = client.post(path_of(draft), data={"text": MINE, "seen": seen})
        assert answer.status_code == 409
    assert texts() == [TEXT]
