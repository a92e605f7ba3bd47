"""Write letters and mailings; mails belong to batches."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "mail_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.Column("list_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=120), nullable=False),
        sa.Column("forgiven", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('running', 'paused', 'cancelled')", name=op.f("ck_mail_batch_state")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_mail_batch_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_batch")),
        sa.UniqueConstraint(
            "organization_id", "topic", name=op.f("uq_mail_batch_organization_id_topic")
        ),
    )
    op.create_table(
        "mail_domain",
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slow_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_mail_domain")),
    )
    op.create_table(
        "outreach_settings",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("approval_above", sa.Integer(), nullable=True),
        sa.Column("sender_name", sa.String(length=120), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("footer", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_outreach_settings_organization_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_outreach_settings")),
    )
    op.create_table(
        "letter_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("prompts", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("per_hour", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("on_bounce", sa.String(length=8), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "on_bounce IN ('wait', 'next')", name=op.f("ck_letter_action_on_bounce")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_letter_action_body_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_letter_action_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_letter_action_measure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_action")),
        sa.UniqueConstraint("slug", name=op.f("uq_letter_action_slug")),
    )
    with op.batch_alter_table("letter_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_action_campaign_id"), ["campaign_id"], unique=False
        )

    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("preheader", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("sender_name", sa.String(length=120), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("segment", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_edition", sa.Integer(), nullable=True),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'proposed', 'scheduled', 'queueing', 'sending', 'done',"
            " 'cancelled')",
            name=op.f("ck_mailing_state"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["user.id"], name=op.f("fk_mailing_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["mail_batch.id"], name=op.f("fk_mailing_batch_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_mailing_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_mailing_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_mailing_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_mailing_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailing_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index("ix_mailing_due", ["state", "scheduled_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mailing_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            "ix_mailing_place", ["organization_id", "campaign_id", "id"], unique=False
        )

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=True),
        sa.Column("recruited_by_id", sa.Integer(), nullable=True),
        sa.Column("network", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("held_for", sa.String(length=12), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disowned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("outgoing_email_id", sa.Integer(), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("reply_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('unconfirmed', 'held', 'waiting', 'leaving', 'sent', 'uncertain', 'failed',"
            " 'bounced', 'withdrawn')",
            name=op.f("ck_letter_state"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["letter_action.id"], name=op.f("fk_letter_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_letter_contact_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_letter_official_id")
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_email_id"], ["outgoing_email.id"], name=op.f("fk_letter_outgoing_email_id")
        ),
        sa.ForeignKeyConstraint(
            ["recruited_by_id"], ["organization.id"], name=op.f("fk_letter_recruited_by_id")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_letter_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint(
            "action_id",
            "mailbox",
            "official_id",
            name=op.f("uq_letter_action_id_mailbox_official_id"),
        ),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index("ix_letter_mailbox", ["mailbox"], unique=False)
        batch_op.create_index(
            "ix_letter_office", ["action_id", "official_id", "state", "confirmed_at"], unique=False
        )
        batch_op.create_index("ix_letter_outgoing_email_id", ["outgoing_email_id"], unique=False)
        batch_op.create_index("ix_letter_state", ["action_id", "state", "id"], unique=False)

    op.create_table(
        "letter_reply",
        sa.Column("letter_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("stance_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "answer IN ('no', 'form', 'staff', 'personal')", name=op.f("ck_letter_reply_answer")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_letter_reply_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_reply_letter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stance_id"], ["stance.id"], name=op.f("fk_letter_reply_stance_id")
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_reply")),
    )
    op.create_table(
        "letter_run",
        sa.Column("letter_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run", sa.String(length=16), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_run_letter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("letter_id", "run", name=op.f("pk_letter_run")),
    )
    with op.batch_alter_table("letter_run", schema=None) as batch_op:
        batch_op.create_index("ix_letter_run_run", ["action_id", "language", "run"], unique=False)

    with op.batch_alter_table("outgoing_email", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sender_name", sa.String(length=120), nullable=True))
        batch_op.drop_index(
            "ix_outgoing_email_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outgoing_email_due",
            ["batch_id", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outgoing_email_batch",
            ["batch_id", "state", "id"],
            unique=False,
            sqlite_where=sa.text("batch_id IS NOT NULL"),
            postgresql_where=sa.text("batch_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outgoing_email_batch_id"), "mail_batch", ["batch_id"], ["id"]
        )
        batch_op.drop_column("bulk")


def downgrade() -> None:
    with op.batch_alter_table("outgoing_email", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("bulk", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.drop_constraint(batch_op.f("fk_outgoing_email_batch_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_outgoing_email_batch",
            sqlite_where=sa.text("batch_id IS NOT NULL"),
            postgresql_where=sa.text("batch_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outgoing_email_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outgoing_email_due",
            ["bulk", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_column("sender_name")
        batch_op.drop_column("batch_id")

    with op.batch_alter_table("letter_run", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_run_run")

    op.drop_table("letter_run")
    op.drop_table("letter_reply")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_state")
        batch_op.drop_index("ix_letter_outgoing_email_id")
        batch_op.drop_index("ix_letter_office")
        batch_op.drop_index("ix_letter_mailbox")

    op.drop_table("letter")
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.drop_index("ix_mailing_place")
        batch_op.drop_index(batch_op.f("ix_mailing_organization_id"))
        batch_op.drop_index("ix_mailing_due")
        batch_op.drop_index(batch_op.f("ix_mailing_campaign_id"))

    op.drop_table("mailing")
    with op.batch_alter_table("letter_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_action_campaign_id"))

    op.drop_table("letter_action")
    op.drop_table("outreach_settings")
    op.drop_table("mail_batch")
    op.drop_table("mail_domain")
