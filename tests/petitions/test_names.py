from campaign.db import db, is_postgresql
from campaign.petitions.views import latest_shown
from tests.petitions.factories import URL, make_petition, make_signature


def test_only_those_who_ticked_it_are_shown(client):
    petition = make_petition()
    make_signature(petition, "a@example.org", name="Ana Shown", is_public=True, confirmed=True)
    make_signature(petition, "b@example.org", name="Ana Hidden", confirmed=True)
    make_signature(petition, "c@example.org", name="Ana Early", is_public=True)
    page = client.get(URL).text

    assert "Ana Shown" in page
    assert "Ana Hidden" not in page
    assert "Ana Early" not in page
    assert "@example.org" not in page


def test_names_come_from_the_end_of_an_index(app):
    """A million signatures must not be sorted to show thirty."""
    if is_postgresql():
        return  # its planner goes by what is in the table; here it is empty
    query = latest_shown(1).compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = " ".join(row[-1] for row in db.session.execute(db.text(f"EXPLAIN QUERY PLAN {query}")))

    assert "ix_signature_shown" in plan
    assert "TEMP B-TREE" not in plan
