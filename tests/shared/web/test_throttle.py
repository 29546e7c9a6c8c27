"""Guesses are slowed by address and by account, and nobody is locked out by others."""

import asyncio
from collections.abc import Iterable

import pytest
from structlog.testing import capture_logs

from shared.web import throttle as module
from shared.web.problem import Problem
from shared.web.throttle import (
    FREE_PER_ACCOUNT,
    FREE_PER_ADDRESS,
    LONGEST_WAIT,
    REMEMBERED,
    Pace,
    Throttle,
)

HOME, AWAY = "192.0.2.1", "198.51.100.7"


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def throttle(hands: Hands) -> Throttle:
    return Throttle(hands.now)


def wait(throttle: Throttle, address: str, account: str = "betrieb") -> int:
    try:
        throttle.admit(address, account)
    except Problem as refusal:
        assert refusal.status == 429
        return int(refusal.headers["Retry-After"])
    return 0


def guess(throttle: Throttle, times: int, address: str = AWAY, account: str = "betrieb") -> None:
    for _ in range(times):
        throttle.failed(address, account, "operator")


def test_a_few_mistakes_cost_nothing_and_each_further_one_twice_as_much(
    throttle: Throttle,
) -> None:
    guess(throttle, FREE_PER_ADDRESS - 1)
    assert wait(throttle, AWAY) == 0
    waits = []
    for _ in range(4):
        guess(throttle, 1)
        waits.append(wait(throttle, AWAY))
    assert waits == [1, 2, 4, 8]


def test_who_waits_is_heard_again(throttle: Throttle, hands: Hands) -> None:
    guess(throttle, FREE_PER_ADDRESS + 3)
    hands.seconds += 7.9
    assert wait(throttle, AWAY) == 1
    hands.seconds += 0.2
    assert wait(throttle, AWAY) == 0


def test_no_more_than_a_handful_of_guesses_an_hour(throttle: Throttle, hands: Hands) -> None:
    heard = 0
    for _ in range(3600):
        if not wait(throttle, AWAY):
            guess(throttle, 1)
            heard += 1
        hands.seconds += 1
    assert heard < 25


def test_another_account_from_the_same_address_waits_as_well(throttle: Throttle) -> None:
    for number in range(FREE_PER_ADDRESS + 4):
        guess(throttle, 1, account=f"carrier-{number}")
    assert wait(throttle, AWAY, "carrier-new") > 0


def test_many_addresses_share_what_one_account_allows(throttle: Throttle) -> None:
    for number in range(FREE_PER_ACCOUNT + 6):
        guess(throttle, 1, address=f"203.0.113.{number}")
    assert wait(throttle, "203.0.113.1") > 30


def test_the_operator_at_home_is_heard_while_others_guess(throttle: Throttle) -> None:
    throttle.succeeded(HOME, "betrieb")
    for number in range(500):
        guess(throttle, 1, address=f"203.0.113.{number % 250}")
    assert wait(throttle, HOME) == 0


def test_the_operator_in_a_new_place_is_heard_while_others_guess(throttle: Throttle) -> None:
    for number in range(500):
        guess(throttle, 1, address=f"203.0.113.{number % 250}")
    assert wait(throttle, HOME) == 0


def test_the_operator_is_heard_behind_the_proxy_from_which_others_guess_otherwise(
    throttle: Throttle,
) -> None:
    throttle.succeeded(HOME, "betrieb")
    guess(throttle, 200, address=HOME, account="carrier-1")
    assert wait(throttle, HOME) == 0
    assert wait(throttle, HOME, "carrier-2") == LONGEST_WAIT


def test_a_good_address_has_no_free_guesses_and_waits_no_longer_than_a_minute(
    throttle: Throttle,
) -> None:
    throttle.succeeded(HOME, "betrieb")
    guess(throttle, FREE_PER_ADDRESS + 20, address=HOME)
    assert wait(throttle, HOME) == 60


def test_a_right_secret_does_not_buy_guesses_at_others(throttle: Throttle) -> None:
    guess(throttle, FREE_PER_ADDRESS + 4, account="betrieb")
    throttle.succeeded(AWAY, "my-own-client")
    assert wait(throttle, AWAY, "betrieb") > 0


def test_a_subscriber_of_ipv6_has_one_place(throttle: Throttle) -> None:
    for number in range(FREE_PER_ADDRESS + 4):
        guess(throttle, 1, address=f"2001:db8:1:2::{number:x}")
    assert wait(throttle, "2001:db8:1:2:ffff::1") > 0
    assert wait(throttle, "2001:db8:1:3::1") == 0
    assert wait(throttle, "::ffff:192.0.2.1") == 0


def test_memory_is_bounded(throttle: Throttle) -> None:
    for number in range(module.REMEMBERED + 50):
        throttle.succeeded(f"10.0.{number // 250}.{number % 250}", "x")
        throttle.failed(f"10.1.{number // 250}.{number % 250}", f"y{number}", "client")
    assert len(throttle._good) == module.REMEMBERED
    assert len(throttle._addresses._counts) == module.REMEMBERED
    assert len(throttle._accounts._counts) == module.REMEMBERED


