"""Who may write a petition, and who may only read it."""

from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.coalition.factories import make_organization as make_group
from tests.petitions.factories import make_organization
from tests.petitions.writing import (
    DESK,
    ONE,
    begin,
    log_in_as,
    make_public,
    make_world,
    write,
)

NEW_PAGE, EDIT = f"{DESK}/new", f"{ONE}/edit"


def test_writers_write_drafts_and_viewers_read(client):
    make_world()
    log_in_as(client, "writer")
    begin(client)
    assert "Publish…" not in client.get(ONE).text
    assert client.get(f"{ONE}/publish").status_code == 403
    page = client.get(EDIT)
    make_public()
    assert client.get(EDIT).status_code == 403
    answer = write(client, EDIT, page=page, text_en="Typed while it was published.")
    assert answer.status_code == 403
    assert "Typed while it was published." in answer.text
    log_in_as(client, "viewer")
    assert client.get(ONE).status_code == 200
    assert "Edit" not in client.get(ONE).text.replace("Edited", "")
    assert client.get(NEW_PAGE).status_code == 403


def test_partners_read_and_outsiders_find_nothing(client):
    make_world()
    log_in_as(client)
    made = begin(client)
    make_organization(made.campaign, "parents", "partner")
    log_in_as(client, "owner", "parents")
    theirs = DESK.replace("neighbors", "parents")
    assert client.get(f"{theirs}/save-the-clinic").status_code == 200
    assert "Save the clinic" in client.get(theirs).text
    for path in ("new", "save-the-clinic/edit", "save-the-clinic/publish"):
        assert client.get(f"{theirs}/{path}").status_code == 403
    eve = make_user_with_phone("eve@example.org")
    make_membership(eve, make_group("north-side"), "owner")
    log_in(client, eve)
    for path in ("", "/save-the-clinic", "/save-the-clinic/links", "/save-the-clinic/revisions"):
        assert client.get(DESK + path).status_code == 404
        assert client.get(DESK.replace("neighbors", "north-side") + path).status_code == 404
