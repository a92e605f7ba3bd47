"""Letters and mailings in the worlds that crawlers walk through: addresses, forms, links.

Forms of pages that this installation does not have are never asked for.
"""

from typing import Any

from campaign import tokens
from campaign.coalition.models import Campaign, Organization
from campaign.db import now
from campaign.mail import MailBatch, OutgoingEmail, batches
from campaign.mail.outbox import mailbox_hash
from campaign.officials.models import Body
from campaign.outreach.leaving import links as leaving
from campaign.outreach.letters import links
from campaign.outreach.letters.models import Letter, LetterAction, LetterRun
from campaign.outreach.letters.offices import office_of
from campaign.outreach.mailings.models import Mailing
from campaign.outreach.replies.models import LetterReply
from tests.factories import add
from tests.officials.factories import make_term
from tests.outreach.factories import make_action, make_letter, make_mailing, make_person, ward_of

SLUG = "write-to-your-alderperson"
ROOMS = ("letters", "letters_desk")  # whose slugs are those of letter actions
QUERIES = {"letters.write": "ward=35", "letters.check": "ward=35"}
NUMBERS = {  # of a row that a page is about, where that is not the first
    "letters_desk.letter": 2,
    "mailings_desk.unschedule": 2,
    "mailings_desk.report": 3,
    "mailings_desk.progress": 3,
    "mailings_desk.recipients": 3,
    "mailings_desk.export": 3,
    "mailings_desk.approve": 4,
    "mailings_desk.send_back": 4,
}
OFFICE, LEAVER = "ward35@example.org", "leaver@example.org"
WORDS = "The drones keep my children awake, and the contract ends in September. {fact:rate}"
LETTER: dict[str, Any] = {
    "answer_1": "Please end the contract when it ends in September.",
    "answer_2": "The drones keep my children awake.",
    "subject": "Please end it",
    "name": "Ana Ruiz",
    "email": "ana@example.org",
    "allow": ["parents"],
    "by": "parents",
    "shows_street": "y",
    "street": "35 18th Street",
    "dealt": "1-2",
    "website": "",
}
ACTION = {
    "title_en": "Write to the council",
    "subject_en": "Hello",
    "text_en": "It is near. {fact:rate}",
    "prompt1_en": "What have you seen?",
    "body": "1",
    "measure": "",
    "per_hour": "6",
    "per_day": "40",
    "on_bounce": "wait",
    "facts": ["rate"],
}
MAILING = {
    "edition": "1",
    "name": "November",
    "sender_name": "Parents",
    "reply_to": "omar@example.org",
    "subject_en": "The vote is on Wednesday",
    "preheader_en": "Come.",
    "text_en": "Dear {first_name|friend},\n\ncome. {fact:rate}",
}
SEGMENT = {"edition": "1", "act": "save", "wards": ["25"], "languages": ["en"], "signed": ""}
STANCE = {"edition": "1", "value": "lean yes", "evidence": "staff", "on": "2026-11-02"}
STOPPED = {"topic": "letters:1"}
SEEN = {"edition": "1"}
FORMS: dict[str, dict[str, Any]] = {
    "letters.write": LETTER,
    "letters.check": LETTER,
    "letters.change": {"text": WORDS, "subject": "End it", "name": "Ana", "seen": "x"},
    "letters.reply": {"answer": "staff", "text": "Thank you for writing.", "seen": "0"},
    "letters.unsubscribe": {"List-Unsubscribe": "One-Click"},
    "letters_desk.new": ACTION | {"seen": "0"},
    "letters_desk.edit": ACTION | {"seen": "1"},
    "letters_desk.publish": {"seen": "1"},
    "letters_desk.decide": {"act": "release", "numbers": "4", "back": "held"},
    "letters_desk.accept_reply": STANCE | {"source": "A reply."},
    "letters_desk.dismiss_reply": SEEN,
    "mailings_desk.new": MAILING | {"edition": "0"},
    "mailings_desk.edit": MAILING,
    "mailings_desk.segment": SEGMENT,
    "mailings_desk.test": {"members": "1", "language": "en", "person": "0"},
    "mailings_desk.schedule": SEEN | {"when": "later", "at": "2030-01-15T10:00"},
    **{
        f"mailings_desk.{name}": SEEN
        for name in (
            *("approve", "send_back", "unschedule", "pause", "resume", "cancel"),
            *("duplicate", "delete", "restore", "update_facts"),
        )
    },
    "outgoing_desk.stop": STOPPED,
    "outgoing_desk.start": STOPPED,
    "outgoing_desk.drop": STOPPED,
    "outgoing_desk.settings": {
        "edition": "0",
        "approval_above": "200",
        "sender_name": "Parents",
        "reply_to": "omar@example.org",
        "footer_en": "PO Box 1, Chicago",
    },
}
FACT = {"words": "Oficina, 2021", "url": "https://oig.example.org/report"}
NOTE: dict[str, Any] = {
    "number": 1,
    "id": "letter-1",
    "sources": [FACT],
    "disputes": "",
    "url": "http://localhost/",
}
SAID: dict[str, Any] = {  # of mails about letters, and of mailings
    "addressee": "Concejala Ana Quetzal",
    "address": "ward35@example.org",
    "official": "Ana Quetzal",
    "day": "2 de noviembre de 2026",
    "greeting": "Concejala Ana Quetzal:",
    "subject": "Terminen el contrato",
    "preheader": "",
    "html": "<p>Digan no.</p>",
    "text": "Digan no.",
    "notes": [NOTE],
    "name": "Ana Ruiz",
    "signed": "Ana Ruiz, distrito 35",
    "street": "",
    "campaign": "Salven la clínica",
    "about": "http://localhost/",
    "fields": 0,
    "sender": "Vecinos",
    "footer": "Apartado 1, Chicago",
    "is_test": False,
    "unsubscribe": "http://localhost/",
}
MINE = ("mine", "confirm", "change", "withdraw", "disown", "reply")
ODD: tuple[Any, ...] = (None, "x", [1], {}, [1, "nobody"], [999, ""], ["1", 1])
STATES = ("sent", "waiting", "unconfirmed", "held", "uncertain", "failed", "bounced", "withdrawn")


