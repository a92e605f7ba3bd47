"""Make packets of hearings."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "hearing_packet",
        sa.Column("hearing_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("too_long", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("folder", sa.String(length=43), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'making', 'ready', 'failed')",
            name=op.f("ck_hearing_packet_state"),
        ),
        sa.ForeignKeyConstraint(
            ["export_id"], ["export.id"], name=op.f("fk_hearing_packet_export_id")
        ),
        sa.ForeignKeyConstraint(
            ["hearing_id"],
            ["hearing.id"],
            name=op.f("fk_hearing_packet_hearing_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_hearing_packet_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_hearing_packet_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_packet")),
    )
    with op.batch_alter_table("hearing_packet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hearing_packet_hearing_id"), ["hearing_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("hearing_packet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_packet_hearing_id"))

    op.drop_table("hearing_packet")
