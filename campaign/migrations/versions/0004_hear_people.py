"""Hear people."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("is_must", sa.Boolean(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_point_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point")),
    )
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_point_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "speaking_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("turns", sa.String(length=8), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("total_seconds", sa.Integer(), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("cap_in_person", sa.Integer(), nullable=True),
        sa.Column("cap_remote", sa.Integer(), nullable=True),
        sa.Column("reduces_over", sa.Integer(), nullable=True),
        sa.Column("reduced_seconds", sa.Integer(), nullable=True),
        sa.Column("consecutive", sa.Integer(), nullable=False),
        sa.Column("simultaneous", sa.Integer(), nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("published", sa.JSON(), nullable=False),
        sa.Column("asks_phone", sa.Boolean(), nullable=False),
        sa.Column("asks_address", sa.Boolean(), nullable=False),
        sa.Column("agenda_only", sa.Boolean(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("source_url", sa.String(length=300), nullable=False),
        sa.Column("read_on", sa.String(length=10), nullable=True),
        sa.Column("copied_from", sa.String(length=120), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "turns IN ('order', 'draw', 'chair', 'own')", name=op.f("ck_speaking_rule_turns")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_speaking_rule_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_rule")),
    )
    with op.batch_alter_table("speaking_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaking_rule_body_id"), ["body_id"], unique=False)

    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("remote", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("status_note", sa.JSON(), nullable=False),
        sa.Column("is_vote_expected", sa.Boolean(), nullable=False),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("takes_sign_ups", sa.Boolean(), nullable=False),
        sa.Column("cut_seconds", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("period_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("period_ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('scheduled', 'recessed', 'rescheduled', 'cancelled')",
            name=op.f("ck_hearing_status"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_hearing_body_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_hearing_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["user.id"], name=op.f("fk_hearing_coordinator_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_hearing_meeting_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["speaking_rule.id"], name=op.f("fk_hearing_rule_id")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["hearing.id"], name=op.f("fk_hearing_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
        sa.UniqueConstraint("rule_id", name=op.f("uq_hearing_rule_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_hearing_slug")),
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_body_id"), ["body_id"], unique=False)
        batch_op.create_index(
            "ix_hearing_campaign_id_starts_at", ["campaign_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_hearing_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_series"), ["series"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "speaking_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("opens", sa.String(length=60), nullable=False),
        sa.Column("closes", sa.String(length=60), nullable=False),
        sa.Column("calls_from", sa.String(length=60), nullable=False),
        sa.Column("calls_to", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("script", sa.JSON(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("formats", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "channel IN ('form', 'card', 'phone', 'email', 'online', 'post', 'here')",
            name=op.f("ck_speaking_window_channel"),
        ),
        sa.CheckConstraint(
            "mode IN ('in_person', 'remote', 'any')", name=op.f("ck_speaking_window_mode")
        ),
        sa.CheckConstraint(
            "purpose IN ('speak', 'write', 'access')", name=op.f("ck_speaking_window_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["speaking_rule.id"], name=op.f("fk_speaking_window_rule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_window")),
    )
    with op.batch_alter_table("speaking_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaking_window_rule_id"), ["rule_id"], unique=False)

    op.create_table(
        "hearing_body",
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_hearing_body_body_id")),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["hearing.id"], name=op.f("fk_hearing_body_hearing_id")
        ),
        sa.PrimaryKeyConstraint("hearing_id", "body_id", name=op.f("pk_hearing_body")),
    )
    with op.batch_alter_table("hearing_body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_body_body_id"), ["body_id"], unique=False)

    op.create_table(
        "hearing_measure",
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["hearing.id"], name=op.f("fk_hearing_measure_hearing_id")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_hearing_measure_measure_id")
        ),
        sa.PrimaryKeyConstraint("hearing_id", "measure_id", name=op.f("pk_hearing_measure")),
    )
    with op.batch_alter_table("hearing_measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hearing_measure_measure_id"), ["measure_id"], unique=False
        )

    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("speaks", sa.String(length=40), nullable=False),
        sa.Column("interpreter", sa.String(length=12), nullable=False),
        sa.Column("is_extended", sa.Boolean(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.String(length=300), nullable=False),
        sa.Column("seconds_used", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("network", sa.String(length=32), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "interpreter IN ('none', 'consecutive', 'simultaneous')",
            name=op.f("ck_speaker_interpreter"),
        ),
        sa.CheckConstraint(
            "mode IN ('in_person', 'remote', 'written')", name=op.f("ck_speaker_mode")
        ),
        sa.CheckConstraint(
            "state IN ('interested', 'ready', 'applied', 'drawn', 'not_drawn', 'confirmed',"
            " 'present', 'spoke', 'forfeited', 'out_of_time', 'filed', 'waiting', 'offered',"
            " 'lapsed', 'withdrawn')",
            name=op.f("ck_speaker_state"),
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f("fk_speaker_added_by_id")),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f("fk_speaker_hearing_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_speaker_organization_id")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_speaker_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("hearing_id", "mailbox", name=op.f("uq_speaker_hearing_id_mailbox")),
        sa.UniqueConstraint("hearing_id", "seat", name=op.f("uq_speaker_hearing_id_seat")),
    )
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.create_index("ix_speaker_hearing_id_state", ["hearing_id", "state"], unique=False)
        batch_op.create_index("ix_speaker_mailbox", ["mailbox"], unique=False)

    op.create_table(
        "deal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("is_fixed", sa.Boolean(), nullable=False),
        sa.Column("is_made", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f("fk_deal_hearing_id")),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_deal_point_id")),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_deal_speaker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sa.UniqueConstraint("speaker_id", "point_id", name=op.f("uq_deal_speaker_id_point_id")),
    )
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_hearing_id"), ["hearing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deal_point_id"), ["point_id"], unique=False)

    op.create_table(
        "heard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('question', 'promise', 'remark')", name=op.f("ck_heard_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_heard_by_id")),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f("fk_heard_hearing_id")),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interaction.id"],
            name=op.f("fk_heard_interaction_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_heard_official_id")
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_heard_speaker_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard")),
    )
    with op.batch_alter_table("heard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heard_hearing_id"), ["hearing_id"], unique=False)

    op.create_table(
        "speaker_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=False),
        sa.Column("after", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_speaker_change_by_id")),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speaker.id"],
            name=op.f("fk_speaker_change_speaker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_change")),
        sa.UniqueConstraint("key", name=op.f("uq_speaker_change_key")),
    )
    with op.batch_alter_table("speaker_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_change_batch"), ["batch"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_speaker_change_speaker_id"), ["speaker_id"], unique=False
        )

    with op.batch_alter_table("outgoing_email", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outgoing_email", schema=None) as batch_op:
        batch_op.drop_column("calendar")

    with op.batch_alter_table("speaker_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_change_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_speaker_change_batch"))

    op.drop_table("speaker_change")
    with op.batch_alter_table("heard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_heard_hearing_id"))

    op.drop_table("heard")
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_point_id"))
        batch_op.drop_index(batch_op.f("ix_deal_hearing_id"))

    op.drop_table("deal")
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.drop_index("ix_speaker_mailbox")
        batch_op.drop_index("ix_speaker_hearing_id_state")

    op.drop_table("speaker")
    with op.batch_alter_table("hearing_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_measure_measure_id"))

    op.drop_table("hearing_measure")
    with op.batch_alter_table("hearing_body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_body_body_id"))

    op.drop_table("hearing_body")
    with op.batch_alter_table("speaking_window", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaking_window_rule_id"))

    op.drop_table("speaking_window")
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_starts_at"))
        batch_op.drop_index(batch_op.f("ix_hearing_series"))
        batch_op.drop_index(batch_op.f("ix_hearing_meeting_id"))
        batch_op.drop_index("ix_hearing_campaign_id_starts_at")
        batch_op.drop_index(batch_op.f("ix_hearing_body_id"))

    op.drop_table("hearing")
    with op.batch_alter_table("speaking_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaking_rule_body_id"))

    op.drop_table("speaking_rule")
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_campaign_id"))

    op.drop_table("point")
