"""What a person changed in a suggestion, and why one was refused

Revision: 0003
Before: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Step forward."""
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    """Step back."""
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_column("decision")
