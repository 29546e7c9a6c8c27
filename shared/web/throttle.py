"""Slows down whoever guesses passwords and secrets (decision 0016)."""

import secrets
import time
from asyncio import Lock
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from math import ceil
from weakref import WeakValueDictionary

import structlog
from prometheus_client import Counter

from shared.web.meter import REFUSED
from shared.web.problem import Problem

FREE_PER_ADDRESS = 5
FREE_PER_SHARED_ADDRESS = 50
"""Where many people are behind one address, and each has few tries of their own."""
FREE_PER_ACCOUNT = 20
LONGEST_WAIT = 15 * 60.0
"""Seconds until the next guess is looked at."""
LONGEST_WAIT_OF_GOOD = 60.0
"""The same for an address that knew the secret of this account before."""
FORGOTTEN_AFTER = 3600.0
"""Without a further failure."""
GOOD_FOR = 30 * 24 * 3600.0
"""Seconds for which an address that knew the secret of an account is trusted to know it."""
REMEMBERED = 10_000
MINUTE = 60.0

FAILED = Counter(
    "knotenpunkt_credentials_failed_total",
    "Wrong passwords and client secrets",
    ["kind"],
)

log = structlog.get_logger(__name__)


def count_refused(kind: str) -> None:
    """A wrong code, whose own tries are few: no address has to wait, for many may share it."""
    FAILED.labels(kind).inc()
    log.warning("credentials refused", kind=kind)


class Throttle:
    """Counts failures per address and per account, in this process, in bounded memory.

    An address waits 1, 2, 4, ... seconds after its first five failures. An account that many
    addresses fail for makes those wait that have failed themselves. An address that knew the
    account's secret before waits for its own failures with this account only, and not for long,
    so that nobody is locked out by others.
    """

    def __init__(
        self, now: Callable[[], float] = time.monotonic, free_per_address: int = FREE_PER_ADDRESS
    ) -> None:
        self._now = now
        self._key = secrets.token_bytes(16)
        self._addresses = _Failures(free_per_address, LONGEST_WAIT)
        self._accounts = _Failures(FREE_PER_ACCOUNT, LONGEST_WAIT)
        self._of_good = _Failures(free_per_address, LONGEST_WAIT_OF_GOOD)
        self._good: OrderedDict[tuple[str, bytes], float] = OrderedDict()
        self._turns: WeakValueDictionary[Hashable, Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, address: str, account: str) -> AsyncIterator[None]:
        """Admits where a secret takes time to look at: what each one was counts for the next.

        One after the other for each address, and for each account among addresses that failed.
        An address that is good for this account waits for no others.
        """
        self.admit(address, account)
        place, digest = place_of(address), self._digest(account)
        good = self._is_good(place, digest, self._now())
        async with AsyncExitStack() as held:
            await held.enter_async_context(self._turn_of((place, digest) if good else place))
            if not good and self._addresses.count(place, self._now()):
                await held.enter_async_context(self._turn_of(digest))
            self.admit(address, account)
            yield

    def admit(self, address: str, account: str) -> None:
        """Raises ``Problem`` while this guess has to wait; nothing is awaited until its outcome."""
        now, place, digest = self._now(), place_of(address), self._digest(account)
        wait = self._wait(place, digest, now)
        if wait <= 0:
            return
        REFUSED.labels("credentials").inc()
        headers = {"Retry-After": str(ceil(wait))}
        raise Problem(429, "too-many-attempts", "Too many failed attempts", headers=headers)

    def failed(self, address: str, account: str, kind: str) -> None:
        """The secret was wrong, or there is no such account."""
        now, place, digest = self._now(), place_of(address), self._digest(account)
        if self._is_good(place, digest, now):
            self._of_good.add((place, digest), now)
        failures = self._addresses.add(place, now)
        in_all = self._accounts.add(digest, now)
        FAILED.labels(kind).inc()
        log.warning(
            "credentials refused",
            kind=kind,
            account=digest.hex(),
            failures_of_address=failures,
            failures_of_account=in_all,
        )

    def succeeded(self, address: str, account: str) -> None:
        """The secret was right. Failures stay counted: one good account excuses no guesses."""
        pair = place_of(address), self._digest(account)
        self._good[pair] = self._now()
        self._good.move_to_end(pair)
        if len(self._good) > REMEMBERED:
            self._good.popitem(last=False)

    def _turn_of(self, key: Hashable) -> Lock:
        """Exists for as long as somebody holds it or waits for it."""
        return self._turns.setdefault(key, Lock())

    def _wait(self, place: str, digest: bytes, now: float) -> float:
        if self._is_good(place, digest, now):
            return self._of_good.wait((place, digest), now)
        if not self._addresses.count(place, now):
            return 0.0
        return max(self._addresses.wait(place, now), self._accounts.wait(digest, now))

    def _is_good(self, place: str, digest: bytes, now: float) -> bool:
        since = self._good.get((place, digest))
        return since is not None and now - since < GOOD_FOR

    def _digest(self, account: str) -> bytes:
        """Names an account in logs until the process ends; what was typed may be anything."""
        raw = account.encode("utf-8", "surrogatepass")
        return blake2b(raw, digest_size=8, key=self._key).digest()


def for_shared_addresses() -> Throttle:
    """For second steps: a whole town hall may sign in from one address."""
    return Throttle(free_per_address=FREE_PER_SHARED_ADDRESS)


class Pace:
    """Admits so many requests of an address in a minute, in this process, in bounded memory.

    For what no secret can be guessed by but costs something: many people may share an address.
    """

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = most, now
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def admit(self, address: str) -> None:
        """Raises ``Problem`` 429 for one too many."""
        now, place = self._now(), place_of(address)
        count, since = self._counts.get(place, (0, now))
        if now - since >= MINUTE:
            count, since = 0, now
        if count >= self._most:
            REFUSED.labels("pace").inc()
            headers = {"Retry-After": str(ceil(since + MINUTE - now))}
            raise Problem(429, "too-many-requests", "Too many requests", headers=headers)
        self._counts[place] = count + 1, since
        self._counts.move_to_end(place)
        if len(self._counts) > REMEMBERED:
            self._counts.popitem(last=False)


class _Failures:
    """How often something failed and when last; the longest untouched are forgotten first."""

    def __init__(self, free: int, longest: float) -> None:
        self._free, self._longest = free, longest
        self._counts: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()

    def count(self, key: Hashable, now: float) -> int:
        count, last = self._counts.get(key, (0, 0.0))
        return count if now - last < FORGOTTEN_AFTER else 0

    def add(self, key: Hashable, now: float) -> int:
        count = self.count(key, now) + 1
        self._counts[key] = count, now
        self._counts.move_to_end(key)
        if len(self._counts) > REMEMBERED:
            self._counts.popitem(last=False)
        return count

    def wait(self, key: Hashable, now: float) -> float:
        """Seconds until the next attempt is looked at."""
        beyond = self.count(key, now) - self._free
        if beyond < 0:
            return 0.0
        return self._counts[key][1] + min(2.0 ** min(beyond, 20), self._longest) - now


def place_of(address: str) -> str:
    """The address, or the network a single subscriber has in IPv6."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return (known.ipv4_mapped or IPv6Address(int(known) >> 64 << 64)).compressed
    return known.compressed
