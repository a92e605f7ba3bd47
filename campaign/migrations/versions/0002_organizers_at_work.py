"""Organizers at work."""

import sqlalchemy as sa
from alembic import op

from campaign.append_only import guard
from campaign.people.searching import sort_name, words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_act"), ["act"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "charter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_charter_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("fk_charter_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_charter_campaign_id_number")),
    )
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_export_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_export_organization_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_export_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("code", name=op.f("uq_export_code")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_export_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("rejects", sa.JSON(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_import_organization_id")
        ),
        sa.ForeignKeyConstraint(["wording_id"], ["wording.id"], name=op.f("fk_import_wording_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "partner_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('lead', 'partner', 'endorser')", name=op.f("ck_partner_offer_role")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_partner_offer_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["user.id"], name=op.f("fk_partner_offer_offered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_partner_offer_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_offer")),
    )
    with op.batch_alter_table("partner_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_partner_offer_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_partner_offer_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "refusal",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_refusal_organization_id")
        ),
        sa.PrimaryKeyConstraint("organization_id", "mailbox", "purpose", name=op.f("pk_refusal")),
    )
    op.create_table(
        "sign_on_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_sign_on_letter_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on_letter")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_sign_on_letter_campaign_id")),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "key",
            sa.String(length=60).with_variant(sa.VARCHAR(length=60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_tag_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("organization_id", "key", name=op.f("uq_tag_organization_id_key")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tag_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "charter_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charter.id"], name=op.f("fk_charter_agreement_charter_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_charter_agreement_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_charter_agreement_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_agreement")),
        sa.UniqueConstraint(
            "charter_id",
            "organization_id",
            name=op.f("uq_charter_agreement_charter_id_organization_id"),
        ),
    )
    with op.batch_alter_table("charter_agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_charter_agreement_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("on_paper", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(length=43), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'making', 'ready', 'failed')", name=op.f("ck_delivery_state")
        ),
        sa.ForeignKeyConstraint(["export_id"], ["export.id"], name=op.f("fk_delivery_export_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_delivery_made_by_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_delivery_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_delivery_petition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_petition_id"), ["petition_id"], unique=False)

    op.create_table(
        "invalidation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_invalidation_by_id")),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_invalidation_petition_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user.id"], name=op.f("fk_invalidation_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invalidation")),
        sa.UniqueConstraint("petition_id", "token", name=op.f("uq_invalidation_petition_id_token")),
    )
    with op.batch_alter_table("invalidation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invalidation_petition_id"), ["petition_id"], unique=False
        )

    op.create_table(
        "letter_endorsement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("standing", sa.String(length=120), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("mailbox", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hidden_by_id"], ["user.id"], name=op.f("fk_letter_endorsement_hidden_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["sign_on_letter.id"], name=op.f("fk_letter_endorsement_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_endorsement")),
        sa.UniqueConstraint(
            "letter_id",
            "mailbox",
            "name_key",
            name=op.f("uq_letter_endorsement_letter_id_mailbox_name_key"),
        ),
        sa.UniqueConstraint(
            "letter_id", "standing", name=op.f("uq_letter_endorsement_letter_id_standing")
        ),
    )
    with op.batch_alter_table("letter_endorsement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_endorsement_mailbox"), ["mailbox"], unique=False
        )

    op.create_table(
        "other_mailbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_other_mailbox_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_other_mailbox_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_mailbox")),
        sa.UniqueConstraint(
            "organization_id", "mailbox", name=op.f("uq_other_mailbox_organization_id_mailbox")
        ),
    )
    with op.batch_alter_table("other_mailbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_other_mailbox_mailbox"), ["mailbox"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_other_mailbox_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_other_mailbox_person_id"), ["person_id"], unique=False)

    op.create_table(
        "paper_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_paper_run_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_paper_run_petition_id")
        ),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["user.id"], name=op.f("fk_paper_run_printed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_run")),
    )
    with op.batch_alter_table("paper_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_run_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paper_run_petition_id"), ["petition_id"], unique=False)

    op.create_table(
        "person_word",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "word",
            sa.String(length=60).with_variant(sa.VARCHAR(length=60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_person_word_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_word_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "word", name=op.f("pk_person_word")),
    )
    with op.batch_alter_table("person_word", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_word_word", ["organization_id", "word", "person_id"], unique=False
        )

    op.create_table(
        "petition_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('published', 'unpublished', 'closed', 'reopened', 'stopped', 'resumed')",
            name=op.f("ck_petition_decision_act"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_petition_decision_by_id")),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_petition_decision_petition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_decision")),
    )
    with op.batch_alter_table("petition_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_petition_decision_petition_id"), ["petition_id"], unique=False
        )

    op.create_table(
        "petition_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("was_public", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_petition_revision_by_id")),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_petition_revision_petition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_revision")),
        sa.UniqueConstraint(
            "petition_id", "number", name=op.f("uq_petition_revision_petition_id_number")
        ),
    )
    with op.batch_alter_table("petition_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_petition_revision_slug"), ["slug"], unique=False)

    op.create_table(
        "signature_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("may_ask", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_signature_import_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_signature_import_petition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_import")),
    )
    with op.batch_alter_table("signature_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signature_import_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_signature_import_petition_id"), ["petition_id"], unique=False
        )

    op.create_table(
        "tagged",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_tagged_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_tagged_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tag.id"], name=op.f("fk_tagged_tag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag_id", "person_id", name=op.f("pk_tagged")),
    )
    with op.batch_alter_table("tagged", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tagged_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_tagged_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index("ix_tagged_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_tagged_removed_by_id"), ["removed_by_id"], unique=False
        )

    op.create_table(
        "tagging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=6), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_tagging_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tag.id"], name=op.f("fk_tagging_tag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tagging")),
    )
    with op.batch_alter_table("tagging", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tagging_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "tally_hour",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_tally_hour_petition_id")
        ),
        sa.PrimaryKeyConstraint("petition_id", "hour", "language", name=op.f("pk_tally_hour")),
    )
    op.create_table(
        "paper_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["keeper_id"], ["user.id"], name=op.f("fk_paper_sheet_keeper_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_paper_sheet_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_paper_sheet_petition_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["paper_run.id"], name=op.f("fk_paper_sheet_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_sheet_code")),
        sa.UniqueConstraint(
            "petition_id", "number", name=op.f("uq_paper_sheet_petition_id_number")
        ),
    )
    with op.batch_alter_table("paper_sheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_sheet_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paper_sheet_run_id"), ["run_id"], unique=False)

    op.create_table(
        "comment_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=8), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_comment_decision_by_id")),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_comment_decision_petition_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signature.id"],
            name=op.f("fk_comment_decision_signature_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_decision")),
    )
    with op.batch_alter_table("comment_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_decision_petition_id"), ["petition_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_decision_signature_id"), ["signature_id"], unique=False
        )

    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_household_by_id")),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_household_petition_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signature.id"],
            name=op.f("fk_household_signature_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("signature_id", name=op.f("uq_household_signature_id")),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_petition_id"), ["petition_id"], unique=False)

    op.create_table(
        "paper_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("mailbox", sa.String(length=32), nullable=True),
        sa.Column("likeness", sa.String(length=32), nullable=False),
        sa.Column("wants_mail", sa.Boolean(), nullable=False),
        sa.Column("is_struck", sa.Boolean(), nullable=False),
        sa.Column("is_set_aside", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["signature_import.id"], name=op.f("fk_paper_signature_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_paper_signature_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name=op.f("fk_paper_signature_petition_id")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["paper_sheet.id"], name=op.f("fk_paper_signature_sheet_id")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_paper_signature_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_signature")),
        sa.UniqueConstraint(
            "petition_id",
            "organization_id",
            "key",
            name=op.f("uq_paper_signature_petition_id_organization_id_key"),
        ),
        sa.UniqueConstraint(
            "sheet_id", "position", name=op.f("uq_paper_signature_sheet_id_position")
        ),
    )
    with op.batch_alter_table("paper_signature", schema=None) as batch_op:
        batch_op.create_index("ix_paper_signature_counts", ["petition_id", "counts"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paper_signature_import_id"), ["import_id"], unique=False
        )
        batch_op.create_index(
            "ix_paper_signature_likeness", ["petition_id", "likeness"], unique=False
        )
        batch_op.create_index(
            "ix_paper_signature_mailbox", ["petition_id", "mailbox"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paper_signature_organization_id"), ["organization_id"], unique=False
        )

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("locale", sa.String(length=12), server_default="en", nullable=False)
        )

    with op.batch_alter_table("key_date", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("website", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("petition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("targets", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("reviews_comments", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("revision_number", sa.Integer(), server_default="0", nullable=False)
        )

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("domain", sa.String(length=253), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("comment_review", sa.String(length=8), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("invalidation_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_signature_petition_id_mailbox"), type_="unique")
        batch_op.drop_index(
            batch_op.f("ix_signature_waiting"), sqlite_where=sa.text("confirmed_at IS NULL")
        )
        batch_op.create_index(
            "ix_signature_waiting",
            ["signed_at", "petition_id", "withdrawn_at", "invalidated_at", "confirmed_at"],
            unique=False,
            sqlite_where=sa.text("confirmed_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_signature_comment",
            ["petition_id", "comment_review", "id"],
            unique=False,
            sqlite_where=sa.text("comment <> '' AND confirmed_at IS NOT NULL"),
            postgresql_where=sa.text("comment <> '' AND confirmed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_signature_invalidation",
            ["invalidation_id"],
            unique=False,
            sqlite_where=sa.text("invalidation_id IS NOT NULL"),
            postgresql_where=sa.text("invalidation_id IS NOT NULL"),
        )
        batch_op.create_index("ix_signature_time", ["petition_id", "signed_at"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_signature_petition_id_mailbox_member"),
            ["petition_id", "mailbox", "member"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_signature_invalidation_id"), "invalidation", ["invalidation_id"], ["id"]
        )

    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE "user" SET disabled_at = CURRENT_TIMESTAMP WHERE NOT active')

    keep_people_apart()
    count_by_hour()
    domains = domain_of_address()
    op.execute(f"UPDATE signature SET domain = {domains}")
    guard(op.get_bind(), *WRITTEN_ONCE)


def keep_people_apart() -> None:
    """One record of a resident for each organization that they allowed something.

    Whoever took everything back from an organization is forgotten there; a mark stays.
    """
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("organization_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("sort_name", by_letters(254), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_person_mailbox"), type_="unique")
    for statement in PEOPLE_APART:
        op.execute(statement)
    with op.batch_alter_table("person") as batch_op:
        batch_op.alter_column("organization_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_person_organization_id"), "organization", ["organization_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_person_organization_id_mailbox"), ["organization_id", "mailbox"]
        )
        for name, columns in PERSON_INDEXES.items():
            batch_op.create_index(name, columns)
    with op.batch_alter_table("consent") as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_organization_id"))
        batch_op.drop_constraint(
            batch_op.f("uq_consent_person_id_organization_id_purpose"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_consent_person_id_purpose"), ["person_id", "purpose"]
        )
        batch_op.drop_constraint(batch_op.f("fk_consent_person_id"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_consent_person_id"), "person", ["person_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_index("ix_consent_by_person", ["organization_id", "person_id"])
        batch_op.create_index("ix_consent_by_source", ["organization_id", "source", "person_id"])
        batch_op.create_index(
            "ix_consent_withdrawn",
            ["organization_id", "person_id"],
            sqlite_where=sa.text("withdrawn_at IS NOT NULL"),
            postgresql_where=sa.text("withdrawn_at IS NOT NULL"),
        )
    find_by_words()


def find_by_words() -> None:
    """Let everybody be found by name and address, a thousand at a time."""
    connection = op.get_bind()
    after = 0
    while rows := connection.execute(sa.text(SOME_PEOPLE), {"after": after}).all():
        found = [(one.id, one.organization_id, words(one.name, one.email)) for one in rows]
        listed = [{"id": one.id, "sort": sort_name(one.name, one.email)} for one in rows]
        connection.execute(sa.text("UPDATE person SET sort_name = :sort WHERE id = :id"), listed)
        pairs = [
            {"organization": organization, "person": number, "word": word}
            for number, organization, mine in found
            for word in sorted(mine)
        ]
        connection.execute(sa.text(ONE_WORD), pairs)
        after = rows[-1].id


def count_by_hour() -> None:
    """Fold what is not folded yet, then count what stands by hour and language."""
    op.execute(FOLD)
    op.execute("DELETE FROM tally_change")
    with op.batch_alter_table("tally_change") as batch_op:
        batch_op.add_column(sa.Column("hour", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=False))
    op.execute(BY_HOUR.format(hour=hour_of_confirming()))


def hour_of_confirming() -> str:
    if op.get_bind().dialect.name == "postgresql":
        return "CAST(floor(extract(epoch FROM confirmed_at) / 3600) AS INTEGER)"
    return "CAST(strftime('%s', confirmed_at) AS INTEGER) / 3600"


def domain_of_address() -> str:
    """What follows the @ of an address."""
    if op.get_bind().dialect.name == "postgresql":
        return "lower(split_part(email, '@', 2))"
    return "CASE WHEN email = '' THEN '' ELSE lower(substr(email, instr(email, '@') + 1)) END"


def by_letters(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.VARCHAR(length, collation="C"), "postgresql")


PERSON_INDEXES = {
    "ix_person_by_language": ["organization_id", "language", "id"],
    "ix_person_by_name": ["organization_id", "sort_name", "id"],
    "ix_person_by_ward": ["organization_id", "division", "sort_name", "id"],
    "ix_person_import_id": ["import_id"],
    "ix_person_mailbox": ["mailbox"],
}
COPIED = "mailbox, name, email, division, language, created_at"
PEOPLE_APART = [
    """INSERT INTO refusal (organization_id, mailbox, purpose, at)
    SELECT consent.organization_id, person.mailbox, consent.purpose, consent.withdrawn_at
    FROM consent JOIN person ON person.id = consent.person_id
    WHERE consent.withdrawn_at IS NOT NULL""",
    """DELETE FROM consent WHERE NOT EXISTS (
        SELECT 1 FROM consent AS other WHERE other.person_id = consent.person_id
        AND other.organization_id = consent.organization_id AND other.withdrawn_at IS NULL)""",
    """UPDATE person SET organization_id =
    (SELECT MIN(organization_id) FROM consent WHERE consent.person_id = person.id)""",
    "DELETE FROM person WHERE organization_id IS NULL",
    f"""INSERT INTO person (organization_id, {COPIED})
    SELECT allowed.organization_id, {COPIED} FROM person
    JOIN (SELECT DISTINCT person_id, organization_id FROM consent) AS allowed
    ON allowed.person_id = person.id AND allowed.organization_id <> person.organization_id
    ORDER BY person.id""",
    """UPDATE consent SET person_id = (
        SELECT mine.id FROM person AS mine JOIN person AS first ON first.mailbox = mine.mailbox
        WHERE first.id = consent.person_id AND mine.organization_id = consent.organization_id)""",
]
ONE_PERSON_AGAIN = [
    """UPDATE consent SET person_id = (
        SELECT MIN(other.id) FROM person AS mine JOIN person AS other
        ON other.mailbox = mine.mailbox WHERE mine.id = consent.person_id)""",
    "DELETE FROM person WHERE id NOT IN (SELECT MIN(id) FROM person GROUP BY mailbox)",
]
SOME_PEOPLE = """SELECT id, organization_id, name, email FROM person
WHERE id > :after ORDER BY id LIMIT 1000"""
ONE_WORD = """INSERT INTO person_word (organization_id, person_id, word)
VALUES (:organization, :person, :word)"""
FOLD = """INSERT INTO tally (petition_id, ward_id, organization_id, counted)
SELECT petition_id, ward_id, organization_id, SUM(change) FROM tally_change
WHERE true GROUP BY petition_id, ward_id, organization_id
ON CONFLICT (petition_id, ward_id, organization_id)
DO UPDATE SET counted = tally.counted + excluded.counted"""
BY_HOUR = """INSERT INTO tally_hour (petition_id, hour, language, counted)
SELECT petition_id, {hour}, language, COUNT(*) FROM signature
WHERE confirmed_at IS NOT NULL AND withdrawn_at IS NULL AND invalidated_at IS NULL
GROUP BY 1, 2, 3"""
WRITTEN_ONCE = [
    "audit",
    "charter",
    "charter_agreement",
    "petition_decision",
    "petition_revision",
]


def downgrade() -> None:
    for table in ("household", "comment_decision"):
        op.execute(f"DELETE FROM {table}")
    op.execute("DELETE FROM signature WHERE member <> 0")
    op.execute(FOLD)
    op.execute("DELETE FROM tally_change")
    with op.batch_alter_table("tally_change", schema=None) as batch_op:
        batch_op.drop_column("language")
        batch_op.drop_column("hour")

    one_record_again()
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_column("disabled_at")

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_signature_invalidation_id"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("uq_signature_petition_id_mailbox_member"), type_="unique"
        )
        batch_op.drop_index("ix_signature_time")
        batch_op.drop_index(
            "ix_signature_invalidation",
            sqlite_where=sa.text("invalidation_id IS NOT NULL"),
            postgresql_where=sa.text("invalidation_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_signature_comment",
            sqlite_where=sa.text("comment <> '' AND confirmed_at IS NOT NULL"),
            postgresql_where=sa.text("comment <> '' AND confirmed_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_signature_waiting",
            sqlite_where=sa.text("confirmed_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_signature_waiting"),
            ["signed_at"],
            unique=False,
            sqlite_where=sa.text("confirmed_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_signature_petition_id_mailbox"), ["petition_id", "mailbox"]
        )
        batch_op.drop_column("invalidation_id")
        batch_op.drop_column("comment_review")
        batch_op.drop_column("domain")
        batch_op.drop_column("member")

    with op.batch_alter_table("petition", schema=None) as batch_op:
        batch_op.drop_column("revision_number")
        batch_op.drop_column("reviews_comments")
        batch_op.drop_column("targets")

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_column("closed_at")
        batch_op.drop_column("edition")
        batch_op.drop_column("website")

    with op.batch_alter_table("key_date", schema=None) as batch_op:
        batch_op.drop_column("edition")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("locale")

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_column("edition")

    with op.batch_alter_table("paper_signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_signature_organization_id"))
        batch_op.drop_index("ix_paper_signature_mailbox")
        batch_op.drop_index("ix_paper_signature_likeness")
        batch_op.drop_index(batch_op.f("ix_paper_signature_import_id"))
        batch_op.drop_index("ix_paper_signature_counts")

    op.drop_table("paper_signature")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_petition_id"))

    op.drop_table("household")
    with op.batch_alter_table("comment_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_decision_signature_id"))
        batch_op.drop_index(batch_op.f("ix_comment_decision_petition_id"))

    op.drop_table("comment_decision")
    with op.batch_alter_table("paper_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_sheet_run_id"))
        batch_op.drop_index(batch_op.f("ix_paper_sheet_organization_id"))

    op.drop_table("paper_sheet")
    op.drop_table("tally_hour")
    with op.batch_alter_table("tagging", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tagging_organization_id"))

    op.drop_table("tagging")
    with op.batch_alter_table("tagged", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tagged_removed_by_id"))
        batch_op.drop_index("ix_tagged_person_id")
        batch_op.drop_index(batch_op.f("ix_tagged_organization_id"))
        batch_op.drop_index(batch_op.f("ix_tagged_added_by_id"))

    op.drop_table("tagged")
    with op.batch_alter_table("signature_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_import_petition_id"))
        batch_op.drop_index(batch_op.f("ix_signature_import_organization_id"))

    op.drop_table("signature_import")
    with op.batch_alter_table("petition_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_petition_revision_slug"))

    op.drop_table("petition_revision")
    with op.batch_alter_table("petition_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_petition_decision_petition_id"))

    op.drop_table("petition_decision")
    with op.batch_alter_table("person_word", schema=None) as batch_op:
        batch_op.drop_index("ix_person_word_word")

    op.drop_table("person_word")
    with op.batch_alter_table("paper_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_run_petition_id"))
        batch_op.drop_index(batch_op.f("ix_paper_run_organization_id"))

    op.drop_table("paper_run")
    with op.batch_alter_table("other_mailbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_other_mailbox_person_id"))
        batch_op.drop_index(batch_op.f("ix_other_mailbox_organization_id"))
        batch_op.drop_index(batch_op.f("ix_other_mailbox_mailbox"))

    op.drop_table("other_mailbox")
    with op.batch_alter_table("letter_endorsement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_endorsement_mailbox"))

    op.drop_table("letter_endorsement")
    with op.batch_alter_table("invalidation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invalidation_petition_id"))

    op.drop_table("invalidation")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_petition_id"))

    op.drop_table("delivery")
    with op.batch_alter_table("charter_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_charter_agreement_organization_id"))

    op.drop_table("charter_agreement")
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_organization_id"))

    op.drop_table("tag")
    op.drop_table("sign_on_letter")
    op.drop_table("refusal")
    with op.batch_alter_table("partner_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_offer_organization_id"))
        batch_op.drop_index(batch_op.f("ix_partner_offer_campaign_id"))

    op.drop_table("partner_offer")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_organization_id"))

    op.drop_table("import")
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_organization_id"))
        batch_op.drop_index(batch_op.f("ix_export_campaign_id"))

    op.drop_table("export")
    op.drop_table("charter")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_organization_id"))
        batch_op.drop_index(batch_op.f("ix_audit_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_audit_act"))

    op.drop_table("audit")


def one_record_again() -> None:
    """One record of a resident for all organizations, as it was first known."""
    with op.batch_alter_table("consent") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consent_person_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_consent_person_id_purpose"), type_="unique")
        batch_op.drop_index("ix_consent_withdrawn")
        batch_op.drop_index("ix_consent_by_source")
        batch_op.drop_index("ix_consent_by_person")
        batch_op.create_unique_constraint(
            batch_op.f("uq_consent_person_id_organization_id_purpose"),
            ["person_id", "organization_id", "purpose"],
        )
        batch_op.create_index(batch_op.f("ix_consent_organization_id"), ["organization_id"])
    for table in ("tagged", "person_word", "other_mailbox"):
        op.execute(f"DELETE FROM {table}")
    for statement in ONE_PERSON_AGAIN:
        op.execute(statement)
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_person_organization_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_person_organization_id_mailbox"), type_="unique")
        for name in PERSON_INDEXES:
            batch_op.drop_index(name)
        for name in ("version", "import_id", "sort_name", "organization_id"):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(batch_op.f("uq_person_mailbox"), ["mailbox"])
    with op.batch_alter_table("consent") as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_consent_person_id"), "person", ["person_id"], ["id"]
        )
