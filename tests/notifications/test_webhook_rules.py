"""When an event is sent again, when an endpoint is given up, and where events may go at all."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from standardwebhooks import Webhook, WebhookVerificationError

from services.notifications.attempts.rules import numbered
from services.notifications.endpoints.rules import STAGES, to_tell
from services.notifications.endpoints.values import new_secret
from services.notifications.posting.rules import (
    ATTEMPTS,
    LONGEST_WAIT,
    outcome_of,
    read_retry_after,
    signatures,
    wait_before_next,
)
from services.notifications.posting.values import Outcome, Policy
from shared.contracts.leaves import LeaveAnnounced
from shared.contracts.notifications import EndpointStage
from shared.ids import new_id
from shared.messaging.router import Received
from tests.notifications.owing import received

NOW = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
PLANNED = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
EVERYTHING = Policy(internal_hosts=frozenset({"personal.kreis.example"}))


@given(st.floats(0, 1, exclude_max=True))
def test_ten_attempts_are_made_as_the_specification_plans_them_and_a_bit_later(
    chance: float,
) -> None:
    waits = [wait_before_next(failed, chance) for failed in range(1, ATTEMPTS)]
    for wait, planned in zip(waits, PLANNED, strict=True):
        assert wait is not None
        assert planned <= wait.total_seconds() <= planned * 1.1
    assert wait_before_next(ATTEMPTS, chance) is None


@given(st.integers(1, ATTEMPTS - 1), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_who_asks_us_to_wait_is_obeyed_up_to_a_day(failed: int, asked: timedelta) -> None:
    planned, wait = wait_before_next(failed, 0.5), wait_before_next(failed, 0.5, asked)
    assert planned is not None
    assert wait == max(planned, min(asked, LONGEST_WAIT))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Mon, 01 Feb 2027 08:01:00 GMT", 60),
        ("Mon, 01 Feb 2027 07:00:00 GMT", None),
        ("bald", None),
        ("", None),
        ("-5", None),
        ("9" * 400, 10**6),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_anything_else_is_nothing(
    said: str, seconds: int | None
) -> None:
    wait = read_retry_after(said, NOW)
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


def test_only_2xx_is_success_and_3xx_is_none() -> None:
    found = {status: outcome_of(status) for status in (200, 204, 299, 301, 308, 404, 410, 429, 503)}
    accepted = {status for status, outcome in found.items() if outcome is Outcome.ACCEPTED}
    assert accepted == {200, 204, 299}
    assert found[301] is found[308] is Outcome.REDIRECTED
    assert found[410] is Outcome.GONE


@given(st.binary(max_size=200).map(bytes.hex))
def test_every_secret_signs_and_no_other_verifies(text: str) -> None:
    mine, former, other = new_secret(), new_secret(), new_secret()
    body, moment = f'"{text}"'.encode(), int(datetime.now(UTC).timestamp())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(moment),
        "webhook-signature": signatures([mine, former], "msg_1", moment, body),
    }
    assert Webhook(mine).verify(body, headers) == Webhook(former).verify(body, headers) == text
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(body, headers)


class AnEndpointThatFails(RuleBasedStateMachine):
    """However many attempts fail: time without a success decides, and each stage is told once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.told: EndpointStage | None = None
        self.failing_since: datetime | None = None
        self.said: list[EndpointStage] = []

    @rule(times=st.integers(1, 1000))
    def fails(self, times: int) -> None:
        self.failing_since = self.failing_since or self.now

    @rule()
    def succeeds(self) -> None:
        self.failing_since, self.told, self.said = None, None, []

    @rule(by=st.timedeltas(timedelta(0), timedelta(days=2)))
    def time_passes(self, by: timedelta) -> None:
        self.now += by

    @rule()
    def is_looked_after(self) -> None:
        stage = to_tell(self.failing_since, self.told, self.now)
        if stage is not None:
            self.told = stage
            self.said.append(stage)

    @invariant()
    def each_stage_is_told_once_and_in_order(self) -> None:
        order = list(STAGES)
        assert all(order.index(a) < order.index(b) for a, b in pairwise(self.said))

    @invariant()
    def nothing_is_told_too_early(self) -> None:
        for stage in self.said:
            assert self.failing_since is not None
            assert self.now - self.failing_since >= STAGES[stage]


