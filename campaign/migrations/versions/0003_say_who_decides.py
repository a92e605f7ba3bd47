"""Say who decides."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "column_memory",
        sa.Column("header", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("header", name=op.f("pk_column_memory")),
    )
    op.create_table(
        "official",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_name", sa.String(length=120), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
        sa.UniqueConstraint("slug", name=op.f("uq_official_slug")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_holiday_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("body_id", "on", name=op.f("uq_holiday_body_id_on")),
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("introduced_on", sa.Date(), nullable=True),
        sa.Column("needs", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_measure_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("body_id", "record", name=op.f("uq_measure_body_id_record")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("external", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("location", sa.String(length=300), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("body_id", "external", name=op.f("uq_meeting_body_id_external")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "record_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=True),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('checked', 'done', 'cancelled')", name=op.f("ck_record_import_state")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_record_import_body_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_record_import_organization_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_record_import_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_import")),
    )
    with op.batch_alter_table("record_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_import_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "ward_map",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_ward_map_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ward_map")),
        sa.UniqueConstraint("body_id", "name", name=op.f("uq_ward_map_body_id_name")),
    )
    op.create_table(
        "whip_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_whip_reader_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["user.id"], name=op.f("fk_whip_reader_named_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_whip_reader_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whip_reader")),
        sa.UniqueConstraint(
            "campaign_id", "user_id", name=op.f("uq_whip_reader_campaign_id_user_id")
        ),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=120), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_agenda_item_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_agenda_item_meeting_id_position")
        ),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_measure_id"), ["measure_id"], unique=False)

    op.create_table(
        "interaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("with_whom", sa.String(length=120), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=200), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "way IN ('visit', 'call', 'letter', 'email', 'event', 'reply')",
            name=op.f("ck_interaction_way"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_interaction_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_interaction_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_interaction_official_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_interaction_organization_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_interaction_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
    )
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_interaction_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_interaction_next_on"), ["next_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_interaction_official_id"), ["official_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_interaction_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "record_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("written", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_record_number_body_id")),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_record_number_measure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_number")),
        sa.UniqueConstraint("body_id", "key", name=op.f("uq_record_number_body_id_key")),
    )
    with op.batch_alter_table("record_number", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_number_measure_id"), ["measure_id"], unique=False
        )

    op.create_table(
        "roll_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("action", sa.String(length=120), nullable=False),
        sa.Column("result", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_roll_call_body_id")),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_roll_call_measure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call")),
        sa.UniqueConstraint(
            "measure_id",
            "body_id",
            "on",
            "action",
            name=op.f("uq_roll_call_measure_id_body_id_on_action"),
        ),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_seat_body_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_seat_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("body_id", "label", name=op.f("uq_seat_body_id_label")),
        sa.UniqueConstraint("body_id", "ward_id", name=op.f("uq_seat_body_id_ward_id")),
    )
    op.create_table(
        "sponsor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("is_chief", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_sponsor_measure_id")),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_sponsor_official_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor")),
        sa.UniqueConstraint(
            "measure_id", "official_id", name=op.f("uq_sponsor_measure_id_official_id")
        ),
    )
    with op.batch_alter_table("sponsor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sponsor_official_id"), ["official_id"], unique=False)

    op.create_table(
        "ward_shape",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("map_id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("geometry", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["map_id"], ["ward_map.id"], name=op.f("fk_ward_shape_map_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_ward_shape_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ward_shape")),
        sa.UniqueConstraint("map_id", "ward_id", name=op.f("uq_ward_shape_map_id_ward_id")),
    )
    op.create_table(
        "whip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.String(length=3), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("wanted IN ('yes', 'no')", name=op.f("ck_whip_wanted")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_whip_campaign_id")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_whip_measure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whip")),
        sa.UniqueConstraint(
            "campaign_id", "measure_id", name=op.f("uq_whip_campaign_id_measure_id")
        ),
    )
    with op.batch_alter_table("whip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_whip_measure_id"), ["measure_id"], unique=False)

    op.create_table(
        "stance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("whip_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=12), nullable=False),
        sa.Column("evidence", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "evidence IN ('vote', 'statement', 'meeting', 'staff', 'other')",
            name=op.f("ck_stance_evidence"),
        ),
        sa.CheckConstraint(
            "value IN ('strong yes', 'lean yes', 'undecided', 'lean no', 'strong no', 'unknown')",
            name=op.f("ck_stance_value"),
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["official.id"], name=op.f("fk_stance_official_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_stance_user_id")),
        sa.ForeignKeyConstraint(["whip_id"], ["whip.id"], name=op.f("fk_stance_whip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stance")),
    )
    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stance_official_id"), ["official_id"], unique=False)
        batch_op.create_index(
            "ix_stance_whip_official", ["whip_id", "official_id", "on"], unique=False
        )

    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("starts", sa.String(length=10), nullable=False),
        sa.Column("ends", sa.String(length=10), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_term_body_id")),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_term_official_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_term_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_official_id"), ["official_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_call_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=12), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "value IN ('yea', 'nay', 'absent', 'not voting', 'abstain', 'excused', 'recused',"
            " 'vacant')",
            name=op.f("ck_vote_value"),
        ),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_vote_official_id")),
        sa.ForeignKeyConstraint(
            ["roll_call_id"], ["roll_call.id"], name=op.f("fk_vote_roll_call_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "roll_call_id", "official_id", name=op.f("uq_vote_roll_call_id_official_id")
        ),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_official_id"), ["official_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounce", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('email', 'phone', 'fax', 'website', 'office', 'city_hall', 'other')",
            name=op.f("ck_contact_kind"),
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_contact_term_id")),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["user.id"], name=op.f("fk_contact_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("term_id", "kind", "label", name=op.f("uq_contact_term_id_kind_label")),
    )
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=12), nullable=False, server_default="council")
        )
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("other_names", sa.JSON(), nullable=False, server_default="[]")
        )
        batch_op.add_column(
            sa.Column("ward_title", sa.JSON(), nullable=False, server_default='{"en": "Ward"}')
        )
        batch_op.add_column(
            sa.Column("website", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("source", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("by_hand", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.alter_column("threshold", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("override", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_body_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_body_parent_id"), "body", ["parent_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_body_kind"), "kind IN ('council', 'committee', 'board', 'office')"
        )
    with op.batch_alter_table("body", schema=None) as batch_op:
        for name in ("kind", "other_names", "ward_title", "website", "source", "by_hand"):
            batch_op.alter_column(name, server_default=None)
    seat_every_ward()


def seat_every_ward() -> None:
    """Each ward that was there before has one seat."""
    op.execute(
        "INSERT INTO seat (body_id, ward_id, label, position)"
        " SELECT body_id, id, 'Ward ' || number, number FROM ward"
    )


def downgrade() -> None:
    op.drop_table("contact")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_official_id"))

    op.drop_table("vote")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_seat_id"))
        batch_op.drop_index(batch_op.f("ix_term_official_id"))
        batch_op.drop_index(batch_op.f("ix_term_body_id"))

    op.drop_table("term")
    with op.batch_alter_table("stance", schema=None) as batch_op:
        batch_op.drop_index("ix_stance_whip_official")
        batch_op.drop_index(batch_op.f("ix_stance_official_id"))

    op.drop_table("stance")
    with op.batch_alter_table("whip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_whip_measure_id"))

    op.drop_table("whip")
    op.drop_table("ward_shape")
    with op.batch_alter_table("sponsor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sponsor_official_id"))

    op.drop_table("sponsor")
    op.drop_table("seat")
    op.drop_table("roll_call")
    with op.batch_alter_table("record_number", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_number_measure_id"))

    op.drop_table("record_number")
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interaction_organization_id"))
        batch_op.drop_index(batch_op.f("ix_interaction_official_id"))
        batch_op.drop_index(batch_op.f("ix_interaction_next_on"))
        batch_op.drop_index(batch_op.f("ix_interaction_campaign_id"))

    op.drop_table("interaction")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_measure_id"))

    op.drop_table("agenda_item")
    op.drop_table("whip_reader")
    op.drop_table("ward_map")
    with op.batch_alter_table("record_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_import_organization_id"))

    op.drop_table("record_import")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_starts_at"))

    op.drop_table("meeting")
    op.drop_table("measure")
    op.drop_table("holiday")
    op.drop_table("official")
    op.drop_table("column_memory")

    # The tables before knew only councils that have their numbers; nothing else refers to others.
    op.execute("UPDATE body SET parent_id = NULL")
    op.execute(
        "DELETE FROM body WHERE (threshold IS NULL OR override IS NULL) AND NOT EXISTS"
        " (SELECT 1 FROM petition WHERE petition.body_id = body.id) AND NOT EXISTS"
        " (SELECT 1 FROM ward WHERE ward.body_id = body.id)"
    )
    op.execute("UPDATE body SET threshold = 0 WHERE threshold IS NULL")
    op.execute("UPDATE body SET override = 0 WHERE override IS NULL")
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_body_kind"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_body_parent_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_body_parent_id"))
        batch_op.alter_column("override", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("threshold", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("by_hand")
        batch_op.drop_column("source")
        batch_op.drop_column("website")
        batch_op.drop_column("ward_title")
        batch_op.drop_column("other_names")
        batch_op.drop_column("parent_id")
        batch_op.drop_column("kind")
