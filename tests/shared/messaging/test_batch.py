"""A batch is handled in few waves, and no key loses its order."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.inbox.batch import Delivery, Wave, waves
from shared.messaging.message import Message
from shared.messaging.router import Subscription
from shared.messaging.transaction import Transaction

NOBODY = UUID(int=0)


async def run(items: Sequence[int], transaction: Transaction) -> None: ...


# Two handlers wait for the second kind, and one of them for the third kind, too.
HANDLERS = {
    name: Subscription(name, frozenset(), frozenset(), True, True, lambda message: message, run)
    for name in ("a", "b", "both")
}
KINDS = [("a",), ("b", "both"), ("both",), ()]

Sent = tuple[str, int]
sent = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(range(len(KINDS)))), max_size=40)


def delivery(number: int, key: str, kind: int) -> Delivery:
    moment = datetime(2027, 2, 1, tzinfo=UTC)
    message = Message(NOBODY, "t", key, "t.k.v1", moment, "05978004", NOBODY, None, b"")
    return Delivery(message, [(HANDLERS[name], number) for name in KINDS[kind]])


def deliveries(given: list[Sent]) -> list[Delivery]:
    return [delivery(number, key, kind) for number, (key, kind) in enumerate(given)]


def numbers(wave: Wave) -> list[int]:
    """In the order in which handlers get them; those of one key are of one kind."""
    return [number for _, items in wave.work.values() for number in items]


@given(sent)
def test_every_handler_gets_each_of_its_messages_once(given: list[Sent]) -> None:
    got = sorted(
        (name, number)
        for wave in waves(deliveries(given))
        for name, (_, items) in wave.work.items()
        for number in items
    )
    owed = [(name, i) for i, (_, kind) in enumerate(given) for name in KINDS[kind]]
    assert got == sorted(owed)


@given(sent)
def test_messages_of_a_key_keep_their_order_across_kinds(given: list[Sent]) -> None:
    seen: dict[str, list[int]] = {}
    for wave in waves(deliveries(given)):
        in_wave: dict[str, list[int]] = {}
        for number in dict.fromkeys(numbers(wave)):
            in_wave.setdefault(given[number][0], []).append(number)
        for key, found in in_wave.items():
            seen.setdefault(key, []).extend(found)
    for key, found in seen.items():
        assert found == [i for i, (k, kind) in enumerate(given) if k == key and KINDS[kind]]


@given(sent)
def test_a_handler_gets_its_messages_of_a_key_in_order(given: list[Sent]) -> None:
    for wave in waves(deliveries(given)):
        for _, items in wave.work.values():
            for key in "xyz":
                mine = [number for number in items if given[number][0] == key]
                assert mine == sorted(mine)


@given(sent)
def test_a_wave_holds_one_kind_of_each_key(given: list[Sent]) -> None:
    for wave in waves(deliveries(given)):
        kinds: dict[str, set[int]] = {}
        for number in numbers(wave):
            key, kind = given[number]
            kinds.setdefault(key, set()).add(kind)
        assert all(len(found) == 1 for found in kinds.values())


@given(sent)
def test_there_are_no_more_waves_than_the_most_restless_key_needs(given: list[Sent]) -> None:
    runs = [len(list(groupby(kind for key, kind in given if key == wanted))) for wanted in "xyz"]
    assert len(waves(deliveries(given))) <= max(runs)
