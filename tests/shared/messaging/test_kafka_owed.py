"""What a member of a group has handled is committed, whatever it was given or lost meanwhile."""

import asyncio
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaConnectionError

from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.kafka_commits import Commits
from shared.messaging.bus.kafka_group import Group
from shared.messaging.bus.kafka_wire import holding_of
from shared.messaging.message import Arrival, Partition

LOST, KEPT = TopicPartition("things", 0), TopicPartition("things", 1)


class Holder:
    """Stands for a client: what it holds, what of it is paused, what it has committed."""

    def __init__(self) -> None:
        self._subscription = SimpleNamespace(subscription=SimpleNamespace(assignment=None))
        self.held: set[TopicPartition] = set()
        self.paused: set[TopicPartition] = set()
        self.committed: dict[TopicPartition, int] = {}
        self.while_committing: Callable[[], None] = lambda: None

    def assign(self, *places: TopicPartition) -> None:
        self._subscription.subscription.assignment = object()
        self.held, self.paused = set(places), set()

    def assignment(self) -> set[TopicPartition]:
        return self.held

    def pause(self, *places: TopicPartition) -> None:
        self.paused |= set(places)

    def resume(self, *places: TopicPartition) -> None:
        self.paused -= set(places)

    async def commit(self, offsets: dict[TopicPartition, int]) -> None:
        if not offsets.keys() <= self.held:
            raise IllegalStateError
        self.while_committing()
        self.committed |= offsets


class Member:
    """A member of a group, without the loop that polls for it."""

    def __init__(self) -> None:
        self.client: Any = Holder()
        self.while_handling: Callable[[], None] = lambda: None
        self.group = Group(
            Brokers("127.0.0.1:1"), ["things"], "surveys", self._handle, rest_seconds=0.1
        )
        self.group._consumer = self.client

    async def given(self, *places: TopicPartition) -> None:
        self.client.assign(*places)
        await self.group.on_partitions_assigned(list(places))

    async def handle(self, place: TopicPartition, offset: int) -> None:
        holding = self.client._subscription.subscription.assignment
        record = SimpleNamespace(offset=offset, key=b"k", value=b"{}", headers=(), timestamp=0)
        await self.group._handle(self.client, {place: [record]}, holding)

    async def commit(self) -> dict[TopicPartition, int]:
        await self.group._commits.commit(self.client)
        return dict(self.client.committed)

    async def _handle(self, batch: Sequence[Arrival]) -> dict[Partition, Exception]:
        self.while_handling()
        return {}


@pytest.fixture
async def member() -> Member:
    member = Member()
    await member.given(LOST, KEPT)
    return member


async def test_a_partition_lost_while_its_messages_were_handled_keeps_no_other_from_being_committed(
    member: Member,
) -> None:
    member.while_handling = lambda: member.client.assign(KEPT)
    await member.handle(LOST, 4)
    member.while_handling = lambda: None
    await member.group.on_partitions_assigned([KEPT])
    await member.handle(KEPT, 7)
    assert await member.commit() == {KEPT: 8}


async def test_what_was_handled_before_a_rebalance_is_not_committed_after_it(
    member: Member,
) -> None:
    """Somebody else may have come further meanwhile."""
    member.while_handling = lambda: member.client.assign(LOST, KEPT)
    await member.handle(LOST, 4)
    await member.group.on_partitions_assigned([LOST, KEPT])
    assert await member.commit() == {}


async def test_what_was_handled_between_an_assignment_and_word_of_it_is_committed(
    member: Member,
) -> None:
    member.client.assign(KEPT)
    await member.handle(KEPT, 7)
    await member.group.on_partitions_assigned([KEPT])
    assert await member.commit() == {KEPT: 8}


async def test_a_commit_that_fails_while_partitions_are_lost_keeps_no_other_from_being_committed(
    member: Member,
) -> None:
    def lose() -> None:
        member.client.assign(KEPT)
        raise KafkaConnectionError

    await member.handle(LOST, 4)
    member.client.while_committing = lose
    assert await member.commit() == {}
    member.client.while_committing = lambda: None
    await member.group.on_partitions_assigned([KEPT])
    assert await member.commit() == {}
    await member.handle(KEPT, 7)
    assert await member.commit() == {KEPT: 8}


async def test_a_commit_that_fails_because_the_broker_is_away_is_tried_again(
    member: Member,
) -> None:
    def fail() -> None:
        raise KafkaConnectionError

    await member.handle(KEPT, 7)
    member.client.while_committing = fail
    assert await member.commit() == {}
    member.client.while_committing = lambda: None
    assert await member.commit() == {KEPT: 8}


class Slow(Holder):
    """Goes on with a commit for which nobody waits any more, as aiokafka does."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = asyncio.Event()
        self.sent: list[int] = []

    async def commit(self, offsets: dict[TopicPartition, int]) -> None:
        self.sent += offsets.values()
        await self.answers.wait()
        await super().commit(offsets)


async def test_a_commit_that_is_not_answered_is_overtaken_by_none() -> None:
    client: Any = Slow()
    client.assign(KEPT)
    commits, holding = Commits("surveys", seconds=0.01), holding_of(client)
    commits.add(holding, KEPT, 5)
    await commits.commit(client)
    commits.add(holding, KEPT, 9)
    await commits.commit(client)
    assert client.sent == [5]
    assert commits.owed
    client.answers.set()
    await commits.commit(client)
    assert client.sent == [5, 9]
    assert client.committed == {KEPT: 9}


async def test_a_commit_under_way_when_partitions_are_assigned_is_given_up() -> None:
    client: Any = Slow()
    client.assign(LOST)
    commits = Commits("surveys", seconds=0.01)
    commits.add(holding_of(client), LOST, 5)
    await commits.commit(client)
    client.assign(KEPT)
    commits.drop()
    client.answers.set()
    commits.add(holding_of(client), KEPT, 9)
    await commits.commit(client)
    assert client.committed == {KEPT: 9}


async def test_a_partition_that_rests_as_it_is_assigned_is_fetched_again(member: Member) -> None:
    member.client.assign(KEPT)
    assert member.group._rests_after(member.client, {KEPT: [object()]})
    await member.group.on_partitions_assigned([KEPT])
    assert not member.client.paused
