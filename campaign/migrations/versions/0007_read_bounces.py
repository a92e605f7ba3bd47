"""Read bounces."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "bounce",
        sa.Column("outgoing_email_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('policy', 'soft', 'hard', 'complaint')", name=op.f("ck_bounce_kind")
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_email_id"],
            ["outgoing_email.id"],
            name=op.f("fk_bounce_outgoing_email_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("outgoing_email_id", name=op.f("pk_bounce")),
    )
    with op.batch_alter_table("bounce", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bounce_at"), ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("bounce", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bounce_at"))

    op.drop_table("bounce")
