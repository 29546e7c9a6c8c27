"""``python -m tests.shared.messaging.member SERVERS USER PASSWORD PREFIX``: prints numbers it gets.

A member of a group in a process of its own, as deployed, which a test may kill.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence

from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.kafka import KafkaBus
from shared.messaging.message import Arrival, Partition
from tests.shared.messaging.carrier import ONE, number_of


async def noted(batch: Sequence[Arrival]) -> Mapping[Partition, Exception]:
    for arrival in batch:
        print(number_of(arrival), flush=True)
    return {}


if __name__ == "__main__":
    *brokers, prefix = sys.argv[1:]
    asyncio.run(KafkaBus(Brokers(*brokers), "member", prefix).consume([ONE], "reader", noted))
