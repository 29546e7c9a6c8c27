"""Posts hires to a directory, whoever wrote it, from a process of its own."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from httpx2 import AsyncClient, HTTPError

from deploy.sample import CLIENT_ID, CLIENT_SECRET

START_SECONDS = 60.0
LOAD_SECONDS = 1200.0


@dataclass(frozen=True)
class Posted:
    """What came of it; every hire was answered 201."""

    hires: int
    per_second: float
    p50_ms: float


class Entrance:
    """A directory's port; only ours asks for tokens."""

    def __init__(self, port: int, *, asks_for_token: bool = True) -> None:
        self._port = port
        self._asks_for_token = asks_for_token

    async def open(self) -> bool:
        """Whether ours is ready."""
        return await answers(self._port, "directory/readiness")

    async def post(self, options: Sequence[str]) -> Posted:
        """Hires as ``tests.benchmarks.load`` understands it, with a fresh token."""
        command = ["-m", "tests.benchmarks.load", "--port", str(self._port), *options]
        command += ["--token", await self._token() if self._asks_for_token else "none"]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await asyncio.wait_for(process.communicate(), LOAD_SECONDS)
        if process.returncode:
            raise RuntimeError("the load has failed")
        answer = json.loads(out)
        if answer["refused"]:
            raise RuntimeError(f"{answer['refused']} of {answer['sent']} hires were refused")
        return Posted(answer["sent"], answer["per_second"], answer["p50_ms"])

    async def _token(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        async with AsyncClient(timeout=10) as http:
            url = f"http://127.0.0.1:{self._port}/directory/oauth/token"
            answer = await http.post(url, data=form)
        token: str = answer.json()["access_token"]
        return token


async def answers(port: int, path: str) -> bool:
    """Whether a process has come up; an address that takes only posts, or tokens, says so."""
    async with AsyncClient(timeout=5) as http:
        try:
            answer = await http.get(f"http://127.0.0.1:{port}/{path}")
        except (HTTPError, OSError):
            return False
    return answer.status_code in (200, 401, 405)
