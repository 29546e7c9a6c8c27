"""Guesses are slowed by address and by account, and nobody is locked out by others."""

import pytest
from structlog.testing import capture_logs

from shared.web import throttle as module
from shared.web.problem import Problem
from shared.web.throttle import FREE_PER_ACCOUNT, FREE_PER_ADDRESS, LONGEST_WAIT, Throttle

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
