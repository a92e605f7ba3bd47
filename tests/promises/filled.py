"""Every form of the app, filled in rightly for the installation that `world` makes.

What would end that installation is filled in so that it is refused: an act that cannot be done
now, a part that cannot go. So a mutated request never takes away what the others stand on.
"""

import base64
import zlib
from typing import Any

from tests.accounts.factories import PASSWORD
from tests.petitions.factories import ANA
from tests.promises import (
    hearings_day,
    hearings_desk,
    hearings_public,
    hearings_speaking,
    outreach,
    testimony,
)

TOML = b'[[fact]]\nkey = "another"\nstatement = "The lease ended."\n'
PEOPLE = b"Email,Name\r\nana@example.org,Ana Ruiz\r\neve@example.org,=1+1\r\n"
ROSTER = b"ward,name,email\r\n1,Ana Quetzal,ana@example.org\r\n51,Eve Ibis,\r\n"
PACKED = base64.b64encode(zlib.compress(TOML)).decode()
SIGN = {
    **ANA,
    "comment": "It is near.",
    "is_public": "y",
    "allow": ["parents"],
    "by": "parents",
    "website": "",
    "lang": "en",
}
WORDS = {"name_en": "Keep the clinic", "ask_en": "Keep it open.", "summary_en": "A clinic."}
PETITION = {"title_en": "A petition", "ask_en": "Keep it.", "text_en": "{fact:rate}", "body": "1"}
SPANISH = {"title_es": "Una petición", "ask_es": "Que siga.", "text_es": "Hace falta."}
FACT = {"statement": "It was 9.1%.", "standing": "current", "kind": "official", "topic": "Alerts"}
SOURCE = {"sources-0-title": "A report", "sources-0-url": "https://oig.example.org/report"}
LINE = {"name_1": "Ana Ruiz", "ward_1": "25", "email_1": "ana@example.org", "tick_1": "y"}
MINE = {"name": "Ana Ruiz", "email": "ana@example.org", "language": "en", "version": "1"}
TALK = {"way": "call", "on": "2026-01-02", "answered": "Maybe.", "is_shared": "y", "who": "Omar"}
MEASURE = {"title": "It stays open", "standing": "Passed", "needs": "26", "url": ""}
COUNCIL = {
    "name_en": "Quetzal Council",
    "place_en": "Quetzal",
    "seat_title_en": "Member",
    "ward_title_en": "District",
    "timezone": "America/Chicago",
    "threshold": "2",
    "wards": "3",
    "seats": "Mayor",
}

PLACE = {"latitude": "41.805", "longitude": "-87.685", "on": "2026-01-02", "accuracy": "20"}

