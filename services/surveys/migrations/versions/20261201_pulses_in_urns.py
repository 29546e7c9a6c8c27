"""Pulses in urns: what was published becomes counts of an opened urn, and no answer is left."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261201_pulses_in_urns"
down_revision = "20261201_feedback_questions"

GROUP, TEXTS_FROM = 5, 10
"""Of fewer answers no count is kept, and of fewer no text."""
_METADATA = sa.MetaData()
_ANSWERS = sa.Table(
    "answers",
    _METADATA,
    sa.Column("tenant", sa.String(8)),
    sa.Column("survey_id", sa.Uuid()),
    sa.Column("ratings", sa.JSON()),
    sa.Column("remark", sa.Text()),
    sa.Column("published", sa.Boolean()),
)
_INVITATIONS = sa.Table("invitations", _METADATA, sa.Column("state", sa.String(10)))
_URNS = sa.Table(
    "urns",
    _METADATA,
    sa.Column("tenant", sa.String(8)),
    sa.Column("id", sa.Uuid()),
    sa.Column("survey_id", sa.Uuid()),
    sa.Column("state", sa.String(10)),
    sa.Column("rolling", sa.Boolean()),
    sa.Column("begun_at", Moment()),
    sa.Column("closes_at", Moment()),
    sa.Column("questionnaire", sa.String(64)),
    sa.Column("group_rule", sa.Text()),
    sa.Column("invited", sa.Integer()),
    sa.Column("slip_size", sa.Integer()),
    sa.Column("progress", sa.Integer()),
    sa.Column("answered", sa.Integer()),
    sa.Column("swept", sa.Boolean()),
)
_TALLIES = sa.Table(
    "tallies",
    _METADATA,
    sa.Column("tenant", sa.String(8)),
    sa.Column("urn_id", sa.Uuid()),
    sa.Column("question_key", sa.String(64)),
    sa.Column("row_key", sa.String(64)),
    sa.Column("group_code", sa.String(200)),
    sa.Column("value_key", sa.String(64)),
    sa.Column("n", sa.Integer()),
)
_TEXTS = sa.Table(
    "free_texts",
    _METADATA,
    sa.Column("tenant", sa.String(8)),
    sa.Column("id", sa.Uuid()),
    sa.Column("urn_id", sa.Uuid()),
    sa.Column("question_key", sa.String(64)),
    sa.Column("text", sa.Text()),
)
Answer = tuple[dict[str, int], str | None]


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete = ON")
    published = sa.select(*_ANSWERS.c).where(_ANSWERS.c.published.is_(True))
    surveys: defaultdict[tuple[str, UUID], list[Answer]] = defaultdict(list)
    for row in op.get_bind().execute(published):
        surveys[row.tenant, row.survey_id].append((row.ratings, row.remark))
    for (tenant, survey_id), given in surveys.items():
        if len(given) >= GROUP:
            _count(tenant, survey_id, given)
    op.execute(sa.delete(_ANSWERS))
    op.drop_table("answers")
    _to("used", "closed")
    _to("open", "waiting")


def _to(before: str, after: str) -> None:
    state = _INVITATIONS.c.state
    op.execute(sa.update(_INVITATIONS).where(state == before).values(state=after))


def _count(tenant: str, survey_id: UUID, given: Sequence[Answer]) -> None:
    """In a fixed order, and texts in that of their random ids: what belonged together is gone."""
    urn = {"tenant": tenant, "urn_id": uuid4()}
    now = datetime.now(UTC)
    opened = {
        "tenant": tenant,
        "id": urn["urn_id"],
        "survey_id": survey_id,
        "state": "opened",
        "rolling": True,
        "begun_at": now,
        "closes_at": now,
        "questionnaire": "",
        "group_rule": "Antworten vor der Urne",
        "invited": 0,
        "slip_size": 0,
        "progress": 0,
        "answered": len(given),
        "swept": True,
    }
    counts = Counter(
        (item, value)
        for ratings, _ in given
        for item, n in ratings.items()
        for value in ("", str(n))
    )
    tallies = [
        {**urn, "question_key": item, "row_key": "", "group_code": "", "value_key": value, "n": n}
        for (item, value), n in sorted(counts.items())
    ]
    said = [remark for _, remark in given if remark] if len(given) >= TEXTS_FROM else []
    texts = [{**urn, "id": uuid4(), "question_key": "remark", "text": each} for each in said]
    op.bulk_insert(_URNS, [opened])
    op.bulk_insert(_TALLIES, tallies)
    op.bulk_insert(_TEXTS, sorted(texts, key=lambda row: str(row["id"])))


def downgrade() -> None:
    """Counts stay counts: nobody can tell any more what belonged together."""
    _to("waiting", "open")
    _to("leaving", "closed")
    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("answers_of_survey", "answers", ["survey_id", "published"])
