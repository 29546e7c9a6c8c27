"""A ring makes its keys itself, and what a key has signed outlives its rotation."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.signing import jwk
from shared.signing.purposes import Algorithm, Purpose
from shared.signing.rings import KeyRing
from shared.signing.sealing import Sealed, seal_to, unseal

LETTERS = Purpose(
    "letter",
    signer="post",
    algorithm=Algorithm.EDDSA,
    signs_for=timedelta(days=30),
    verifies_for=timedelta(days=10),
)
PARCELS = Purpose(
    "parcel",
    signer="post",
    algorithm=Algorithm.ES256,
    signs_for=timedelta(days=30),
    verifies_for=timedelta(days=10),
)
BOXES = Purpose(
    "box",
    signer="post",
    algorithm=Algorithm.ECDH_ES,
    signs_for=timedelta(days=30),
    verifies_for=timedelta(days=1),
)


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Hands:
    return Hands()


def ring(folder: Path, clock: Hands, purpose: Purpose = LETTERS) -> KeyRing:
    return KeyRing(folder / "keys", purpose, clock.now)


def published(ring: KeyRing) -> list[str]:
    return [str(key["kid"]) for key in ring.published()]


@pytest.mark.parametrize("purpose", [LETTERS, PARCELS])
def test_the_first_key_is_made_when_it_is_needed_and_kept(
    tmp_path: Path, clock: Hands, purpose: Purpose
) -> None:
    first = ring(tmp_path, clock, purpose).signing()
    assert first.is_private
    assert ring(tmp_path, clock, purpose).signing().kid == first.kid


def test_only_the_account_of_this_process_can_read_the_keys(tmp_path: Path, clock: Hands) -> None:
    ring(tmp_path, clock).signing()
    every = [each for each in (tmp_path / "keys").rglob("*") if each.is_file()]
    assert len(every) == 2, "the keys and what locks them"
    assert {file.stat().st_mode & 0o077 for file in [*every, tmp_path / "keys"]} == {0}


def test_what_is_published_is_public(tmp_path: Path, clock: Hands) -> None:
    mine = ring(tmp_path, clock, PARCELS)
    mine.rotate()
    assert len(mine.published()) == 3
    for key in mine.published():
        assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg", "purpose"}
        found = jwk.read(PARCELS, key)
        assert found is not None
        assert not found.is_private


def test_a_key_of_one_purpose_is_none_of_another(tmp_path: Path, clock: Hands) -> None:
    [first, _] = ring(tmp_path, clock, PARCELS).published()
    assert jwk.read(PARCELS, first) is not None
    assert jwk.read(LETTERS, first) is None
    assert jwk.read(PARCELS, first | {"purpose": "letter"}) is None
    assert jwk.read(PARCELS, first | {"alg": "HS256"}) is None
    assert jwk.read(PARCELS, first | {"use": "enc"}) is None
    assert jwk.read(PARCELS, first | {"crv": "P-384"}) is None
    assert jwk.read(PARCELS, {"kty": "oct", "k": "eHh4", **first}) is not None
    assert jwk.read(PARCELS, "no key") is None


def test_the_next_key_is_published_before_it_signs(tmp_path: Path, clock: Hands) -> None:
    mine = ring(tmp_path, clock)
    signing, following = published(mine)
    assert mine.signing().kid == signing
    mine.rotate()
    assert mine.signing().kid == following


def test_a_former_key_verifies_until_its_end_and_its_private_part_is_gone(
    tmp_path: Path, clock: Hands
) -> None:
    mine = ring(tmp_path, clock)
    first = mine.signing()
    secret = str(first.as_dict(private=True)["d"])
    assert secret in (tmp_path / "keys/post/letter.json").read_text()
    mine.rotate()
    assert secret not in (tmp_path / "keys/post/letter.json").read_text()
    clock.moment += LETTERS.verifies_for - timedelta(seconds=1)
    assert mine.known(str(first.kid)) is not None
    clock.moment += timedelta(seconds=1)
    assert mine.known(str(first.kid)) is None
    assert first.kid not in published(mine)


def test_a_key_that_has_signed_long_enough_is_followed_by_the_next(
    tmp_path: Path, clock: Hands
) -> None:
    mine = ring(tmp_path, clock)
    first, following = published(mine)
    clock.moment += LETTERS.signs_for - timedelta(seconds=1)
    assert mine.signing().kid == first
    clock.moment += timedelta(seconds=1)
    assert mine.signing().kid == following
    assert mine.known(first) is not None


def test_another_process_sees_a_rotation_at_its_next_use(tmp_path: Path, clock: Hands) -> None:
    mine, others = ring(tmp_path, clock), ring(tmp_path, clock)
    first = mine.signing().kid
    assert others.signing().kid == first
    others.rotate()
    assert mine.signing().kid == others.signing().kid != first
    assert published(mine) == published(others)


def test_many_that_find_the_time_over_rotate_once(tmp_path: Path, clock: Hands) -> None:
    first, following = published(ring(tmp_path, clock))
    clock.moment += LETTERS.signs_for
    rings = [ring(tmp_path, clock) for _ in range(8)]
    found: list[str | None] = []
    together = threading.Barrier(len(rings))

    def sign(one: KeyRing) -> None:
        together.wait()
        found.append(one.signing().kid)

    threads = [threading.Thread(target=sign, args=[one]) for one in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [following] * len(rings)
    assert len(published(rings[0])) == 3
    assert first in published(rings[0])


def test_many_that_start_together_share_the_first_key(tmp_path: Path, clock: Hands) -> None:
    rings = [ring(tmp_path, clock) for _ in range(8)]
    found: set[str | None] = set()

    def sign(one: KeyRing) -> None:
        found.add(one.signing().kid)

    threads = [threading.Thread(target=sign, args=[one]) for one in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_after_a_break_in_no_key_of_before_verifies(tmp_path: Path, clock: Hands) -> None:
    mine = ring(tmp_path, clock)
    mine.rotate()
    before = published(mine)
    mine.replace()
    assert len(published(mine)) == 2
    assert [mine.known(kid) for kid in before] == [None, None, None]
    kept = json.loads((tmp_path / "keys/post/letter.json").read_text())
    assert kept["former"] == []


async def test_a_ring_is_asked_as_the_keys_of_others_are(tmp_path: Path, clock: Hands) -> None:
    mine = ring(tmp_path, clock)
    kid = str(mine.signing().kid)
    found = await mine.find(kid)
    assert found is not None
    assert not found.is_private
    assert await mine.find("unknown") is None


async def test_only_the_owner_opens_what_was_sealed_to_it(tmp_path: Path, clock: Hands) -> None:
    mine = ring(tmp_path, clock, BOXES)
    published = jwk.read(BOXES, mine.published()[0])
    assert published is not None
    sealed = seal_to(published, b"123456")
    assert "123456" not in sealed
    assert seal_to(published, b"123456") != sealed
    assert unseal(mine, sealed) == b"123456"
    with pytest.raises(Sealed):
        unseal(ring(tmp_path / "other", clock, BOXES), sealed)


@pytest.mark.parametrize("sealed", ["", "a.b.c.d.e", "x" * 200])
def test_what_was_never_sealed_is_not_opened(tmp_path: Path, clock: Hands, sealed: str) -> None:
    with pytest.raises(Sealed):
        unseal(ring(tmp_path, clock, BOXES), sealed)


async def test_what_was_sealed_is_opened_for_a_while_after_the_rotation(
    tmp_path: Path, clock: Hands
) -> None:
    mine = ring(tmp_path, clock, BOXES)
    first = await mine.current()
    sealed = seal_to(first, b"123456")
    clock.moment += BOXES.signs_for
    assert published(mine)[0] != first.kid, "publishing rotates in time"
    assert (await mine.current()).kid != first.kid
    assert first.kid not in published(mine), "nobody is to seal to it any more"
    clock.moment += BOXES.verifies_for - timedelta(seconds=1)
    assert unseal(ring(tmp_path, clock, BOXES), sealed) == b"123456"
    clock.moment += timedelta(seconds=1)
    with pytest.raises(Sealed):
        unseal(mine, sealed)


def test_nothing_private_is_published_of_keys_that_open(tmp_path: Path, clock: Hands) -> None:
    mine = ring(tmp_path, clock, BOXES)
    mine.rotate()
    for key in mine.published():
        assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg", "purpose"}
        assert key["use"] == "enc"


async def test_after_a_break_in_nothing_of_before_is_opened(tmp_path: Path, clock: Hands) -> None:
    mine = ring(tmp_path, clock, BOXES)
    sealed = seal_to(await mine.current(), b"123456")
    mine.replace()
    with pytest.raises(Sealed):
        unseal(mine, sealed)
