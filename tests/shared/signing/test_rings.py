"""A ring makes its keys itself, and what a key has signed outlives its rotation."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.signing import jwk
from shared.signing.purposes import Algorithm, Purpose
from shared.signing.rings import KeyRing

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