TestAnEndpointThatFails = AnEndpointThatFails.TestCase


def test_five_days_without_success_are_over_to_the_minute_and_a_storm_is_not() -> None:
    assert to_tell(NOW, None, NOW + timedelta(minutes=59)) is None
    four = EndpointStage.FOUR_DAYS
    assert to_tell(NOW, four, NOW + timedelta(days=4, hours=23)) is None
    assert to_tell(NOW, four, NOW + timedelta(days=5)) is EndpointStage.SWITCHED_OFF


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.31.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:db8::1",
    ],
)
def test_no_internal_address_is_connected_to_however_it_is_written(address: str) -> None:
    assert not Policy().allows_all([address], "a.de")
    assert not Policy().allows_all(["93.184.215.14", address], "a.de")


def test_public_addresses_may_be_connected_to_and_no_address_is_none() -> None:
    assert Policy().allows_all(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], "a.de")
    assert not Policy().allows_all([], "a.de")


@pytest.mark.parametrize("address", ["10.1.2.3", "fd00::1", "::ffff:192.168.1.1"])
def test_an_internal_host_that_the_installation_names_may_be_reached_and_no_other(
    address: str,
) -> None:
    assert EVERYTHING.allows_all([address], "personal.kreis.example")
    assert not EVERYTHING.allows_all([address], "akten.kreis.example")
    assert not EVERYTHING.allows_all(["169.254.169.254"], "personal.kreis.example")
    assert not EVERYTHING.allows_all(["127.0.0.1"], "personal.kreis.example")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://personal.awo.de/hooks?x=1", True),
        ("https://93.184.215.14/", True),
        ("http://personal.awo.de/", False),
        ("http://93.184.215.14/", False),
        ("https://127.0.0.1/", False),
        ("https://[::1]/", False),
        ("https://localhost/", False),
        ("https://LOCALHOST./", False),
        ("https://10.0.0.1/", False),
        ("https://10.1/", False),
        ("https://0x7f.0.0.0x1/", False),
        ("https://2130706433/", False),
        ("https://0177.0.0.1./", False),
        ("https://7.personal.awo.de/", True),
    ],
)
def test_an_address_that_shows_where_it_leads_is_refused_at_once(url: str, allowed: bool) -> None:
    assert Policy().allows_url(url) is allowed


def test_plain_http_is_for_loopback_and_only_where_it_is_allowed() -> None:
    trying_out = Policy(loopback=True)
    assert trying_out.allows_url("http://127.0.0.1:8080/")
    assert trying_out.allows_url("http://localhost:8080/")
    assert not trying_out.allows_url("http://personal.awo.de/")


@given(st.lists(st.tuples(st.booleans(), st.integers(-5000, 5000)), max_size=20))
def test_numbers_of_a_subject_grow_whatever_the_clock_does(steps: list[tuple[bool, int]]) -> None:
    """And whether several come in one batch or not."""
    leave, now, seen = new_id(), NOW, list[int]()
    latest: dict[UUID, int] = {}
    for together, by in steps:
        now += timedelta(milliseconds=by)
        events = [_leave(leave) for _ in range(1 + together)]
        found = [number for _, number in numbered(events, latest, now)]
        seen += found
        latest = {leave: found[-1]}
    assert all(before < after for before, after in pairwise(seen))


def _leave(leave_id: UUID) -> Received[LeaveAnnounced]:
    body = LeaveAnnounced(
        leave_id=leave_id,
        worker_id=new_id(),
        employment_id=new_id(),
        carrier_id=new_id(),
        first_day=NOW.date(),
        last_day=None,
    )
    return Received(body, received().message)