def test_a_failure_is_logged_without_what_was_tried(throttle: Throttle) -> None:
    with capture_logs() as logs:
        guess(throttle, 2, account="mara@example.org")
    assert [line["failures_of_account"] for line in logs] == [1, 2]
    assert logs[0]["account"] == logs[1]["account"]
    assert "mara" not in str(logs)
    assert AWAY not in str(logs)


class Desk:
    """Looks at secrets for as long as the test wants."""

    def __init__(self, throttle: Throttle) -> None:
        self._throttle = throttle
        self.looked_at = 0
        self.may_answer = asyncio.Event()

    async def ask(self, address: str, account: str, right: bool | None) -> str:
        """None is a database that fails meanwhile."""
        try:
            async with self._throttle.turn(address, account):
                self.looked_at += 1
                await self.may_answer.wait()
                if right is None:
                    raise ConnectionError
                if right:
                    self._throttle.succeeded(address, account)
                else:
                    self._throttle.failed(address, account, "client")
        except Problem:
            return "refused"
        except ConnectionError:
            return "broken"
        return "right" if right else "wrong"

    async def all(self, guesses: Iterable[tuple[str, str, bool | None]]) -> list[str]:
        """They are all under way before the first is answered."""
        asking = [asyncio.create_task(self.ask(*guess)) for guess in guesses]
        await asyncio.sleep(0)
        self.may_answer.set()
        async with asyncio.timeout(5):
            return await asyncio.gather(*asking)


async def test_guesses_at_the_same_time_count_while_they_are_looked_at(throttle: Throttle) -> None:
    answers = await Desk(throttle).all((AWAY, f"carrier-{n % 7}", False) for n in range(180))
    assert answers.count("wrong") == FREE_PER_ADDRESS
    assert answers.count("refused") == 180 - FREE_PER_ADDRESS


async def test_a_wait_that_is_over_is_over_for_one_guess(throttle: Throttle, hands: Hands) -> None:
    guess(throttle, FREE_PER_ADDRESS + 3)
    hands.seconds += 9
    answers = await Desk(throttle).all((AWAY, "betrieb", False) for _ in range(50))
    assert (answers.count("wrong"), answers.count("refused")) == (1, 49)


async def test_an_account_that_many_fail_for_is_tried_by_one_at_a_time(
    throttle: Throttle, hands: Hands
) -> None:
    addresses = [f"203.0.113.{number}" for number in range(FREE_PER_ACCOUNT + 6)]
    for address in addresses:
        guess(throttle, 1, address=address)
    hands.seconds += 65
    answers = await Desk(throttle).all((address, "betrieb", False) for address in addresses)
    assert answers.count("wrong") == 1


async def test_many_right_ones_at_the_same_time_are_all_heard(throttle: Throttle) -> None:
    for _ in ("new", "known"):
        assert await Desk(throttle).all([(HOME, "carrier", True)] * 20) == ["right"] * 20


async def test_a_known_one_does_not_queue_behind_the_guesses_of_others(throttle: Throttle) -> None:
    throttle.succeeded(HOME, "carrier")
    desk = Desk(throttle)
    guesses = [asyncio.create_task(desk.ask(HOME, "other", False)) for _ in range(20)]
    known = asyncio.create_task(desk.ask(HOME, "carrier", True))
    await asyncio.sleep(0)
    assert desk.looked_at == 2
    desk.may_answer.set()
    assert await known == "right"
    await asyncio.gather(*guesses)


async def test_a_check_that_breaks_is_no_failure_and_nothing_is_kept(throttle: Throttle) -> None:
    answers = await Desk(throttle).all([(AWAY, "carrier", None)] * 30)
    assert answers == ["broken"] * 30
    assert wait(throttle, AWAY) == 0
    assert len(throttle._turns) == 0


def paced(pace: Pace, address: str) -> int:
    try:
        pace.admit(address)
    except Problem as refusal:
        assert refusal.status == 429
        return int(refusal.headers["Retry-After"])
    return 0


def test_an_address_gets_so_many_requests_in_a_minute_and_takes_none_from_others(
    hands: Hands,
) -> None:
    pace = Pace(2, hands.now)
    assert [paced(pace, AWAY) for _ in range(3)] == [0, 0, 60]
    assert paced(pace, "192.0.2.99") == 0
    hands.seconds += 59
    assert paced(pace, AWAY) == 1
    hands.seconds += 1
    assert paced(pace, AWAY) == 0


def test_of_addresses_without_number_only_the_last_are_remembered(hands: Hands) -> None:
    pace = Pace(1, hands.now)
    assert paced(pace, AWAY) == 0
    for number in range(REMEMBERED):
        pace.admit(f"host-{number}")
    assert paced(pace, AWAY) == 0
