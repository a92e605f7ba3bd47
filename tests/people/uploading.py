"""Files of people, and the way they go through the pages."""

import io
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from campaign.db import db
from campaign.people.bringing import uploads
from tests.people.desk_factories import PEOPLE, token_of

FILE = (
    "Email Address,First Name,Last Name,Ward,Language,Tags,Consent date\n"
    "ana@example.org,Ana,Núñez,Ward 25,Spanish,volunteer; café,5/24/2024\n"
    "Omar@example.org,Omar,Díaz,,,,\n"
    "eve@example.org,Eve,R.,77,,,\n"
).encode()
SAID = {"source": "Meeting at the library, May 2024", "wording": "Yes, email me the news."}


def send(client: Any, data: bytes, name: str = "people.csv", **said: str) -> Any:
    """Fill the upload form in."""
    fields = {"csrf_token": token_of(client), **SAID, **said}
    file = FileStorage(io.BytesIO(data), filename=name)
    boundary, body = encode_multipart({**fields, "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"{PEOPLE}/import", data=body, content_type=kind)


def upload(client: Any, data: bytes, **said: str) -> int:
    """Bring a file as far as a worker's look at it; its number."""
    answer = send(client, data, **said)
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    uploads.work()
    return int(answer.location.rpartition("/")[2])


def carry_out(client: Any, number: int) -> Any:
    """Press the button, and let a worker do it."""
    data = {"csrf_token": token_of(client), "carry_out": "1"}
    answer = client.post(f"{PEOPLE}/imports/{number}", data=data)
    db.session.rollback()
    uploads.work()
    return answer
