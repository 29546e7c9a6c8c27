"""No topic keeps a message longer than what it says of people may be kept."""

from datetime import timedelta

import pytest

from shared.contracts.catalogue import bodies, topics
from shared.privacy.declared import Deletion, Personal

TOPICS = {topic.name: topic.settings() for topic in topics()}
DAY = timedelta(days=1)
ON_THE_BUS = {
    Deletion.TOMBSTONE: Deletion.TOMBSTONE.period.lasts,
    Deletion.NO_LONGER_NAMED: Deletion.TOMBSTONE.period.lasts,
    Deletion.SIGNED_OUT: DAY,
    Deletion.CODE_USED: DAY,
}
"""How long an earlier state may still lie there when there is a later one, or a tombstone."""


def lasts(settings: dict[str, str], *names: str) -> timedelta:
    return timedelta(milliseconds=sum(int(settings[name]) for name in names))


PERSONAL = [
    (kind, says.deletion)
    for kind, body in sorted(bodies().items())
    for says in body.declared
    if isinstance(says, Personal)
]


@pytest.mark.parametrize(("kind", "deletion"), PERSONAL)
def test_a_message_about_people_leaves_its_topic_within_its_period(
    kind: str, deletion: Deletion
) -> None:
    settings = TOPICS[bodies()[kind].topic]
    if settings["cleanup.policy"] == "compact":
        assert lasts(settings, "max.compaction.lag.ms") <= ON_THE_BUS[deletion]
        return
    assert settings["cleanup.policy"] == "delete"
    kept = lasts(settings, "retention.ms", "segment.ms")
    assert kept <= deletion.period.lasts


def test_no_topic_keeps_facts_longer_than_the_shortest_period_of_their_copies() -> None:
    least = Deletion.FACT_COPIES.period.least
    assert least is not None
    for settings in TOPICS.values():
        if settings["cleanup.policy"] == "delete":
            assert lasts(settings, "retention.ms", "segment.ms") <= least
