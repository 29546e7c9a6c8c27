"""Follows a file that is worked off beside its request."""

import asyncio
from typing import Any

from httpx2 import Response

from tests.directory.conftest import Carrier


async def finished(carrier: Carrier, answer: Response) -> dict[str, Any]:
    """How it ended, once it has; ``answer`` is that to the file."""
    assert answer.status_code == 202, answer.text
    async with asyncio.timeout(60):
        while True:
            progress: dict[str, Any] = (await carrier.get(answer.headers["Location"])).json()
            if progress["state"] in ("done", "failed"):
                return progress
            await asyncio.sleep(0.01)


async def rows_of(carrier: Carrier, progress: dict[str, Any], query: str = "") -> list[Any]:
    """Every row, page by page."""
    found: list[Any] = []
    following: str | None = f"{progress['rows']}{query}"
    while following:
        page = (await carrier.get(following)).json()
        found += page["items"]
        following = page["next"]
    return found
