"""What a few hires left in every table, in words that are the same whoever wrote it."""

import json
import re
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from deploy.services import NAMES, load
from services.trainings.templates.rules import DEFAULT_TEMPLATE_ID
from shared.messaging import tables
from tests.benchmarks.site import Installation

NOT_COMPARED = {tables.jobs.name, "match_keys", "duplicates"}
"""They run by the clock, or are written by what does."""
LEFT_OUT = {"position", "matched"}
"""What counts what else was written, and what a job has done."""
Row = dict[str, Any]

_IDS = {
    "directory": (
        "SELECT id, name FROM organizations",
        "SELECT id, 'person' FROM people",
        "SELECT id, 'employment' FROM employments",
        "SELECT correlation_id, 'story' FROM employments",
        "SELECT id, 'placement' FROM placements",
    ),
    "trainings": (
        "SELECT id, 'onboarding' FROM onboardings",
        "SELECT id, 'task ' || code FROM tasks",
    ),
    "surveys": ("SELECT id, 'pulse' FROM pulses",),
    "notifications": ("SELECT id, concat_ws(' ', 'letter', kind, role) FROM messages",),
    "dashboard": ("SELECT id, 'message ' || type FROM seen",),
}
"""What each id is of, so that a wrong reference shows."""
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def compared_tables(service: str) -> list[str]:
    """All of a service's but those that run by the clock."""
    return sorted({*load(service).tables.tables, *tables.metadata.tables} - NOT_COMPARED)


async def contents(installation: Installation) -> dict[str, list[Row]]:
    """Every row of every table, sorted; ids, moments and digests say only what they are of."""
    ids = {str(DEFAULT_TEMPLATE_ID): "template"}
    found: dict[str, list[asyncpg.Record]] = {}
    for name in NAMES:
        async with installation.connected(name) as connection:
            for query in _IDS[name]:
                ids |= {str(row[0]): row[1] for row in await connection.fetch(query)}
            for table in compared_tables(name):
                found[f"{name}.{table}"] = await connection.fetch(f"SELECT * FROM {table}")
    return {
        table: sorted((_told(row, ids) for row in rows), key=repr) for table, rows in found.items()
    }


def _told(row: asyncpg.Record, ids: dict[str, str]) -> Row:
    return {name: _plain(value, ids) for name, value in row.items() if name not in LEFT_OUT}


def _plain(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, UUID):
        return ids.get(str(value), "id")
    if not isinstance(value, str):
        return value
    if value.startswith(("{", "[")):
        value = json.dumps(json.loads(value), sort_keys=True)
    return _DIGEST.sub("digest", _ID.sub(lambda found: ids.get(found[0], "id"), value))
