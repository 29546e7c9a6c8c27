"""Posts over HTTP: to an address that was looked at, under the name that was asked for."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from services.notifications.posting.rules import outcome_of, read_retry_after
from services.notifications.posting.values import Answer, Outcome, Policy
from shared.clock import Clock

TIMEOUT_SECONDS = 15.0
MAX_ADDRESSES = 3
"""Of one name that are tried."""
MAX_LOOKUPS = 40
"""At once."""
_PORTS = {"https": 443, "http": 80}
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Raises ``OSError`` for a name that there is not."""


class Resolver:
    """Asks the machine, in threads of its own.

    Whoever sets up an endpoint may answer for its name as slowly as they like; in the loop's own
    threads, of which there are few, mails would wait for the name of their server meanwhile.
    """

    def __init__(self, look_up: Callable[..., Any] = socket.getaddrinfo) -> None:
        self._look_up = partial(look_up, type=socket.SOCK_STREAM)
        self._threads = ThreadPoolExecutor(MAX_LOOKUPS, "webhook-names")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Every address that the machine knows for the name."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, self._look_up, host, port)
        return list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))


resolve = Resolver()


@cache
def certificates() -> ssl.SSLContext:
    """The machine's own, so that a municipality's authority counts."""
    return ssl.create_default_context()


class Poster:
    """Posts to whoever may be posted to; each attempt resolves and looks anew."""

    def __init__(
        self,
        policy: Policy,
        clock: Clock,
        resolve: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._policy = policy
        self._clock = clock
        self._resolve = resolve
        self._tls = tls
        self._timeout_seconds = timeout_seconds

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Never raises for what the other side does."""
        import httpx2  # memory that services without endpoints can spare

        began = monotonic()
        try:
            async with asyncio.timeout(self._timeout_seconds):
                answer = await self._post(url, headers, body)
        except TimeoutError:
            answer = Answer(Outcome.TIMED_OUT)
        except socket.gaierror:
            answer = Answer(Outcome.UNKNOWN_HOST)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as fault:
            answer = Answer(Outcome.UNTRUSTED if _is_tls(fault) else Outcome.UNREACHABLE)
        took = round((monotonic() - began) * 1000)
        return Answer(answer.outcome, answer.status, took, answer.retry_after)

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = urlsplit(url)
        host = str(parts.hostname).rstrip(".").lower()
        if not self._policy.allows_url(url):
            return Answer(Outcome.FORBIDDEN)
        if self._policy.proxy and host not in self._policy.internal_hosts:
            return await self._ask(url, headers, body, proxy=self._policy.proxy)
        port = parts.port or _PORTS[parts.scheme]
        addresses = await self._resolve(host, port)
        if not self._policy.allows_all(addresses, host):
            return Answer(Outcome.FORBIDDEN)
        return await self._first_that_connects(url, host, port, addresses, headers, body)

    async def _first_that_connects(
        self,
        url: str,
        host: str,
        port: int,
        addresses: Sequence[str],
        headers: Mapping[str, str],
        body: bytes,
    ) -> Answer:
        """The name is kept for the server and for its certificate."""
        import httpx2

        parts = urlsplit(url)
        named = {**headers, "host": parts.netloc}
        *others, last = addresses[:MAX_ADDRESSES]
        for address in (*others, last):
            literal = f"[{address}]" if ":" in address else address
            there = urlunsplit((parts.scheme, f"{literal}:{port}", parts.path, parts.query, ""))
            try:
                return await self._ask(there, named, body, name=host)
            except httpx2.ConnectError as fault:
                if address is last or _is_tls(fault):
                    raise
        raise AssertionError("the last one has raised")

    async def _ask(
        self, url: str, headers: Mapping[str, str], body: bytes, name: str = "", proxy: str = ""
    ) -> Answer:
        """By a client of its own, lest a connection to one name serve another; reads no body."""
        import httpx2

        extensions = {"sni_hostname": name} if name else {}
        async with (
            httpx2.AsyncClient(
                verify=self._tls or certificates(),
                proxy=proxy or None,
                trust_env=False,
                follow_redirects=False,
                timeout=self._timeout_seconds,
            ) as client,
            client.stream(
                "POST", url, headers=dict(headers), content=body, extensions=extensions
            ) as response,
        ):
            asked = read_retry_after(response.headers.get("retry-after", ""), self._clock.now())
            status = response.status_code
            return Answer(outcome_of(status), status, retry_after=asked)


def _is_tls(fault: BaseException) -> bool:
    causes: list[BaseException | None] = [fault]
    while (cause := causes[-1]) is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        causes.append(cause.__cause__ or cause.__context__)
    return False
