"""An index that holds all that filters ask of articles

Revision: 0002
Before: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Step forward."""
    op.create_index(
        "ix_article_facts",
        "article",
        ["deleted_at", "id", "published_start", "published_end", "outlet"],
        unique=False,
    )


def downgrade() -> None:
    """Step back."""
    op.drop_index("ix_article_facts", table_name="article")
