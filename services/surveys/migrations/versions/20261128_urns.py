"""Sealed urns: sheets that are opened together, and what remains of them."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261128_urns"
down_revision = "20261126_names_of_municipalities"

MAKE_ROOM = """
CREATE FUNCTION make_urn_room(urn uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE room text := 'slips_' || replace(urn::text, '-', '');
BEGIN
  IF to_regclass(room) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE slips INCLUDING ALL)', room);
    EXECUTE format('ALTER TABLE slips ATTACH PARTITION %I FOR VALUES IN (%L)', room, urn);
  END IF;
END $$
"""
DROP_ROOM = """
CREATE FUNCTION drop_urn_room(urn uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM slips WHERE urn_id = urn) THEN
    RAISE EXCEPTION 'the urn is not empty';
  END IF;
  EXECUTE format('DROP TABLE IF EXISTS %I', 'slips_' || replace(urn::text, '-', ''));
END $$
"""


def upgrade() -> None:
    _urns()
    _sealed()
    _opened()
    if op.get_bind().dialect.name == "postgresql":
        # The service's role makes no tables; these two do it for it, and nothing else.
        op.execute(MAKE_ROOM)
        op.execute(DROP_ROOM)


def _urns() -> None:
    op.create_table(
        "urns",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rolling", sa.Boolean(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("questionnaire", sa.String(length=64), nullable=False),
        sa.Column("group_rule", sa.Text(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("slip_size", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_header", sa.LargeBinary(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("swept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("urns_of_survey", "urns", ["survey_id", "state"], unique=False)
    op.create_index("urns_to_tend", "urns", ["state", "swept"], unique=False)


def _sealed() -> None:
    op.create_table(
        "urn_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("urn_id", sa.Uuid(), nullable=True),
        sa.Column("person_mac", sa.LargeBinary(), nullable=False),
        sa.Column("person_box", sa.LargeBinary(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("survey_id", "person_mac", name="urn_invitations_once"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "urn_tokens",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("urn_tokens_of_invitation", "urn_tokens", ["invitation_id"], unique=False)
    op.create_table(
        "slips",
        sa.Column("urn_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("urn_id", "id"),
        sqlite_with_rowid=False,
        postgresql_partition_by="LIST (urn_id)",
    )


def _opened() -> None:
    op.create_table(
        "tallies",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("urn_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(length=64), nullable=False),
        sa.Column("row_key", sa.String(length=64), nullable=False),
        sa.Column("group_code", sa.String(length=200), nullable=False),
        sa.Column("value_key", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("urn_id", "question_key", "row_key", "group_code", "value_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "free_texts",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("urn_id", sa.Uuid(), nullable=False),
        sa.Column("question_key", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("free_texts_of_urn", "free_texts", ["urn_id", "question_key"], unique=False)
