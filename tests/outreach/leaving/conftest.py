"""A petition, the organization that leads its campaign, and its organizer."""

import pytest

from tests.outreach.leaving.desk import come_in
from tests.petitions.factories import make_petition


@pytest.fixture
def petition(app):
    return make_petition()


@pytest.fixture
def lead(petition):
    return petition.campaign.partners("lead")[0]


@pytest.fixture
def omar(client, lead):
    """He organizes for the lead, and is logged in."""
    return come_in(client, lead)
