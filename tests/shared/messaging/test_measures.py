"""What is read is fresh, and measuring never harms who reads."""

import asyncio

import pytest

from shared.telemetry.measures import Measures


class Gauge:
    """Counts how often it was measured."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.times = 0
        self._failure = failure

    async def measure(self) -> None:
        self.times += 1
        if self._failure is not None:
            raise self._failure


async def test_what_is_read_was_measured_just_before() -> None:
    measures, gauge = Measures(), Gauge()
    with measures.include(gauge.measure):
        assert gauge.times == 0
        await measures.take()
        assert gauge.times == 1


async def test_readers_side_by_side_share_a_measurement() -> None:
    measures, gauge = Measures(), Gauge()
    with measures.include(gauge.measure):
        await asyncio.gather(*(measures.take() for _ in range(10)))
    assert gauge.times == 1


@pytest.mark.parametrize("failure", [LookupError(), TimeoutError(), OSError()])
async def test_what_cannot_be_measured_keeps_nobody_from_the_rest(failure: Exception) -> None:
    measures, broken, gauge = Measures(), Gauge(failure), Gauge()
    with measures.include(broken.measure), measures.include(gauge.measure):
        await measures.take()
    assert (broken.times, gauge.times) == (1, 1)


async def test_what_has_ended_is_not_measured() -> None:
    measures, gauge = Measures(), Gauge()
    with measures.include(gauge.measure):
        pass
    await measures.take()
    assert gauge.times == 0
