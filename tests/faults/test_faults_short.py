"""The fault campaign in its short form: every kind of fault once, nothing lost, nothing twice."""

from itertools import count

import pytest

from tests.faults.kinds import KINDS
from tests.faults.run import run
from tests.faults.site import Site

SEED = 20
SECONDS = 1.5
TOGETHER = (
    ("kill", "late-commits"),
    ("pause", "stop-at-step"),
    ("long-pause", "poison", "duplicates"),
    ("die-at-step", "slow"),
    ("cut", "hole"),
    ("broker-killed", "guest"),
    ("database-killed", "restart"),
    ("takeover",),
)

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="package")]
_numbers = count(1)


@pytest.mark.parametrize("kinds", TOGETHER, ids="+".join)
async def test_every_accepted_post_takes_effect_once_and_in_order(
    site: Site, kinds: tuple[str, ...]
) -> None:
    outcome = await run(site, SEED, next(_numbers), SECONDS, [KINDS[name] for name in kinds])
    assert not outcome.findings, f"{outcome.line()}\n{outcome.history()}"
    assert outcome.accepted
    assert outcome.browsers
    assert all(seconds < 5 for seconds in outcome.scene.takeovers)


async def test_every_kind_of_fault_has_its_turn() -> None:
    assert sorted(name for together in TOGETHER for name in together) == sorted(KINDS)
