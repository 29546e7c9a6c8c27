"""``python -m tests.benchmarks.story_times [--real]``: from a posted hire to its welcome mail.

Of each hire: from the moment its 201 has arrived, which is after the commit, to the moment the
mail's row is written as sent, as the event on the dashboard tells it.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx2 import AsyncClient

from deploy.local.kafka import JARS
from deploy.sample import CLIENT_ID, CLIENT_SECRET
from shared.clock import local_date
from tests.demonstration import STORY_ENDS, Demonstration
from tests.signing_in import enter_as_operator

SENT = "notifications.letter-sent.v1"
START_SECONDS = 300.0
PATIENCE_SECONDS = 60.0


class Carrier:
    """Posts hires at a calm rate, and remembers when each was answered."""

    def __init__(self, http: AsyncClient) -> None:
        self._http = http
        self.answered: dict[str, float] = {}
        """By worker."""

    async def post(self, hires: int, rate: float) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        answer = await self._http.post("/directory/oauth/token", data=form)
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        async with asyncio.TaskGroup() as group:
            for _ in range(hires):
                group.create_task(self._hire(headers))
                await asyncio.sleep(1 / rate)

    async def _hire(self, headers: dict[str, str]) -> None:
        number = uuid4().hex
        address = f"m.{number}@example.org"
        body = {
            "external_id": number,
            "person": {"given_name": "Mara", "family_name": "Schmidt", "email": address},
            "start_date": (local_date(datetime.now(UTC)) + timedelta(days=70)).isoformat(),
            "placements": [{"school_number": "100002", "weekly_hours": 39}],
            "funding": "land",
        }
        headers = {**headers, "Idempotency-Key": number}
        answer = await self._http.post("/directory/api/v1/hires", json=body, headers=headers)
        at = time.time()
        assert answer.status_code == 201, answer.text
        self.answered[answer.json()["worker_id"]] = at


async def welcomes(http: AsyncClient) -> dict[str, float]:
    """When each worker's welcome was sent."""
    sent: dict[str, float] = {}
    page: dict[str, Any] = {"more": True, "next": f"/dashboard/api/v1/events?type={SENT}&limit=500"}
    while page["more"]:
        page = (await http.get(page["next"])).json()
        for event in page["events"]:
            if event["data"]["kind"] == "welcome":
                at = datetime.fromisoformat(event["time"]).timestamp()
                sent[event["data"]["worker_id"]] = at
    return sent


async def measure(demonstration: Demonstration, hires: int, rate: float) -> list[float]:
    """Milliseconds, sorted."""
    async with AsyncClient(base_url=demonstration.base, timeout=30) as http:
        await enter_as_operator(http, http)
        carrier = Carrier(http)
        await carrier.post(hires, rate)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not carrier.answered.keys() <= (sent := await welcomes(http)).keys():
                await asyncio.sleep(0.5)
    return sorted((sent[worker] - at) * 1000 for worker, at in carrier.answered.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.story_times")
    parser.add_argument("--real", action="store_true", help="on PostgreSQL and Kafka")
    parser.add_argument("--hires", type=int, default=200)
    parser.add_argument("--rate", type=float, default=5.0, help="hires per second")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="story-times-"))
    if JARS.exists():
        (folder / "var" / "tools").mkdir(parents=True)
        (folder / "var" / "tools" / "kafka").symlink_to(JARS)
    demonstration = Demonstration(folder / "var", real=arguments.real)
    try:
        demonstration.start()
        demonstration.wait_for(STORY_ENDS, START_SECONDS)
        times = asyncio.run(measure(demonstration, arguments.hires, arguments.rate))
    finally:
        demonstration.interrupt()
        demonstration.exit_code()
    print(
        f"{'real' if arguments.real else 'embedded'}: {len(times)} hires, {arguments.rate:g}/s,"
        f" from the 201 to the welcome mail: p50 {times[len(times) // 2]:.0f} ms,"
        f" p99 {times[int(len(times) * 0.99)]:.0f} ms, longest {times[-1]:.0f} ms"
    )
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