FORMS: dict[str, dict[str, Any]] = {
    **hearings_desk.FORMS,
    **hearings_public.FORMS,
    **hearings_speaking.FORMS,
    **testimony.FORMS,
    **outreach.FORMS,
    "petitions.sign": SIGN,
    "petitions_embed.petition": SIGN,
    "security.login": {"email": "ana@example.org", "password": PASSWORD, "next": "/organize"},
    "security.forgot_password": {"email": "omar@example.org"},
    "security.reset_password": {"password": "five herons fold paper", "password_confirm": "five"},
    "security.two_factor_token_validation": {"code": "123456"},
    "security.mf_recovery": {"code": "aaaa-bbbb-cccc"},
    "security.verify": {"password": "not the one it is"},
    "security.change_password": {
        "password": "not the one it is",
        "new_password": "five herons fold paper",
        "new_password_confirm": "five herons fold paper",
    },
    "security.two_factor_setup": {"setup": "authenticator"},
    "security.two_factor_setup_validate": {"code": "123456"},
    "security.mf_recovery_codes": {"generate_codes": "y"},
    "coalition.accept": {"name": "Eve", "password": "seven storks share soup"},
    "coalition_offers.accept": {
        "name": "Eve",
        "password": "seven storks share soup",
        "organization_name": "Friends of the clinic",
    },
    "coalition_desk.new": {"name": "New Group", "slug": "new-group"},
    "coalition_desk.invite": {"emails": "eve@example.org\nana@example.org", "role": "viewer"},
    "coalition_desk.member": {"role": "viewer"},  # of the last owner: refused
    "coalition_desk.close": {"is_sure": "y"},  # it leads a campaign: refused
    "coalition_desk.settings": {"name": "Parents", "blurb_en": "A group.", "edition": "1"},
    "coalition_desk.new_campaign": {**WORDS, "slug": "another"},
    "coalition_desk.campaign_text": {**WORDS, "edition": "1"},
    "coalition_desk.campaign_state": {"act": "publish"},
    "coalition_desk.dates": {"on": "2027-03-01", "what_en": "The vote.", "edition": "0"},
    "coalition_desk.key_date": {"on": "2027-03", "what_en": "A vote.", "edition": "1"},
    "coalition_desk.offer_part": {"to": "group@example.org", "role": "endorser"},
    "coalition_desk.change_part": {"part": "endorser"},  # the lead's own: refused
    "coalition_desk.hand_over": {"to": "2"},
    "coalition_desk.answer": {"answer": "decline"},
    "coalition_desk.write_charter": {
        "edition": "0",
        "fields_shared": ["name", "ward"],
        "purposes": ["deliver"],
        "ends_on": "2099-01-01",
        "note": "We share little.",
    },
    "officials_desk.still_right": {"seen": "x"},
    "officials_desk.contact_right": {"seen": "x"},
    "officials_desk.new_contact": {"kind": "phone", "label": "day", "value": "312-555-0100"},
    "officials_desk.contact": {"seen": "x", "value": "ward1@example.org", "is_checked": "y"},
    "officials_desk.bounced": {"seen": "x", "reason": "It came back."},
    "officials_desk.works": {"seen": "x"},
    "officials_desk.remove_contact": {"seen": "x"},  # not as it was shown: refused
    "officials_desk.edit_official": {
        "seen": "x",
        "name": "Ana Quetzal",
        "sort_name": "Quetzal, Ana",
        "other_names": "Anita Quetzal",
    },
    "officials_desk.new_term": {"where": "seat-2", "starts": "2026-01", "role": "member"},
    "officials_desk.term": {"seen": "x", "starts": "2023-05-15", "ends": "", "note": "elected"},
    "officials_desk.leave": {"seen": "x", "ends": "2026-01", "note": "resigned"},
    "officials_desk.remove_term": {"seen": "x"},  # not as it was shown: refused
    "officials_desk.successor": {"seen": "x", "name": "Luis Zorzal", "starts": "2026-01-02"},
    "contact_desk.log_interaction": TALK | {"edition": "0"},
    "contact_desk.edit_interaction": TALK | {"edition": "1"},
    "contact_desk.done": {"act": "undo"},
    "dashboard.decide": {
        "citation": "1",
        "seen": "1",
        "decision": "keep",
        "reason": "It is right.",
    },
    "petitions_desk.new": {**PETITION, "seen": "0", "slug": "new-one", "targets": "The mayor"},
    "petitions_desk.edit": {**PETITION, **SPANISH, "seen": "0", "why": "Shorter."},
    "petitions_desk.decide_post": {"act": "resumed", "seen": "0"},  # not stopped: refused
    "petitions_comments.decide": {"numbers": ["1", "2"], "decision": "approved"},
    "petitions_comments.undo": {"numbers": ["1"]},
    "petitions_households.add": {
        "name": "Luis Ruiz",
        "ward": "25",
        "email": "b@example.org",
        "reason": "They told me at the door.",
    },
    "petitions_integrity.invalidate": {
        "query": "domain=example.org",
        "seen": "2-3-5",
        "token": "0123456789abcdef0123456789abcdef",
        "reason": "All from one desk.",
    },
    "paper_desk.print_sheets": {"count": "1", "lines": "10", "paper": "a4", "language": "en"},
    "paper_desk.open_sheet": {"code": "222222", "total": "1"},
    "paper_desk.sheet": {"seen": "0", "total": "1", "finish": "y", **LINE},
    "paper_desk.take_over": {"seen": "0"},
    "paper_desk.set_aside": {"act": "out"},
    "delivery_desk.make": {
        "recipient": "The city clerk",
        "comments": "y",
        "sort": "ward",
        "paper": "letter",
        "language": "en",
    },
    "delivery_desk.note": {"handed_on": "2026-01-02", "receipt": "Thank you."},
    "delivery_desk.fetch": {"file": "all.csv"},
    "wards.answer": PLACE | {"box": "-87.7,41.8,-87.6,41.9", "large.x": "30", "large.y": "40"},
    "wards_desk.days": {"starts_on": "2023-05-15", "ends_on": "", "seen": "before"},  # refused
    "export_desk.export": {"fields": ["name", "ward"]},
    "sign_on_desk.text": {"title_en": "A letter", "text_en": "We ask.", "edition": "1"},
    "sign_on_desk.state": {"act": "publish"},
    "sign_on_desk.hide": {"reason": "Nobody knows them."},
    "sign_on.endorse": {
        "name": "Quetzal Neighbors",
        "place": "Pilsen",
        "contact": "Ana Ruiz",
        "email": "ana@example.org",
        "may_sign": "y",
    },
    "officials_import.bring": {"body": "1", "option_source": "The clerk"},
    "officials_import.look": {"carry_out": "1", "seen": "x"},
    "factsheet_desk.new_fact": {**FACT, **SOURCE, "key": "second", "seen": "0"},
    "factsheet_desk.edit_fact": {**FACT, **SOURCE, "key": "rate", "seen": "1"},
    "factsheet_desk.restore_fact": {"number": "1", "seen": "1"},
    "factsheet_desk.read_fact": {"seen": "1"},
    "factsheet_desk.decide": {"seen": "1", "chosen": ["1"], "decision": "keep", "reason": "So."},
    "factsheet_desk.bring_in": {"packed": PACKED, "name": "facts.toml", "seen": "x"},
    "whip_desk.begin": {"body": "1", "record": "O2025-7", "title": "x", "wanted": "yes"},
    "whip_desk.edit": {"wanted": "yes", "needed": "26", "seen": "yes-3"},
    "whip_desk.state": {"act": "reopen"},
    "whip_desk.record": {
        "officials": ["1"],
        "value": "lean yes",
        "evidence": "meeting",
        "source": "Her staff.",
        "on": "2026-11-02",
        "note": "She asked about cost.",
    },
    "whip_desk.readers_page": {"email": "ana@example.org"},  # in no organization: refused
    "my_data.ask": {"email": "ana@example.org"},
    "my_data.ask_to_move": {"email": "other@example.org"},
    "my_data.correct": {"name": "Ana María Ruiz", "division": "", "language": "es"},
    "my_data.take_back": {"holder": "petitions", "key": "1"},
    "record_desk.new_measure": {**MEASURE, "record": "R2023-775"},
    "record_desk.edit_measure": {**MEASURE, "seen": "x"},
    "record_desk.add_number": {"number": "R2021-644"},
    "record_desk.remove_number": {"key": "R2021-0000644"},
    "record_desk.correct_vote": {"value": "nay", "seen": "x"},
    "bodies_desk.new_council": {**COUNCIL, "division": "ocd-division/country:us/ward"},
    "bodies_desk.edit_body": {**COUNCIL, "wards": "50", "seen": "x"},
    "bodies_desk.new_committee": {"name_en": "Committee on Fire", "other_names": "Fire"},
    "bodies_desk.add_holidays": {"days": "2026-12-25 Christmas Day"},
    "bodies_desk.remove_holiday": {"day": "2026-12-25"},
    "people_desk.edit": {**MINE, "division": ""},
    "people_desk.tag": {"tag": "volunteer", "deed": "add"},
    "people_desk.tag_all": {"tag": "everybody", "deed": "add"},
    "people_desk.look": {"column-0": "email", "column-1": "name"},
    "people_desk.merge": {"name": "Ana Ruiz", "email": "ana@example.org"},
    "people_desk.import_people": {"source": "A meeting", "wording": "Yes, email me."},
    **hearings_day.FORMS,
}
FILES = {
    "officials_import.bring": ("roster.csv", ROSTER),
    "people_desk.import_people": ("people.csv", PEOPLE),
    "factsheet_desk.look_at_file": ("facts.toml", TOML),
}
