"""The keys of another service: read when needed, kept while it is away, and never asked in vain."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.directory import ACCESS_TOKENS
from shared.contracts.notifications import LINKS
from shared.signing import jwk
from shared.signing.published import (
    FIRST_PAUSE,
    PAUSE,
    TIME_TO_LIVE,
    FetchedKeys,
    KeysUnknown,
    Unpublished,
)
from tests.one_key import OneKey

ADDRESS = "http://directory:8000/directory/.well-known/jwks.json"


class Owner:
    """A service that publishes keys, or is away."""

    def __init__(self) -> None:
        self.keys = [OneKey(ACCESS_TOKENS)]
        self.answer: Any = None
        self.away = False
        self.asked = 0
        self.moment = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
        self.held: asyncio.Event | None = None

    def now(self) -> datetime:
        return self.moment

    async def fetch(self, address: str) -> Any:
        assert address == ADDRESS
        self.asked += 1
        if self.held is not None:
            await self.held.wait()
        if self.away:
            raise Unpublished("away")
        if self.answer is not None:
            return self.answer
        return {"keys": [jwk.public_part(key.private) for key in self.keys]}

    def reader(self) -> FetchedKeys:
        return FetchedKeys(ACCESS_TOKENS, ADDRESS, self.now, self.fetch)


@pytest.fixture
def owner() -> Owner:
    return Owner()


async def test_nobody_is_asked_before_there_is_something_to_verify(owner: Owner) -> None:
    reader = owner.reader()
    assert owner.asked == 0
    assert await reader.find(owner.keys[0].kid) is not None
    assert owner.asked == 1


async def test_what_was_read_is_used_for_its_time(owner: Owner) -> None:
    reader, kid = owner.reader(), owner.keys[0].kid
    await reader.find(kid)
    owner.moment += TIME_TO_LIVE - timedelta(seconds=1)
    assert reader.known(kid) is not None
    assert await reader.find(kid) is not None
    assert owner.asked == 1


async def test_after_its_time_it_is_read_again_and_a_key_that_was_removed_is_gone(
    owner: Owner,
) -> None:
    reader, kid = owner.reader(), owner.keys[0].kid
    await reader.find(kid)
    owner.keys = [OneKey(ACCESS_TOKENS)]
    owner.moment += TIME_TO_LIVE
    assert reader.known(kid) is None
    assert await reader.find(kid) is None


async def test_an_id_nobody_knows_is_asked_for_once_in_a_while(owner: Owner) -> None:
    reader = owner.reader()
    await reader.find(owner.keys[0].kid)
    owner.moment += PAUSE
    for number in range(20):
        assert await reader.find(f"unknown-{number}") is None
    assert owner.asked == 2


async def test_a_key_that_is_new_is_found_by_asking_again(owner: Owner) -> None:
    reader = owner.reader()
    await reader.find(owner.keys[0].kid)
    owner.keys.append(OneKey(ACCESS_TOKENS))
    owner.moment += PAUSE
    assert await reader.find(owner.keys[1].kid) is not None


@pytest.mark.parametrize(
    "answer", [None, [], {}, {"keys": []}, {"keys": "none"}, {"keys": [7]}, {"error": "busy"}]
)
async def test_the_last_keys_serve_while_their_owner_is_away_or_says_nothing_of_use(
    owner: Owner, answer: Any
) -> None:
    reader, kid = owner.reader(), owner.keys[0].kid
    await reader.find(kid)
    owner.away, owner.answer = answer is None, answer
    for _ in range(5):
        owner.moment += timedelta(hours=5)
        assert await reader.find(kid) is not None
        assert reader.known(kid) is not None, "and it is not asked for every request"
    assert owner.asked == 6


async def test_an_error_is_not_kept(owner: Owner) -> None:
    reader, kid = owner.reader(), owner.keys[0].kid
    owner.away = True
    with pytest.raises(KeysUnknown):
        await reader.find(kid)
    owner.away = False
    owner.moment += FIRST_PAUSE
    assert await reader.find(kid) is not None


async def test_an_owner_that_is_away_from_the_start_is_not_asked_for_every_request(
    owner: Owner,
) -> None:
    reader = owner.reader()
    owner.away = True
    for _ in range(20):
        with pytest.raises(KeysUnknown):
            await reader.find("any")
    assert owner.asked == 1


async def test_many_that_wait_cause_one_request(owner: Owner) -> None:
    reader, kid = owner.reader(), owner.keys[0].kid
    owner.held = asyncio.Event()
    waiting = [asyncio.ensure_future(reader.find(kid)) for _ in range(20)]
    while not owner.asked:
        await asyncio.sleep(0)
    owner.held.set()
    assert all(await asyncio.gather(*waiting))
    assert owner.asked == 1


async def test_keys_of_another_purpose_are_passed_over(owner: Owner) -> None:
    other = OneKey(LINKS)
    owner.keys.append(other)
    assert await owner.reader().find(other.kid) is None


async def test_a_private_key_is_not_taken_from_anybody(owner: Owner) -> None:
    """Whoever publishes one has published what signs: no signature with it proves anything."""
    owner.answer = {"keys": [owner.keys[0].private]}
    with pytest.raises(KeysUnknown):
        await owner.reader().find(owner.keys[0].kid)


async def test_the_first_key_that_is_published_is_the_one_to_seal_to(owner: Owner) -> None:
    reader = owner.reader()
    first = await reader.current()
    assert first.kid == owner.keys[0].kid
    owner.keys = [OneKey(ACCESS_TOKENS), *owner.keys]
    owner.moment += TIME_TO_LIVE - timedelta(seconds=1)
    assert (await reader.current()).kid == first.kid
    owner.moment += timedelta(seconds=1)
    assert (await reader.current()).kid == owner.keys[0].kid
    assert owner.asked == 2


async def test_nothing_is_sealed_before_its_reader_was_reached_once(owner: Owner) -> None:
    reader = owner.reader()
    owner.away = True
    for _ in range(20):
        with pytest.raises(KeysUnknown):
            await reader.current()
    assert owner.asked == 1
    owner.away = False
    owner.moment += FIRST_PAUSE
    assert (await reader.current()).kid == owner.keys[0].kid
    owner.away = True
    owner.moment += timedelta(hours=5)
    assert (await reader.current()).kid == owner.keys[0].kid, "the last known one serves"
