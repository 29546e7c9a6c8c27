"""R0: eight connections that begin, insert twice and commit, which tells machines apart."""

import asyncio
import time
from datetime import date

import asyncpg

from shared.ids import new_id
from tests.benchmarks.site import Site

CONNECTIONS = 8
_TABLES = """
CREATE TABLE IF NOT EXISTS hire (id uuid PRIMARY KEY, carrier uuid NOT NULL,
  external_id text NOT NULL, given_name text NOT NULL, family_name text NOT NULL,
  email text NOT NULL, start_date date NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS announcement (position bigserial PRIMARY KEY, id uuid NOT NULL,
  topic text NOT NULL, key text NOT NULL, data text NOT NULL)
"""
_HIRE = (
    "INSERT INTO hire (id, carrier, external_id, given_name, family_name, email, start_date)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
)
_ANNOUNCEMENT = "INSERT INTO announcement (id, topic, key, data) VALUES ($1, $2, $3, $4)"
_DATA = '{"worker_id":"%s","carrier_id":"%s","start_date":"2027-02-01","placements":[]}'


async def transactions_per_second(site: Site, seconds: float) -> float:
    """R0, in a database of its own."""
    dsn = (await site.database()).replace("+asyncpg", "")
    connections = [await asyncpg.connect(dsn) for _ in range(CONNECTIONS)]
    await connections[0].execute(_TABLES)
    began = time.perf_counter()
    done = await asyncio.gather(*(_work(each, began + seconds) for each in connections))
    took = time.perf_counter() - began
    for connection in connections:
        await connection.close()
    return sum(done) / took


async def _work(connection: asyncpg.Connection, end: float) -> int:
    hire = await connection.prepare(_HIRE)
    announcement = await connection.prepare(_ANNOUNCEMENT)
    person = ("P-4711", "Mara", "Lindenschmidt", "mara@example.org", date(2027, 2, 1))
    done = 0
    while time.perf_counter() < end:
        key = new_id()
        async with connection.transaction():
            await hire.fetch(key, key, *person)
            await announcement.fetch(new_id(), "directory.events", str(key), _DATA % (key, key))
        done += 1
    return done