def make_open(campaign: Campaign, body: Body, **values: Any) -> LetterAction:
    """An action whose ward 35 has an office, which other parts of a world may have made."""
    if office_of(ward_of(body)).official is None:
        make_term(body, 35)
    return make_action(campaign=campaign, body=body, **values)


def make_outreach(
    campaign: Campaign, organization: Organization, body: Body
) -> dict[str, list[str]]:
    """A letter in every state, mailings, somebody who can leave; tokens by endpoint."""
    action = make_open(campaign, body, slug=SLUG, facts=["rate"])
    letters = make_letters(action)
    make_mailings(organization, campaign)
    mine = [links.make_token(one) for one in letters[:4]]
    mine += [tokens.make(links.PURPOSE, one) for one in ODD]
    left = [organization.id, mailbox_hash(LEAVER)]
    lists = [tokens.make(leaving.PURPOSE, one) for one in (left, [999, left[1]], *ODD)]
    return {f"letters.{name}": mine for name in MINE} | {"letters.unsubscribe": lists}


def make_letters(action: LetterAction) -> list[Letter]:
    """One in each state; the first one was sent, and its writer said what the office answered."""
    return [make_whole(action, state) for state in STATES]


def make_whole(action: LetterAction, state: str, email: str = "", **values: Any) -> Letter:
    """A letter with the runs of its words; if it was sent, with its mail and an answer."""
    email = email or f"{state}@letters.example.org"
    held_for = "similar" if state == "held" else ""
    sent_at = now() if state in ("sent", "bounced") else None
    defaults: dict[str, Any] = {"text": WORDS, "network": "n", "points": []}
    defaults |= {"state": state, "held_for": held_for, "sent_at": sent_at}
    letter = make_letter(action, email, **defaults | values)
    run = {"run": f"{letter.id:016x}", "action_id": action.id, "language": "en"}
    add(LetterRun(letter_id=letter.id, **run))
    if state == "sent":
        letter.outgoing_email_id = make_mail(letter).id
        letter.left_at = now()
        add(LetterReply(letter_id=letter.id, answer="staff", text=f"Dear {letter.name}"))
    return letter


def make_mail(letter: Letter) -> OutgoingEmail:
    """What the office got; the outbox has forgotten who that was."""
    return add(
        OutgoingEmail(
            key=f"letter:{letter.id}:0",
            template="outreach/letters/mail/letter",
            locale=letter.language,
            to="",
            mailbox="",
            reply_to=letter.email,
            sender_name=letter.name,
            shared={"text": letter.text, "name": letter.name},
            merge={},
            budgeted=False,
            at_most_once=True,
            state="sent",
            sent_at=now(),
        )
    )


def make_mailings(organization: Organization, campaign: Campaign, name: str = "News") -> None:
    """A draft, one that is scheduled, one that is out, and one that waits for approval."""
    make_person(organization, LEAVER, name="Eve Leaves")
    words: dict[str, Any] = {"text": {"en": "Dear {first_name|friend}, come. {fact:rate}"}}
    make_mailing(organization, campaign, name=f"{name} 1", **words)
    later: dict[str, Any] = {"state": "scheduled", "scheduled_at": now().replace(year=2031)}
    make_mailing(organization, campaign, name=f"{name} 2", **words, **later)
    make_done(make_mailing(organization, campaign, name=f"{name} 3", **words))
    waits = later | {"state": "proposed"}
    make_mailing(organization, campaign, name=f"{name} 4", **words, **waits)


def make_done(mailing: Mailing) -> MailBatch:
    """Bring a mailing to its end: one mail was sent, to whom is forgotten."""
    title = {"en": mailing.name}
    batch = batches.of(mailing.organization_id, f"mailing:{mailing.id}", title, "news.example.org")
    shared: dict[str, Any] = {"subject": "The vote", "html": "<p>Come.</p>", "text": "Come."}
    shared |= {"sender": "News", "organization": "Neighbors", "footer": "", "is_test": False}
    batch.shared = {"en": shared | {"preheader": "", "notes": [], "fields": 0}}
    mailing.state, mailing.batch_id, mailing.count = "done", batch.id, 1
    mailing.begun_at = mailing.ended_at = mailing.scheduled_at = now()
    add(
        OutgoingEmail(
            key=f"mailing:{mailing.id}:1",
            template="outreach/mailings/mail/mailing",
            locale="en",
            to="",
            mailbox="",
            shared={},
            merge={},
            budgeted=False,
            at_most_once=False,
            batch_id=batch.id,
            state="sent",
            sent_at=now(),
        )
    )
    return batch
